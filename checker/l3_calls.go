package checker

import (
	"slices"
	"sort"
	"time"
)

// Ask rates. What an engine asks of its own accord it asks in rounds, each at least a
// pace after the one before: what failed is tried again after the backoff, or sooner where
// an open lease leaves little time.
const (
	roundCalls  = 6 // news, a read, two leases, a grant, and the news after it; and a fetch for each version
	changeCalls = 3 // what a change in the store makes anybody ask: its news, a read, and to be told of the next
)

// rounds is how many calls a process makes in a second though nothing happens.
func (h *Past) rounds() int {
	backoff := h.Policy.Backoff
	if h.NewPolicy != nil {
		backoff = min(backoff, h.NewPolicy.Backoff)
	}
	pace := max(min(backoff, h.Policy.OpenLease/32), time.Millisecond)
	versions := 0
	for i := range h.Views {
		versions = max(versions, len(h.Views[i].Versions))
	}
	return max(len(h.fellows), 1) * (roundCalls + versions) * (1 + int(time.Second/pace))
}

// requests holds every process to what there was reason to ask: in each second its own
// rounds, and a few calls for each change of the store and each request of people and
// schedulers that came in it or in the second before, or while it was kept from going on.
func requests(t *tally, h *Past) {
	limit := h.rounds()
	var reasons []time.Duration
	rates := make(map[string]*rate, 2*len(h.Machines)) // looked up only
	for i := range h.Asks {
		a := &h.Asks[i]
		if a.Verb == "push" { // as many as there are nodes, and no storm
			continue
		}
		r := rates[a.By]
		if r == nil {
			r = &rate{}
			rates[a.By] = r
			t.judged(l3Requests)
		}
		if r.count(a.Sent) <= limit || r.told {
			continue
		}
		if reasons == nil {
			reasons = h.reasons()
		}
		since := h.kept(machineOf(a.By), a.Sent-2*time.Second)
		allowed := limit + changeCalls*(countUpTo(reasons, a.Sent)-countUpTo(reasons, since))
		if n := h.askedInSecond(i); n > allowed {
			r.told = true
			t.add(l3Requests, a.Sent, h.citeAt(a.Sent), "%s made %d requests in the second before %s, the last of them %s to %s; what happened in the store gave cause for %d at most",
				a.By, n, at(a.Sent), a.Verb, a.To, allowed)
		}
	}
}

// A rate is how many requests a process has made in the second that is under way and in the
// one before. The second before any request lies within the two.
type rate struct {
	second    time.Duration
	now, last int
	told      bool // of a storm of it
}

func (r *rate) count(sent time.Duration) int {
	switch second := sent / time.Second; second {
	case r.second:
		r.now++
	case r.second + 1:
		r.second, r.now, r.last = second, 1, r.now
	default:
		r.second, r.now, r.last = second, 1, 0
	}
	return r.now + r.last
}

// askedInSecond counts the requests of the process that made request i, in the second
// before it. Pushes are none of them.
func (h *Past) askedInSecond(i int) (n int) {
	from, by := h.Asks[i].Sent-time.Second, h.Asks[i].By
	for ; i >= 0 && h.Asks[i].Sent > from; i-- {
		if h.Asks[i].By == by && h.Asks[i].Verb != "push" {
			n++
		}
	}
	return n
}

// reasons are when something happened that makes processes ask, in the order of time.
func (h *Past) reasons() []time.Duration {
	all := []time.Duration{}
	last := int64(0)
	for i := range h.Facts {
		f := &h.Facts[i]
		switch x := f.What.(type) {
		case *Opened:
			if !h.Offers.Stamps && !x.Relying && f.At != 0 {
				all = append(all, f.At) // without a stamp to go by, the store may be asked for each
			}
		case *Wrote:
			if f.Revision != last {
				all, last = append(all, f.At), f.Revision
			}
		case *Requested, *Acted, *Lodged, *Recalled:
			all = append(all, f.Sent, f.Sent) // it is read, and written down or turned away
		case *Emitted, *Denied:
			if h.Policy.SealLimit != 0 {
				all = append(all, f.Sent) // what is left of the limit is read, and a share of it taken
			}
		}
	}
	slices.Sort(all)
	return all
}

// countUpTo counts the times that are no later than t.
func countUpTo(times []time.Duration, t time.Duration) int {
	return sort.Search(len(times), func(i int) bool { return times[i] > t })
}

// A call is what makes two requests the same to whoever turned the first one down for good.
type call struct {
	by, verb, key, op string
	version           uint32
}

// attempts holds every process to policy's number of attempts at what was rejected for
// good, and a worker to that number at what the key service does not do. A halt, and a
// resume, begin the count anew; so does, for what was not rejected, an answer, and any
// write of the record that the worker can know of, by which the same step may be another one's. Who is no worker
// cannot halt, and may try as often in the next seal lease. While a process cannot hear of
// the record it need not know better.
func attempts(t *tally, h *Past) {
	rejected, failed := tries{}, tries{}
	lease := 2*h.Policy.SealLease - h.drifted(h.Policy.SealLease)
	about := map[call]string{} // what was last asked for of an operation; looked up only
	mine := map[string]bool{}  // operations of this key, where there are others; looked up only
	for i := range h.Asks {
		if a := &h.Asks[i]; len(h.fellows) > 1 && a.Key != "" {
			mine[a.Op] = true
		}
	}
	to, served := "", false // whom is asked, and whether it is the key service: mostly the same as before
	for i := range h.Asks {
		a := &h.Asks[i]
		if a.To != to {
			to, served = a.To, h.duty[a.To] == KeysDuty
		}
		if !served && (a.Reply == Done || a.Reply == NotHeld) {
			continue // most are
		}
		if len(h.fellows) > 1 && a.Key == "" && !mine[a.Op] { // reading back names no key
			continue
		}
		c := call{a.By, a.Verb, a.Key, a.Op, a.Version}
		switch op := (call{by: a.By, op: a.Op}); {
		case a.Verb == "lookup": // one that reads a destruction back is another than one that reads a mint back
			c.verb += about[op]
		case served && a.Op != "":
			about[op] = a.Verb
		}
		machine := machineOf(a.By)
		worker := h.duty[machine] == WorkerDuty
		works := worker && served
		if works && a.Reply == Done {
			delete(failed, c)
		}
		never := a.Reply == Rejected && a.Received != 0 // and who asked knows
		if a.Reply == Done || a.Reply == NotHeld || !never && !works {
			continue
		}
		t.judged(l3Attempts)
		most := h.of(a.By).Attempts
		if h.hearing(machine).within(a.Sent-h.calls(settleCalls), a.Sent) {
			continue
		}
		if never {
			if !worker && rejected[c].since+lease <= a.Sent {
				delete(rejected, c)
			}
			if rejected.more(c, h.haltsBy(a.Sent), a.Sent) == most+1 {
				t.add(l3Attempts, a.Sent, h.citeAt(a.Sent), "%s asked %s for %s %s (v%d) for the %s time at %s: it was rejected for good each time, the rotation was neither halted nor resumed in between, and policy allows %s",
					a.By, a.To, a.Verb, a.Op, a.Version, ordinal(most+1), at(a.Sent), many(most, "attempt"))
			}
		}
		if !works || a.Verb == "lookup" {
			continue // what is read back belongs to the attempt that it is about, whatever was written in between
		}
		if failed.more(c, h.knownBy(i), a.Sent) == most+1 {
			t.add(l3Attempts, a.Sent, h.citeAt(a.Sent), "%s asked %s for %s %s (v%d) for the %s time at %s: it was not done any time before, the record was not written in between, and policy allows %s",
				a.By, a.To, a.Verb, a.Op, a.Version, ordinal(most+1), at(a.Sent), many(most, "attempt"))
		}
	}
}

// tries counts attempts in a row, each as of some number of writes; looked up only.
type tries map[call]struct {
	n, as int
	since time.Duration // the first of them
}

// more counts one more, and says how many that makes.
func (c tries) more(of call, as int, sent time.Duration) int {
	k := c[of]
	if k.n == 0 || k.as != as {
		k.n, k.as, k.since = 0, as, sent
	}
	k.n++
	c[of] = k
	return k.n
}

// hearing is the trouble of what a machine needs to hear of the record.
func (h *Past) hearing(machine string) trouble {
	duties := h.duty
	return h.troubleOf(func(m string) bool { return m == machine || duties[m] == StoreDuty })
}

// haltsBy counts the writes of the record up to some time that entered or left a halt.
func (h *Past) haltsBy(when time.Duration) (n int) {
	for i := range h.replayed.turns {
		t := &h.replayed.turns[i]
		if t.v.At <= when && t.prev != nil && (t.v.Phase == Halted) != (t.prev.Phase == Halted) {
			n++
		}
	}
	return n
}

// knownBy counts the writes of the record that whoever sends a request can know of: those before
// the last answer about the record that it has had. Of one that was told nothing, all.
func (h *Past) knownBy(i int) int {
	a := &h.Asks[i]
	for j := i - 1; j >= 0; j-- {
		if b := &h.Asks[j]; b.By == a.By && b.Received != 0 && b.Received <= a.Sent && h.tellsOfRecord(b) {
			return h.writesBy(b.At)
		}
	}
	return h.writesBy(a.Sent)
}

// tellsOfRecord says that an answer told of the record: it was read or written, or awaited.
func (h *Past) tellsOfRecord(a *Ask) bool {
	if len(h.Views) == 0 {
		return false
	}
	record := h.Views[0].Object
	return a.Reply == Done && (a.Verb == "await" || slices.Contains(a.Puts, record)) ||
		a.hasRead(record)
}

// writesBy counts the writes of the record up to some time.
func (h *Past) writesBy(when time.Duration) int {
	return sort.Search(len(h.Views), func(i int) bool { return h.Views[i].At > when })
}
