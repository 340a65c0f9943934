package checker

import (
	"fmt"
	"slices"
	"sort"
	"time"
)

var s11 = Invariant{"S11",
	"No stamp is granted or renewed below target; no node answers below floor, without an unexpired stamp, or on another incarnation's.",
	[]Clause{
		{"granted", "No stamp is granted or kept alive below target."},
		{"content", "No stamp is of a revision that is not there yet, or allows what its record does not."},
		{"ends", "No stamp stands much longer than its lease, unless it is kept alive; what keeps it is judged as a grant."},
		{"answered", "Each answer has a stamp that stood, was not below the floor, and allowed it."},
		{"put back", "When the store was put back to an older copy, no stamp is granted any more."},
	}, judgeS11}

const (
	s11Granted clause = iota
	s11Content
	s11Ends
	s11Answered
	s11PutBack
)

// S11: nodes serve under current stamps only. Grants are held to the target,
// which a barrier raises first; answers to the floor, which it leaves behind.
func judgeS11(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	if !h.Offers.Stamps {
		t.skip(noStamps)
		return
	}
	if len(h.Stamps) == 0 {
		t.skip("no stamp was granted")
		return
	}
	grantedBelowTarget(t, h)
	ends(t, h)
	ungranted(t, h)
	for i := range h.Seals {
		s := &h.Seals[i]
		answerUnderStamp(t, h, answer{"sealed", s.Node, s.Incarnation, s.ID, s.Version, s.StampRev, s.Emitted, true, s})
	}
	for i := range h.Opens {
		o := &h.Opens[i]
		if !o.Relying && (o.Answer == Right || o.Answer == Wrong) {
			answerUnderStamp(t, h, answer{"answered open", o.Node, o.Incarnation, o.ID, o.Version, o.Rev, o.Emitted, false, o})
		}
	}
}

// A server is one incarnation of one node, with one kind of right.
type server struct {
	node, incarnation string
	sealing           bool
}

// servers holds, for each server, its stamps in the order of time.
type servers struct {
	ids   []server
	nums  map[server]int // of each of them, looked up only
	list  [][]*Grant
	after []int // the server whose stamp came after this one's, the last time
	last  int
}

func stampsByServer(stamps []Grant) servers {
	ss := servers{nums: make(map[server]int, 32)}
	place := make([]int32, len(stamps))
	count := make([]int, 0, 32)
	for i := range stamps {
		k := ss.place(&stamps[i])
		if k == len(count) {
			count = append(count, 0)
		}
		count[k]++
		place[i] = int32(k)
	}
	room := make([]*Grant, len(stamps)) // shared out among the servers
	ss.list = make([][]*Grant, len(count))
	for k, n := range count {
		ss.list[k], room = room[:0:n], room[n:]
	}
	for i := range stamps {
		ss.list[place[i]] = append(ss.list[place[i]], &stamps[i])
	}
	return ss
}

// place returns the number of the server that s is of. Nodes renew in turn, so
// that a guess is nearly always right; what it saves is to hash two strings for
// each stamp.
func (ss *servers) place(s *Grant) int {
	k := 0
	if len(ss.ids) > 0 {
		k = ss.after[ss.last]
	}
	if len(ss.ids) == 0 || !ss.ids[k].has(s) {
		k = ss.number(server{s.Node, s.Incarnation, s.Sealing})
	}
	ss.after[ss.last], ss.last = k, k
	return k
}

// number is the number of a server, which it is given if it has none.
func (ss *servers) number(id server) int {
	k, has := ss.nums[id]
	if !has {
		k = len(ss.ids)
		ss.nums[id] = k
		ss.ids = append(ss.ids, id)
		ss.after = append(ss.after, 0)
	}
	return k
}

func (id *server) has(s *Grant) bool {
	return id.sealing == s.Sealing && id.incarnation == s.Incarnation && id.node == s.Node
}

// of returns the stamps of one server, in the order of time.
func (ss *servers) of(id server) []*Grant {
	if k, has := ss.nums[id]; has {
		return ss.list[k]
	}
	return nil
}

// grantedBelowTarget walks each server's stamps beside the views.
func grantedBelowTarget(t *tally, h *Past) {
	for _, stamps := range h.servers.list {
		next := 0
		for k, s := range stamps {
			for next < len(h.Views) && h.Views[next].Revision <= s.Revision {
				next++
			}
			if next > 0 {
				t.judged(s11Granted)
			}
			if next == 0 {
				continue
			}
			if s.Kept && h.duty[machineOf(s.By)] == StoreDuty { // a store that begins anew lets all leases live on
				continue
			}
			v := &h.Views[next-1]
			extension := extends(v, stamps, k)
			if !extension {
				t.judged(s11Content)
				if h.admits(v) {
					content(t, s, v, h.pools[s.Node])
				}
			}
			if s.Rev < v.Target && !extension {
				t.add(s11Granted, s.At, citing(v, s), "%s was granted a stamp of rev %d at %s, revision %d; the target was %d since %s, revision %d (%s)",
					who(s.Node, s.Incarnation), s.Rev, at(s.At), s.Revision, v.Target, at(v.At), v.Revision, v.Phase)
			}
		}
	}
}

// lateStore is how late a store may be to end a lease that has run out.
const lateStore = 2 * time.Second

// ends demands of each stamp that it does not outlive its lease. Only a store that a
// fault has kept from its work may let it.
func ends(t *tally, h *Past) {
	for i := range h.Stamps {
		s := &h.Stamps[i]
		lease := h.Policy.OpenLease
		if s.Sealing {
			lease = h.Policy.SealLease
		}
		t.judged(s11Ends)
		most := lease + h.drift(lease) + lateStore
		if h.over(s)-s.At > most && !h.struck("store", s.At, s.Until) {
			t.add(s11Ends, s.At+most, citing(s), "the stamp of %s, of rev %d, stood %s, revision %d, under a lease of %s that nobody was seen to keep alive",
				who(s.Node, s.Incarnation), s.Rev, span(s.At, s.Until), s.Revision, lease)
		}
	}
}

// drift is the most by which a clock can be off after d.
func (h *History) drift(d time.Duration) time.Duration {
	return d/1_000_000*time.Duration(h.Policy.DriftPPM) + time.Duration(h.Policy.DriftPPM)
}

// struck says that a fault was in force on a machine in a stretch of time.
func (p *Past) struck(machine string, from, to time.Duration) bool {
	return slices.ContainsFunc(p.Faults, func(f Fault) bool {
		return f.Injected && f.From <= to && from <= f.To && slices.Contains(f.On, machine)
	})
}

// admits says that it is known whom a record lets in: where not all pools are, which a node is
// of has to be seen.
func (h *History) admits(v *View) bool { return len(v.Reached) == 0 || h.sees(Pools) }

// content demands that a stamp allows nothing but what the record that it was granted
// under does.
func content(t *tally, s *Grant, v *View, pool string) {
	switch {
	case s.Kept: // what it says was judged when it was written
	case s.Rev > v.Rev:
		t.add(s11Content, s.At, citing(v, s), "%s was granted a stamp of rev %d at %s, revision %d; the record was at %d",
			who(s.Node, s.Incarnation), s.Rev, at(s.At), s.Revision, v.Rev)
	case s.Sealing && s.Seal != 0 && s.Seal != v.maySeal(pool):
		t.add(s11Content, s.At, citing(v, s), "%s was granted a stamp to seal under v%d at %s, revision %d; the record (%s, active v%d) allowed %s",
			who(s.Node, s.Incarnation), s.Seal, at(s.At), s.Revision, v.effective(), v.Active, (&Stamp{Sealing: true, Seal: v.maySeal(pool)}).allowed())
	case !s.Sealing:
		for _, n := range s.Opens {
			if ver := v.version(n); ver == nil || !v.mayOpen(ver, pool) {
				t.add(s11Content, s.At, citing(v, s), "%s was granted a stamp to open v%d at %s, revision %d; the record (%s) allowed %s",
					who(s.Node, s.Incarnation), n, at(s.At), s.Revision, v.effective(), versions(v.opens(pool)))
			}
		}
	}
}

// extends is the one exception: while a version is being published, a stamp that
// is alive may be kept alive as it is, so that a node slow to load the version
// goes on serving.
func extends(v *View, stamps []*Grant, k int) bool {
	if v.effective() != Published || k == 0 {
		return false
	}
	before, s := stamps[k-1], stamps[k]
	return before.Rev == s.Rev && before.Seal == s.Seal && slices.Equal(before.Opens, s.Opens) && before.Until >= s.At
}

// An answer is a seal or an open that left a node.
type answer struct {
	did               string
	node, incarnation string
	id                int
	version           uint32
	rev               uint64 // that the node says it answered under
	emitted           time.Duration
	sealing           bool
	is                citable
}

// answerUnderStamp holds an answer to the stamps of its node's incarnation that
// the store had when the answer was checked, at most δ before it left, and not to
// what the node says of them. Its own word only tells against it. What the stamp
// allowed may change on the answer's way out; the lease must cover the way.
func answerUnderStamp(t *tally, h *Past, a answer) {
	t.judged(s11Answered)
	if a.rev == 0 {
		t.add(s11Answered, a.emitted, citing(a.is), "%s %s #%d at %s without a stamp", who(a.node, a.incarnation), a.did, a.id, at(a.emitted))
		return
	}
	checked := a.emitted - h.Policy.Emission
	floor, revision := uint64(0), int64(0)
	var v *View
	if x := h.replayed.floorsAt(checked); x != nil {
		v = x.v
		if floor, revision = x.floor, v.Revision; a.sealing {
			floor = x.sealFloor
		}
	}
	if a.rev < floor {
		t.add(s11Answered, a.emitted, citing(v, a.is), "%s %s #%d at %s under a stamp of rev %d; the floor was %d (revision %d)",
			who(a.node, a.incarnation), a.did, a.id, at(a.emitted), a.rev, floor, revision)
		return
	}
	switch last, stood, fits := a.under(h.servers.of(server{a.node, a.incarnation, a.sealing}), checked, floor); {
	case stood && fits:
	case !stood:
		t.add(s11Answered, a.emitted, citing(a.is), "%s %s #%d at %s under a stamp of rev %d; no stamp of that incarnation stood",
			who(a.node, a.incarnation), a.did, a.id, at(a.emitted), a.rev)
	case last.Rev < floor:
		t.add(s11Answered, a.emitted, citing(last, v, a.is), "%s %s #%d at %s, and says under a stamp of rev %d; the one that stood was of rev %d, and the floor was %d (revision %d)",
			who(a.node, a.incarnation), a.did, a.id, at(a.emitted), a.rev, last.Rev, floor, revision)
	default:
		t.add(s11Answered, a.emitted, citing(last, a.is), "%s %s #%d under v%d at %s; the stamp of rev %d that stood since %s, revision %d, allowed %s",
			who(a.node, a.incarnation), a.did, a.id, a.version, at(a.emitted), last.Rev, at(last.At), last.Revision, last.allowed())
	}
}

// under says whether any stamp stood when the answer left, and whether one that
// stood at some moment since the check is not below the floor and allows it. It
// returns the last that did. Each stamp of a server ends when the next one
// replaces it, so that the search is short.
func (a *answer) under(stamps []*Grant, checked time.Duration, floor uint64) (last *Grant, stood, fits bool) {
	i := sort.Search(len(stamps), func(i int) bool { return stamps[i].At > a.emitted })
	for i--; i >= 0 && !(stood && fits); i-- {
		s := stamps[i]
		if s.Until < checked {
			continue
		}
		if last == nil {
			last = s
		}
		stood = stood || s.Until >= a.emitted
		fits = fits || s.Rev >= floor && a.allowedBy(stamps, i)
	}
	return last, stood, fits
}

// allowedBy says that stamp i allows the answer. A node that has sent for its next
// stamp already opens what that one adds, since the store may count it before the
// reply is back.
func (a *answer) allowedBy(stamps []*Grant, i int) bool {
	if a.sealing {
		return stamps[i].Seal == a.version
	}
	return slices.Contains(stamps[i].Opens, a.version) ||
		i+1 < len(stamps) && slices.Contains(stamps[i+1].Opens, a.version)
}

// allowed tells in words what a stamp allows.
func (s *Stamp) allowed() string {
	switch {
	case !s.Sealing:
		return "to open " + versions(s.Opens)
	case s.Seal == 0:
		return "no sealing"
	}
	return fmt.Sprintf("to seal under v%d", s.Seal)
}
