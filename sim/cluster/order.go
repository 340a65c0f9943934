package cluster

import (
	"fmt"
	"slices"
	"time"

	"pawl/sim"
	"pawl/sim/deploy"
)

// An ordering says in which order requests arrive that contend: of two processes, under way to one
// service at the same time, and about the same thing there. It chooses nothing else, and each of its
// choices is a decision of the link, which could have drawn it. What it draws by itself stands in
// no log: it follows from the seed.
type ordering struct {
	by    deploy.Order
	seed  uint64
	under []underWay
	seen  int // contended requests

	// Of an order by priority.
	ranks map[*sim.Proc]int // of who was in a contest; looked up only
	falls []int             // which contended requests make their process the last, in order
	last  int               // the least rank so far
}

// An underWay is a request that has left and not arrived.
type underWay struct {
	m       *message
	arrives time.Duration
}

// How often a process falls to the last place, and among how many contended requests these
// moments are drawn: about as many as a standard run has.
const (
	rankFalls     = 3
	rankFallsFrom = 200
)

// newOrdering is that of a run; nil where requests take as long as it is drawn.
func newOrdering(by deploy.Order, seed uint64) *ordering {
	if by == deploy.AsDrawn {
		return nil
	}
	o := &ordering{by: by, seed: seed, ranks: map[*sim.Proc]int{}}
	for i := range rankFalls {
		o.falls = append(o.falls, 1+o.draw(fmt.Sprintf("fall/%d", i), rankFallsFrom))
	}
	return o
}

func (o *ordering) draw(what string, n int) int {
	return sim.NewSource(o.seed, "order/"+what).Choose(n)
}

// left notes a request that is under way.
func (o *ordering) left(m *message, arrives time.Duration) {
	if o != nil && !m.reply && len(about(m.x.request)) > 0 {
		o.under = append(o.under, underWay{m, arrives})
	}
}

// place is which of the link's delays a request is to have, if it contends with others.
func (o *ordering) place(m *message, now time.Duration) (delay int, contends bool) {
	if o == nil || m.reply {
		return 0, false
	}
	o.under = slices.DeleteFunc(o.under, func(u underWay) bool { return u.arrives <= now })
	var against []underWay
	for _, u := range o.under {
		if contend(m.x, u.m.x) {
			against = append(against, u)
		}
	}
	if len(against) == 0 {
		return 0, false
	}
	o.seen++
	if o.by == deploy.ByPriority {
		return o.byRank(m, against, now), true
	}
	return o.evenly(against, now), true
}

// byRank lets a request arrive after those of a higher rank, and as soon as it may.
func (o *ordering) byRank(m *message, against []underWay, now time.Duration) int {
	mine := o.rank(m.x.proc)
	if slices.Contains(o.falls, o.seen) {
		o.last--
		mine = o.last
		o.ranks[m.x.proc] = mine
	}
	after := now
	for _, u := range against {
		if o.rank(u.m.x.proc) > mine {
			after = max(after, u.arrives)
		}
	}
	return delayTo(after - now)
}

// rank is that of a process, drawn when it first contends.
func (o *ordering) rank(p *sim.Proc) int {
	r, known := o.ranks[p]
	if !known {
		r = o.draw(fmt.Sprintf("rank/%d", len(o.ranks)), 1<<20)
		o.ranks[p] = r
	}
	return r
}

// evenly lets a request arrive before all that are under way, or after one of them, each as likely.
func (o *ordering) evenly(against []underWay, now time.Duration) int {
	slices.SortStableFunc(against, func(a, b underWay) int { return int(a.arrives - b.arrives) })
	i := o.draw(fmt.Sprintf("place/%d", o.seen), len(against)+1)
	if i == 0 {
		return 0
	}
	return delayTo(against[i-1].arrives - now)
}

// delayTo is the shortest delay that is longer than a time; the longest, if none is.
func delayTo(d time.Duration) int {
	n := 0
	for n < delays-1 && delayOf(n) <= d {
		n++
	}
	return n
}
