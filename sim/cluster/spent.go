package cluster

import (
	"fmt"
	"time"

	"pawl/engine"
)

// What an engine may ask for in a run. Who asks for more never waits, or carries about what it
// should not: in use that would wear down what it asks, and here a run of it would take minutes.
// All is counted, so that it ends at the same place on any machine; and each grows with the
// run, so that one of hours is not held against what one of a minute does. What is read of a fleet
// grows with it.
const (
	mostAsks  = 2000     // requests of one machine
	asksASec  = 150      // for each key: whoever serves three under the shortest leases, on a disk that fails, tries each of them 16 times a second
	mostBytes = 32 << 20 // that go to the store and disks, and come from there, for each fleet nodes that there are
	bytesASec = 2 << 20
	fleet     = 10
	mostLooks = 200_000 // at one machine's clocks, in one moment
	mebi      = 1 << 20
)

// spent is what the engine's processes on a machine have asked for.
type spent struct {
	asks   int
	looks  int           // at a clock, in the moment of the last one
	looked time.Duration // which was then
}

// seconds is how many of the run are over.
func (c *cluster) seconds() int { return int(c.w.Now() / time.Second) }

// exceed ends the run of an engine.
func (c *cluster) exceed(detail string) {
	if c.bounded {
		c.w.Exceed(detail)
	}
}

// asks counts a request of an engine's process on the machine.
func (m *machine) asks(r engine.Request) {
	m.spent.asks++
	aSecond := asksASec * len(m.c.setup.Keys)
	if most := mostAsks + aSecond*m.c.seconds(); m.spent.asks > most {
		m.c.exceed(fmt.Sprintf("the engine has asked for more than %d things on this machine by then (%d, and %d for each second of the run), the last a %s: who waits for nothing has to sleep, or to wait for a change",
			most, mostAsks, aSecond, r.Verb()))
	}
	m.moves(sizeOf(r), r.Verb())
}

// moves counts what goes to the store or to a disk, or comes from there.
func (m *machine) moves(bytes int, verb engine.Verb) {
	c := m.c
	c.moved += bytes
	fleets := 1 + len(c.nodes)/fleet
	if most := fleets * (mostBytes + bytesASec*c.seconds()); c.moved > most {
		c.exceed(fmt.Sprintf("the engine has written and read more than %d MiB by then (%d, and %d for each second of the run), %d bytes of it by the last %s: keep less in a value, or read and write it less often",
			most/mebi, fleets*mostBytes/mebi, fleets*bytesASec/mebi, bytes, verb))
	}
}

// looks counts a look at a clock.
func (m *machine) looks() {
	s := &m.spent
	if now := m.c.w.Now(); now != s.looked {
		s.looks, s.looked = 0, now
	}
	if s.looks++; s.looks > mostLooks {
		m.c.exceed(fmt.Sprintf("the engine has looked at the clock more than %d times in one moment: time passes only where it sleeps or waits for an answer", mostLooks))
	}
}

// sizeOf is how many bytes a request brings.
func sizeOf(r engine.Request) int {
	switch r := r.(type) {
	case engine.Txn:
		return size(&r)
	case engine.Write:
		return len(r.Data)
	}
	return 0
}

// sizeOfReply is how many bytes an answer brings.
func sizeOfReply(r engine.Reply) (n int) {
	switch r := r.(type) {
	case engine.TxnResult:
		for _, kvs := range r.Reads {
			n += sizeOfKVs(kvs)
		}
	case engine.News:
		n = sizeOfKVs(r.KVs)
	case engine.File:
		n = len(r.Data)
	}
	return n
}

func sizeOfKVs(kvs []engine.KV) (n int) {
	for i := range kvs {
		n += len(kvs[i].Key) + len(kvs[i].Value)
	}
	return n
}
