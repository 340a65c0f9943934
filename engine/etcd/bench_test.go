package etcd_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/etcd/embedded"
	"pawl/engine/host"
	"pawl/engine/reference"
)

// BenchmarkRotation rotates a key of nine nodes, on one server that syncs each entry to its disk, and
// reports how long that takes apart from the publish lead, how long a node could not seal, and both
// beside what a write took in the same time:
//
//	go test -run XXX -bench Rotation -benchtime 10x ./engine/etcd
func BenchmarkRotation(b *testing.B) {
	server, err := embedded.Start(b.TempDir(), embedded.Alone, embedded.Durable("bench"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(server.Stop)
	f := &fleet{t: b, endpoint: server.Endpoint(), keys: &keyService{fences: map[string]uint64{}, ops: map[string]*making{}}}
	m := &measured{}
	launch := func(name string) host.Launch {
		l := f.launch(name)
		l.Tell, l.Policy.Lifetime, l.Policy.Due = m.tell, time.Hour, 0
		return l
	}
	worker, err := host.StartWorker(reference.Engine(), []string{rotated}, launch("worker/1"))
	if err != nil {
		b.Fatal(err)
	}
	f.stops(worker.Process)
	for i := range 9 {
		n, err := host.StartNode(reference.Engine(), []string{rotated}, launch(fmt.Sprintf("node/%d", i+1)))
		if err != nil {
			b.Fatal(err)
		}
		f.stops(n.Process)
		f.nodes = append(f.nodes, n)
	}
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	f.rotates(ctx, worker, "begin")
	f.sealsUnder(ctx, 1)
	var clients sync.WaitGroup
	for _, n := range f.nodes {
		clients.Go(func() { m.seals(ctx, n) })
	}
	var rotations, gaps, writes []float64
	for i := range b.N {
		m.begin()
		f.rotates(ctx, worker, fmt.Sprint("w", i))
		f.sealsUnder(ctx, uint32(i+2))
		rotation, gap, write := m.over(ctx)
		rotations = append(rotations, ms(rotation-f.launchedLead()))
		gaps, writes = append(gaps, ms(gap)), append(writes, ms(write))
	}
	cancel()
	clients.Wait()
	b.ReportMetric(median(rotations), "ms/rotation")
	b.ReportMetric(median(gaps), "ms-gap")
	b.ReportMetric(median(writes), "ms-write")
	b.ReportMetric(median(gaps)/median(writes), "writes/gap")
	b.ReportMetric(0, "ns/op")
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// launchedLead is the publish lead of the fleet's policy.
func (f *fleet) launchedLead() time.Duration { return f.nodes[0].Policy.PublishLead }

// measured is what is seen of one rotation.
type measured struct {
	mu          sync.Mutex
	began, idle time.Duration // of the rotation, on the machine's clock
	gap         time.Duration // the longest that a node could not seal
	writes      []time.Duration
}

func (m *measured) begin() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.began, m.idle, m.gap, m.writes = 0, 0, 0, nil
}

// tell hears of what processes have asked.
func (m *measured) tell(x host.Exchange) {
	t, is := x.Request.(engine.Txn)
	if !is || !slices.ContainsFunc(t.Then, func(op engine.Op) bool { return op.Kind == engine.OpPut }) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.writes = append(m.writes, x.Answered-x.Sent)
	switch step, _ := reference.StepOf(engine.WorkerRole, t); step {
	case engine.Intent:
		m.began = x.Sent
	case engine.Idle:
		m.idle = x.Answered
	}
}

// seals seals at a node all the time, and notes how long that did not work.
func (m *measured) seals(ctx context.Context, n *host.NodeProcess) {
	last := time.Now()
	for ; ctx.Err() == nil; time.Sleep(500 * time.Microsecond) {
		if _, err := n.Seal(ctx, rotated, []byte("plain")); err != nil {
			continue
		}
		m.mu.Lock()
		m.gap = max(m.gap, time.Since(last))
		m.mu.Unlock()
		last = time.Now()
	}
}

// over waits until the rotation is, and gives how long it took, the longest gap in sealing, and what
// half of the writes took at most.
func (m *measured) over(ctx context.Context) (rotation, gap, write time.Duration) {
	for ; ctx.Err() == nil; time.Sleep(time.Millisecond) {
		m.mu.Lock()
		if m.idle > m.began {
			slices.Sort(m.writes)
			rotation, gap, write = m.idle-m.began, m.gap, m.writes[len(m.writes)/2]
		}
		m.mu.Unlock()
		if rotation > 0 {
			break
		}
	}
	return rotation, gap, write
}
