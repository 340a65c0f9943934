package cluster

import (
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/conform"
	"pawl/sim/deploy"
)

// What the store's machine does besides what any store must, which the bodies of
// engine/conform say: what it tells the trace and the witness, by which clock, and how
// late.

// seen is a view for which every key is a record that its value owns.
var seen = engine.View{Record: true, Ownership: true, Describe: func(kv engine.KV) (engine.Observation, bool) {
	return engine.Observation{Key: "payments-signing", Record: &engine.Record{Owner: string(kv.Value)}}, true
}}

// leaseOn makes a lease, with a key under it if it has a name.
func leaseOn(t *testing.T, s *store, ttl time.Duration, key string) engine.Lease {
	t.Helper()
	l, err := s.Grant(ttl)
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		if _, err := s.Txn(engine.Txn{Then: []engine.Op{engine.Put(key, nil, l)}}); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// there says whether a key is.
func there(t *testing.T, s conform.Instance, key string) bool {
	t.Helper()
	r, err := s.Txn(engine.Txn{Then: []engine.Op{engine.Get(key)}})
	if err != nil {
		t.Fatal(err)
	}
	return len(r.Reads[0]) > 0
}

// times are those at which a trace has events of a kind, by what A says.
func times(r deploy.Result, what string) map[int64][]time.Duration {
	all := map[int64][]time.Duration{}
	for _, e := range r.Trace {
		if e.What == what && e.Actor == deploy.StoreName {
			all[e.A] = append(all[e.A], e.At)
		}
	}
	return all
}

// TestLeasesLinger: a lease with keys ends up to half a second late, in different
// runs at different times and never early; one without does not wait.
func TestLeasesLinger(t *testing.T) {
	s := inCluster(t, seen)
	const ttl = 3 * time.Second
	ends := map[engine.Lease]time.Duration{} // at the earliest
	for i := range 40 {
		l := leaseOn(t, s, ttl, "k"+strconv.Itoa(i))
		at, _ := s.m.c.store.Expires(l)
		ends[l] = at
	}
	bare := leaseOn(t, s, ttl, "")
	ends[bare], _ = s.m.c.store.Expires(bare)
	stays := leaseOn(t, s, ttl, "stays")
	for range 4 {
		s.Sleep(ttl / 2)
		if err := s.KeepAlive(stays); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Revoke(stays); err != nil {
		t.Fatal(err)
	}
	s.Sleep(2 * ttl)
	expired := times(s.end(), deploy.Expired)
	late := map[time.Duration]int{}
	for l, end := range ends {
		at := expired[int64(l)]
		if len(at) != 1 || at[0] < end || at[0] >= end+500*time.Millisecond {
			t.Fatalf("lease %d ran out at %s and ended at %v; want it once, within half a second", l, end, at)
		}
		if l == bare && at[0] != end {
			t.Errorf("a lease without keys ran out at %s and ended at %s", end, at[0])
		}
		late[at[0]-end]++
	}
	if len(late) < 6 || late[0] > len(ends)/2 {
		t.Errorf("how late leases ended: %v; want them to differ", late)
	}
	if at := expired[int64(stays)]; len(at) > 0 {
		t.Errorf("a lease that was kept alive and revoked ran out at %s", at)
	}
}

// TestKeptAliveTooLate: a lease that has run out and lingers is gone for whoever keeps
// it alive, and so are its keys then.
func TestKeptAliveTooLate(t *testing.T) {
	s := inCluster(t, seen)
	met := false
	for i := range 20 {
		key := "k" + strconv.Itoa(i)
		l := leaseOn(t, s, 2*time.Second, key)
		end, _ := s.m.c.store.Expires(l)
		s.Sleep(end - s.Now())
		lingers := there(t, s, key)
		if err := s.KeepAlive(l); !errors.Is(err, engine.ErrLeaseGone) {
			t.Fatalf("lease %d kept alive after its end: %v", l, err)
		}
		if there(t, s, key) {
			t.Fatalf("lease %d is gone, and its key is there", l)
		}
		met = met || lingers
	}
	if !met {
		t.Error("no lease lingered")
	}
	if n := len(times(s.end(), deploy.Expired)); n != 20 {
		t.Errorf("of 20 leases %d ran out by the trace", n)
	}
}

// TestLeasesGoByTheStoresClock: a lease ends when its time is over by the store's
// clock, also when that changes its rate meanwhile.
func TestLeasesGoByTheStoresClock(t *testing.T) {
	const ttl = 10 * time.Second
	for _, c := range []struct {
		ppm            int
		before, within time.Duration // true times since the grant, around the end
	}{
		{-100_000, 10_700 * time.Millisecond, 11_500 * time.Millisecond}, // 2 s, and 8 s that last 8.89 s
		{100_000, 9_200 * time.Millisecond, 10_600 * time.Millisecond},   // it is found late: it was to be looked for after 10 s
	} {
		s := inCluster(t, seen)
		leaseOn(t, s, ttl, "k")
		began := s.Now()
		s.Sleep(2 * time.Second)
		bit := 0
		_ = s.happened(func(*storage) { s.m.c.Drift(deploy.StoreName, c.ppm, func() { bit++ }) })
		s.Sleep(c.before - (s.Now() - began))
		if !there(t, s, "k") {
			t.Errorf("%d ppm: the lease has ended before %s", c.ppm, c.before)
		}
		s.Sleep(c.within - (s.Now() - began))
		if there(t, s, "k") {
			t.Errorf("%d ppm: the lease has not ended within %s", c.ppm, c.within)
		}
		if bit == 0 {
			t.Errorf("%d ppm: the drift did not bite", c.ppm)
		}
		again := leaseOn(t, s, ttl, "")
		if err := s.KeepAlive(leaseOn(t, s, maxLeaseTTL, "")); err != nil {
			t.Errorf("%d ppm: the longest lease is over: %v", c.ppm, err)
		}
		granted := s.Now()
		s.Sleep(2 * ttl)
		after := ttl - ttl*time.Duration(c.ppm)/1_000_000
		at := times(s.end(), deploy.Expired)[int64(again)]
		if len(at) != 1 || at[0] < granted+after-100*time.Millisecond || at[0] > granted+after+200*time.Millisecond {
			t.Errorf("%d ppm: a lease of %s, granted before %s, ended at %v; want it some %s later", c.ppm, ttl, granted, at, after)
		}
	}
}

// happened has something happen to the store, from the test's goroutine.
func (s *store) happened(what func(*storage)) (err error) {
	s.in(func() { err = s.happens(func(st *storage) error { what(st); return nil }) })
	return err
}

// TestStandingStillEndsNoLease: while the store's machine is paused no lease ends, and
// after it all do whose time has run out.
func TestStandingStillEndsNoLease(t *testing.T) {
	s := inCluster(t, seen)
	l := leaseOn(t, s, 2*time.Second, "k")
	_ = s.happened(func(*storage) { s.m.c.Pause(deploy.StoreName, func() {}) })
	s.Sleep(5 * time.Second)
	resumed := s.Now()
	_ = s.happened(func(*storage) { s.m.c.Resume(deploy.StoreName) })
	s.Sleep(2 * time.Second)
	at := times(s.end(), deploy.Expired)[int64(l)]
	if len(at) != 1 || at[0] < resumed || at[0] > resumed+time.Second {
		t.Errorf("the store went on at %s, and the lease ended at %v", resumed, at)
	}
}

// TestStartsWithWholeLeases: a store that crashes ends no lease, its next start lets
// all live their whole time again, and waits of before are broken.
func TestStartsWithWholeLeases(t *testing.T) {
	s := inCluster(t, seen)
	l := leaseOn(t, s, 2*time.Second, "k")
	gone := leaseOn(t, s, 2*time.Second, "gone")
	if err := s.Revoke(gone); err != nil {
		t.Fatal(err)
	}
	var started time.Duration
	s.Later(time.Second, func(conform.Instance) {
		h := s.hand
		_ = h.happens(func(*storage) error { h.m.c.Crash(deploy.StoreName); return nil })
	})
	s.Later(6*time.Second, func(conform.Instance) {
		h := s.hand
		started = h.m.c.w.Now()
		_ = h.happens(func(*storage) error { h.m.c.Restart(deploy.StoreName); return nil })
	})
	if _, err := s.Await("", 3, time.Minute); err != nil && !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("a wait over a crash: %v", err)
	} else if err == nil || s.Now() > started+time.Second {
		t.Errorf("a wait over a crash ended at %s, with %v; the store started at %s", s.Now(), err, started)
	}
	s.Sleep(started + 1900*time.Millisecond - s.Now())
	if !there(t, s, "k") {
		t.Error("a lease did not live its whole time again")
	}
	s.Sleep(time.Second)
	at := times(s.end(), deploy.Expired)[int64(l)]
	if len(at) != 1 || at[0] < started+2*time.Second || at[0] >= started+2500*time.Millisecond {
		t.Errorf("the store started at %s, and a lease of 2 s ended at %v", started, at)
	}
}

// TestElections: no lease ends in an election, and after the last one all live their
// whole time again, and as much longer as it lasted. What comes meanwhile is turned
// down, lost or done after it; the past can be read.
func TestElections(t *testing.T) {
	s := inCluster(t, seen)
	l := leaseOn(t, s, 2*time.Second, "k")
	stillKept := leaseOn(t, s, 2*time.Second, "kept")
	s.Sleep(time.Second)
	began := s.Now() + 300*time.Millisecond // and the wait is at the store by then
	s.Later(300*time.Millisecond, func(conform.Instance) {
		_ = s.hand.happens(func(st *storage) error { st.elect(4 * time.Second); return nil })
	})
	if _, err := s.Await("", 9, time.Minute); !errors.Is(err, engine.ErrUnavailable) || s.Now() > began+200*time.Millisecond {
		t.Errorf("a wait when the leader is lost, at %s: %v, at %s", began, err, s.Now())
	}
	s.Sleep(500 * time.Millisecond)
	_ = s.happened(func(st *storage) { st.elect(time.Second) })

	answers, stale, early := map[int]error{}, 0, 0
	for i := range 60 {
		s.Later(time.Duration(i)*50*time.Millisecond, func(h conform.Instance) {
			_, answers[i] = h.Txn(engine.Txn{Then: []engine.Op{engine.Put("w"+strconv.Itoa(i), nil, 0)}})
		})
		s.Later(time.Duration(i)*50*time.Millisecond, func(h conform.Instance) {
			if r, err := h.Txn(engine.Txn{Then: []engine.Op{engine.Get("k")}, Stale: true}); err == nil && len(r.Reads) == 1 {
				stale++
			}
			_, err := h.Txn(engine.Txn{Then: []engine.Op{engine.Put("none", nil, 0)}, Stale: true})
			if err == nil && s.m.c.w.Now() < began+3*time.Second {
				early++
			}
		})
	}
	if _, err := s.Await("", 0, time.Minute); !errors.Is(err, engine.ErrUnavailable) || s.Now() > began+time.Second {
		t.Errorf("a wait without a leader: %v, at %s", err, s.Now())
	}
	s.Sleep(began + 5*time.Second - s.Now())
	if err := s.KeepAlive(stillKept); err != nil {
		t.Errorf("keep-alive after the election: %v", err)
	}
	s.Sleep(20 * time.Second)
	fates := map[string]int{}
	for i := range 60 {
		fates[fmt.Sprintf("%v, and there: %v", answers[i], there(t, s, "w"+strconv.Itoa(i)))]++
	}
	for _, want := range []string{"unavailable, and there: false", "outcome unknown, and there: false", "outcome unknown, and there: true", "<nil>, and there: true"} {
		if fates[want] < 2 {
			t.Errorf("what was written in an election: %v; want some %q", fates, want)
		}
	}
	if len(fates) != 4 || stale != 60 || early > 0 {
		t.Errorf("in an election, of 60 each: writes were %v, %d reads of the past answered, and %d that write besides", fates, stale, early)
	}
	rev := s.m.c.store.rev
	_ = s.happened(func(st *storage) { st.elect(time.Second) })
	s.Sleep(5 * time.Second)
	if now := s.m.c.store.rev; now != rev {
		t.Errorf("another election, and the revision went from %d to %d", rev, now)
	}
	r := s.end()
	leaders := 0
	for _, at := range times(r, deploy.Led) {
		leaders += len(at)
	}
	if leaders != 2 {
		t.Errorf("two elections that overlap, and another one, gave %d leaders", leaders)
	}
	for _, life := range checker.Derive(r.History).Leases[:2] {
		if life.Extended[0] < began+4*time.Second || life.Extended[0] > began+4100*time.Millisecond {
			t.Errorf("after an election of 4 s that began at %s the witness was told of a lease: %+v", began, life)
		}
	}
	expired := times(r, deploy.Expired)
	end := began + (4+4+2)*time.Second
	if at := expired[int64(l)]; len(at) != 1 || at[0] < end || at[0] > end+time.Second {
		t.Errorf("a lease of 2 s, after an election of 4 s that began at %s, ended at %v; want it %s or soon after", began, at, end)
	}
	if at := expired[int64(stillKept)]; len(at) != 1 || at[0] > end-time.Second {
		t.Errorf("a lease that was kept alive after the election ended at %v", at)
	}
}

// TestCrashInAnElection: what was to be done after the election ends with the machine,
// which leads the store only when it runs again and the election is over.
func TestCrashInAnElection(t *testing.T) {
	for _, restart := range []time.Duration{1200 * time.Millisecond, 4 * time.Second} { // of an election of 2 s
		s := inCluster(t, seen)
		leaseOn(t, s, 2*time.Second, "k")
		began := s.Now()
		_ = s.happened(func(st *storage) { st.elect(2 * time.Second) })
		for range 30 {
			s.Later(0, func(h conform.Instance) { _, _ = h.Txn(engine.Txn{Then: []engine.Op{engine.Put("w", nil, 0)}}) })
		}
		s.Sleep(time.Second)
		_ = s.happened(func(*storage) { s.m.c.Crash(deploy.StoreName) })
		s.Sleep(began + restart - s.Now())
		_ = s.happened(func(*storage) { s.m.c.Restart(deploy.StoreName) })
		s.Sleep(2 * time.Second)
		if there(t, s, "w") {
			t.Errorf("what waited for a leader was done though the machine started anew at %s", restart)
		}
		led := times(s.end(), deploy.Led)
		want, more := began+2*time.Second, int64(2*time.Second)
		if restart > 2*time.Second {
			want, more = began+restart, 0
		}
		if at := led[more]; len(led) != 1 || len(at) != 1 || at[0] < want || at[0] > want+100*time.Millisecond {
			t.Errorf("started anew at %s, led from %v on; want it once, at %s", restart, led, want)
		}
	}
}

// TestThePastIsReadNowAndThen: a read that is content with the past gets it sometimes,
// and sometimes the present.
func TestThePastIsReadNowAndThen(t *testing.T) {
	s := inCluster(t, seen)
	behind := map[int64]int{}
	for i := range 100 {
		w, err := s.Txn(engine.Txn{Then: []engine.Op{engine.Put("k", []byte{byte(i)}, 0)}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Txn(engine.Txn{Then: []engine.Op{engine.Get("k")}, Stale: true})
		if err != nil {
			t.Fatal(err)
		}
		behind[w.Revision-r.Revision]++
	}
	if behind[0] < 20 || behind[1] == 0 || behind[64] == 0 {
		t.Errorf("revisions behind, how often: %v", behind)
	}
}

// TestTraceHasEveryByteWritten: two values that differ in one byte leave different
// traces.
func TestTraceHasEveryByteWritten(t *testing.T) {
	s := inCluster(t, seen)
	value := []byte("a value, longer than any word that a machine has")
	for i := range value {
		one := append([]byte(nil), value...)
		one[i]++
		if _, err := s.Txn(engine.Txn{Then: []engine.Op{engine.Put("k", one, 0)}}); err != nil {
			t.Fatal(err)
		}
	}
	sums := map[int64]bool{}
	for _, e := range s.end().Trace {
		if e.What == deploy.Written && e.Detail == "k" {
			sums[e.B] = true
		}
	}
	if len(sums) != len(value) {
		t.Errorf("%d values, each different in one byte, and %d sums of them", len(value), len(sums))
	}
}

// TestTheWitnessIsToldWhoEndedALease: what goes with a lease that somebody revokes was
// deleted by him, and what goes with one that runs out by nobody; at once, both.
func TestTheWitnessIsToldWhoEndedALease(t *testing.T) {
	s := inCluster(t, seen)
	byHand, byTime := leaseOn(t, s, 2*time.Second, "by hand"), leaseOn(t, s, 2*time.Second, "by time")
	s.Sleep(time.Second)
	before := s.Now()
	if err := s.Revoke(byHand); err != nil {
		t.Fatal(err)
	}
	after := s.Now()
	s.Sleep(5 * time.Second)
	r := s.end()
	past := checker.Derive(r.History)
	views := map[int64]checker.View{}
	for _, v := range past.Views {
		views[v.Revision] = v
	}
	made, hand, ran := views[1], views[3], views[4]
	if made.By != s.m.name+"#1" || made.Sent >= made.At {
		t.Errorf("written by %s; the witness was told: by %q, sent %s, at %s", s.m.name, made.By, made.Sent, made.At)
	}
	if hand.By != s.m.name+"#1" || hand.At < before || hand.At > after || hand.Sent < before || hand.Sent > hand.At {
		t.Errorf("revoked between %s and %s by %s; the witness was told: by %q, sent %s, at %s", before, after, s.m.name, hand.By, hand.Sent, hand.At)
	}
	if at := times(r, deploy.Expired)[int64(byTime)]; len(at) != 1 || ran.By != deploy.StoreName+"#1" || ran.At != at[0] {
		t.Errorf("run out at %v; the witness was told: by %q, at %s", at, ran.By, ran.At)
	}
	lives := map[int64]checker.LeaseLife{}
	for _, l := range past.Leases {
		lives[l.ID] = l
	}
	if l := lives[int64(byHand)]; l.By != s.m.name+"#1" || l.TTL != 2*time.Second || l.Ended != hand.At || l.Ending != checker.LeaseRevoked || len(l.Extended) > 0 {
		t.Errorf("the life of a lease that was revoked: %+v", l)
	}
	if l := lives[int64(byTime)]; l.Granted > before || l.Ended != ran.At || l.Ending != checker.LeaseExpired || len(l.Extended) > 0 {
		t.Errorf("the life of a lease that ran out: %+v", l)
	}
}

// TestCompactionKeepsWhatIsThere: what a store cannot forget is refused, and what it
// has forgotten is no longer kept.
func TestCompactionKeepsWhatIsThere(t *testing.T) {
	s := inCluster(t, seen)
	for i := range 100 {
		if _, err := s.Txn(engine.Txn{Then: []engine.Op{engine.Put("k"+strconv.Itoa(i%5), nil, 0)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Compact(101); err == nil {
		t.Error("forgot what is yet to come")
	}
	if err := s.Compact(90); err != nil {
		t.Error(err)
	}
	for _, again := range []int64{90, 1} {
		if err := s.Compact(again); !errors.Is(err, engine.ErrCompacted) {
			t.Errorf("forgot %d twice: %v", again, err)
		}
	}
	kept := map[string]int{}
	for _, c := range s.m.c.store.log {
		kept[fmt.Sprint(c.KV.Key, c.Revision)]++
	}
	if len(kept) != 5+11 || len(kept) != len(s.m.c.store.log) {
		t.Errorf("kept: %v; want the last of 5 keys before revision 90, and 11 changes from there on, each once", kept)
	}
}
