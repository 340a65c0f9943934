package checker

import (
	"slices"
	"time"
)

var l3 = Invariant{"L3",
	"Every UNAVAILABLE has a cause; fail-closed time per rotation is bounded; attempts are bounded by policy; an outage of the store shorter than half of the open lease makes no open UNAVAILABLE; the fleet's stamps don't all end at one moment.",
	[]Clause{
		{"opens", "An open is UNAVAILABLE only while, or shortly after, a fault bit the node, the store, the key service or the way between, or the node has just started."},
		{"seals", "So is a seal, or else it falls into the gap of a rotation."},
		{"gap", "A rotation keeps the fleet from sealing no longer than the bound."},
		{"undrained", "A rotation gives sealing back no more often than policy has attempts, or that often again since it was resumed."},
		{"attempts", "What was rejected for good, and what the key service does not do for a worker, is not asked for more often than policy's attempts without a halt; by a node, in one seal lease."},
		{"requests", "No process asks more in a second than what happens gives it cause for."},
		{"outage", "An outage of the store shorter than half of the open lease makes no open UNAVAILABLE."},
		{"extended", "While a version is being published, halted or not, trouble with the key service makes no open UNAVAILABLE at a node that had a stamp when that began."},
		{"spread", "At rest, the stamps of a fleet do not all end at one moment."},
	}, judgeL3}

const (
	l3Opens clause = iota
	l3Seals
	l3Gap
	l3Undrained
	l3Attempts
	l3Requests
	l3Outage
	l3Extended
	l3Spread
)

// L3: nobody is turned away for nothing, and nothing is asked for without end.
func judgeL3(t *tally, h *Past) {
	t.skip("nobody was turned away, and nothing was asked of anybody")
	requests(t, h)
	attempts(t, h)
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	l := newBlame(h)
	l.opens(t)
	l.seals(t)
	sealGaps(t, h)
	undrained(t, h)
	spread(t, h)
}

// undrained counts how often each rotation gives sealing back, to drain once more: each time
// the fleet seals nothing for a while.
func undrained(t *tally, h *Past) {
	rotation, n, told := "", 0, false
	for i := range h.replayed.turns {
		x := &h.replayed.turns[i]
		if x.prev == nil {
			continue
		}
		did := x.v.step(x.prev)
		if x.v.Rotation != rotation || did == resuming {
			rotation, n, told = x.v.Rotation, 0, false
		}
		if did != undraining {
			continue
		}
		t.judged(l3Undrained)
		n++
		if attempts := h.of(x.v.By).Attempts; n > attempts && !told {
			told = true
			t.add(l3Undrained, x.v.At, citing(x.prev, x.v), "%s gave sealing back at %s, revision %d, for the %s time in rotation %s; policy has %s",
				x.v.By, at(x.v.At), x.v.Revision, ordinal(n), rotation, many(attempts, "attempt"))
		}
	}
}

// blame finds out why somebody was turned away.
type blame struct {
	h     *Past
	gaps  map[string][]interval // in which nodes of a pool need not seal; looked up only
	nodes map[string]*troubles  // looked up only
	away  trouble               // of the store as a whole

	published []*View                // where publishings begin and end; nil: not asked for yet
	stamps    [2]map[string][]*Grant // to open and to seal, of each incarnation, in the order of time; looked up only
}

func newBlame(h *Past) *blame {
	return &blame{h: h, gaps: map[string][]interval{}, nodes: map[string]*troubles{}, away: h.outages(true, "")}
}

// troubles is what kept one node from serving.
type troubles struct {
	any    trouble
	others trouble         // but of the store as a whole
	kept   trouble         // of the node, the store and the way between; nil: not asked for yet
	starts []time.Duration // of the node
}

func (b *blame) of(node string) *troubles {
	if x := b.nodes[node]; x != nil {
		return x
	}
	x := &troubles{any: b.h.serving(node), others: b.h.outages(false, node)}
	for i := range b.h.Starts {
		if b.h.Starts[i].Machine == node {
			x.starts = append(x.starts, b.h.Starts[i].From)
		}
	}
	b.nodes[node] = x
	return x
}

// excused says that a node may turn somebody away at some time: there was trouble no
// longer ago than it may take to serve again, or it started then; and it has not been
// granted a stamp since, which would show that it was over it.
func (b *blame) excused(node, incarnation string, sealing bool, when time.Duration) bool {
	x := b.of(node)
	last, ever := x.any.last(when)
	for _, s := range x.starts {
		if s <= when && (!ever || s > last) {
			last, ever = s, true
		}
	}
	return ever && last >= when-b.h.ServeBound() && !b.over(b.stampsOf(incarnation, sealing), last, when)
}

// stampsOf are the stamps of one kind of an incarnation. Few runs ask for any.
func (b *blame) stampsOf(incarnation string, sealing bool) []*Grant {
	kind := 0
	if sealing {
		kind = 1
	}
	if b.stamps[kind] == nil {
		b.stamps[kind] = b.h.stampsOf(sealing)
	}
	return b.stamps[kind][incarnation]
}

// over says that one of the stamps stands at some time, was sent for after the trouble had
// ended, and must have been heard of.
func (b *blame) over(stamps []*Grant, trouble, when time.Duration) bool {
	return slices.ContainsFunc(stamps, func(g *Grant) bool {
		return g.Asked > trouble && g.At+b.h.calls(1) <= when && when <= g.Until-b.h.margin(g.TTL)
	})
}

// margin is by how much a node may count a lease shorter than the store does.
func (h *History) margin(ttl time.Duration) time.Duration {
	return h.drifted(ttl) - ttl + h.Policy.Emission + h.calls(1)
}

func (b *blame) opens(t *tally) {
	bootstrap := b.h.bootstrap()
	for i := range b.h.Opens {
		o := &b.h.Opens[i]
		if o.Relying || o.Answer == Lost {
			continue
		}
		t.judged(l3Opens)
		b.outage(t, o)
		b.extended(t, o)
		if o.Answer != Unavailable || b.inGap(bootstrap, o.Emitted) || b.excused(o.Node, o.Incarnation, false, o.Emitted) {
			continue
		}
		t.add(l3Opens, o.Emitted, citing(o), "%s could not open #%d under v%d at %s (%s): no fault bit it, the store, the key service or the way between in the %s before, or it had a stamp since; and it had not just started",
			who(o.Node, o.Incarnation), o.ID, o.Version, at(o.Emitted), o.Why, at(b.h.ServeBound()))
	}
}

func (b *blame) seals(t *tally) {
	for i := range b.h.Denials {
		d := &b.h.Denials[i]
		t.judged(l3Seals)
		if b.inGap(b.gapsOf(b.h.pools[d.Node]), d.At) || b.excused(d.Node, d.Incarnation, true, d.At) || b.h.usedUp(d.At) || b.h.dying(d.At) {
			continue
		}
		t.add(l3Seals, d.At, b.h.citeAt(d.At), "%s did not seal at %s (%s): no fault bit it, the store, the key service or the way between in the %s before, or it had a stamp since; it had not just started, and no rotation was draining",
			who(d.Node, d.Incarnation), at(d.At), d.Why, at(b.h.ServeBound()))
	}
}

func (b *blame) gapsOf(pool string) []interval {
	if _, known := b.gaps[pool]; !known {
		b.gaps[pool] = b.h.gaps(pool)
	}
	return b.gaps[pool]
}

func (b *blame) inGap(gaps []interval, when time.Duration) bool {
	return slices.ContainsFunc(gaps, func(g interval) bool { return g.from <= when && when <= g.to })
}

// outage demands that no open is turned away for the store alone, when that was away for
// less than half of the open lease.
func (b *blame) outage(t *tally, o *Open) {
	if len(b.away) == 0 {
		return
	}
	x, from := b.of(o.Node), o.Emitted-b.h.ServeBound()
	away := b.outageBy(o.Emitted)
	// Who had yet to be granted a first stamp when the store went away had none to live on.
	recent := func(s time.Duration) bool { return min(from, away.from-b.h.GrantBound()) <= s && s <= o.Emitted }
	bootstrap := b.h.bootstrap()
	if away == (interval{}) || away.to < from || away.to-away.from+b.h.detection() >= b.h.Policy.OpenLease/2 ||
		slices.ContainsFunc(x.starts, recent) || x.others.within(min(from, away.from), o.Emitted) || b.inGap(bootstrap, o.Emitted) || b.inGap(bootstrap, away.from) {
		return
	}
	t.judged(l3Outage)
	if o.Answer == Unavailable {
		t.add(l3Outage, o.Emitted, citing(o), "%s could not open #%d under v%d at %s (%s); all that was wrong was that the store was away from %s to %s, which is less than half of the open lease of %s",
			who(o.Node, o.Incarnation), o.ID, o.Version, at(o.Emitted), o.Why, at(away.from), at(away.to), at(b.h.Policy.OpenLease))
	}
}

// detection is how long a node may take to see that the store is back: the call that was
// under way, and a thirty-second of the lease until it tries again.
func (h *Past) detection() time.Duration { return h.calls(1) + h.Policy.OpenLease/32 }

// outageBy is the outage of the store that began last by some time. Outages with less
// between them than it takes to renew everything are one.
func (b *blame) outageBy(by time.Duration) (last interval) {
	between := b.h.Policy.OpenLease / 2
	for _, s := range b.away {
		if s.from > by {
			break
		}
		if last == (interval{}) || s.from-last.to > between {
			last.from = s.from
		}
		last.to = min(s.to, by)
	}
	return last
}

// outages are the times in which the store as a whole was struck, or in which anything else
// was that a node needs.
func (h *Past) outages(ofStore bool, node string) (all trouble) {
	duties := h.duty
	for i := range h.touches {
		t := &h.touches[i]
		whole := len(t.on) == 1 && duties[t.on[0]] == StoreDuty
		if whole == ofStore && t.among(func(m string) bool { return m == node || duties[m] == StoreDuty || duties[m] == KeysDuty }) {
			all = all.and(t.interval)
		}
	}
	return all
}

// bootstrap is the time before a node could have had its first stamp.
func (h *Past) bootstrap() []interval {
	v := h.firstActive()
	if v == nil {
		return []interval{{0, h.End}}
	}
	return []interval{{0, v.At + h.GrantBound()}}
}

// gaps are when no node of a pool need seal: before there is a version, and from each
// DRAINING, and from each write that makes another version the active one, and as long as the
// pool is not let in to seal under that, until nodes have had time to be granted what follows
// it.
func (h *Past) gaps(pool string) []interval {
	all := h.bootstrap()
	turns := h.replayed.turns
	for i := range turns {
		v, prev := turns[i].v, turns[i].prev
		if v.Phase == Draining || v.keepsFromSealing(pool) {
			all = append(all, interval{v.early(), h.ended(turns[i+1:]) + h.GrantBound()})
		} else if prev != nil && v.Active != prev.Active {
			all = append(all, interval{v.early(), v.At + h.GrantBound()})
		}
	}
	return all
}

// ended is when the first of some turns came about; the end of the history if there is none.
func (h *Past) ended(turns []turn) time.Duration {
	if len(turns) == 0 {
		return h.End
	}
	return turns[0].v.At
}

// sealGaps measures for how long each rotation kept the fleet from sealing.
func sealGaps(t *tally, h *Past) {
	bound := h.GapBound()
	var trouble trouble
	turns := h.replayed.turns
	for i := range turns {
		if !turns[i].enters(Draining) {
			continue
		}
		if trouble == nil {
			trouble = h.troubleOn(StoreDuty, KeysDuty, NodeDuty, WorkerDuty).withAll(nil)
		}
		k := i
		for k < len(turns) && turns[k].v.Phase == Draining {
			k++
		}
		v, to := turns[i].v, h.ended(turns[k:])
		longest, _ := trouble.clock(0, v.At, to)
		if k == len(turns) && longest <= bound {
			continue
		}
		t.judged(l3Gap)
		if longest > bound {
			t.add(l3Gap, to, citing(v), "rotation %s kept the fleet from sealing from %s, revision %d, to %s, for %s of it without a fault; %s is allowed",
				v.Rotation, at(v.At), v.Revision, at(to), at(longest), at(bound))
		}
	}
}
