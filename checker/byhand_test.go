package checker

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// meddles has somebody do something to the record by hand, now, until it is put right.
func (b *builder) meddles(what string, did Deed, lasts time.Duration) *Meddling {
	b.pass(2 * ms)
	b.h.Meddled = append(b.h.Meddled, Meddling{Key: "k", By: "outside", What: what, Did: did, Object: "k/record",
		Revision: b.rec.Revision + 1, At: b.now, Until: b.now + lasts})
	return &b.h.Meddled[len(b.h.Meddled)-1]
}

// toldOf is a halt that people were told of.
func (b *builder) toldOf() {
	b.haltAlone()
	b.h.Pages = []Page{b.page(b.now)}
}

// notice is what people are told of that halts nothing.
func notice(class string, at time.Duration) Page {
	return Page{Key: "k", At: at, Paged: Paged{Notice: true, Halt: Halt{Reason: "gone", Class: class}}}
}

// lost has v1 destroyed by hand, and a node refused it from then on.
func (b *builder) lost(version uint32) {
	m := b.meddles(theMaterial, Destroys, 100*sec)
	m.Version, m.Object = version, ""
	b.pass(sec)
	b.asks("n1#1", Asked{Verb: "fetch", To: "keys", Version: version, Reply: Rejected})
}

// refusedAndAway has a machine be away when a node is refused what was destroyed, and people
// be told only when it is there again.
func refusedAndAway(machine string) func(b *builder) {
	return func(b *builder) {
		b.lost(1)
		b.strike(machine, b.now, b.now+20*sec)
		b.h.Pages = []Page{notice("non-recoverable", b.now+20*sec+b.h.RefusedBound()-ms)}
		b.stay(60 * sec)
	}
}

var byHandAttacks = []attack{
	{"S13: a transition is made on a record that was put back", []string{"S13"}, func() *Past {
		b := old()
		m := b.meddles(theRecord, PutsBack, ms)
		b.admit("w1#1", "d3", 1)
		m.Built = b.rec.Revision
		return b.done()
	}},
}

var byHandLawful = []lawfulCase{
	{"S13: a record was put back, and nobody goes on from it", func() *Past {
		b := old()
		b.meddles(theRecord, PutsBack, 100*sec)
		b.h.Pages = []Page{notice("non-recoverable", b.now+sec)}
		b.pass(sec)
		return b.done()
	}},
	{"S13: an entry is lost, and the next one is made", func() *Past {
		b := old()
		m := b.meddles(anEntry, Deletes, 100*sec)
		m.Object = "k/audit/1"
		b.admit("w1#1", "d3", 1)
		return b.done()
	}},
}

var byHandLive = []liveCase{
	{"people are told of a record that was deleted", "L4", "", func(b *builder) {
		b.meddles(theRecord, Deletes, 100*sec)
		b.h.Pages = []Page{notice("non-recoverable", b.now+b.h.PageBound())}
		b.stay(60 * sec)
	}},
	{"nobody is told of a record that was deleted", "L4", "by hand", func(b *builder) {
		b.meddles(theRecord, Deletes, 100*sec)
		b.stay(60 * sec)
	}},
	{"people are told too late", "L4", "by hand", func(b *builder) {
		b.meddles(theRecord, Garbles, 100*sec)
		b.h.Pages = []Page{notice("non-recoverable", b.now+b.h.PageBound()+ms)}
		b.stay(60 * sec)
	}},
	{"people were told before", "L4", "by hand", func(b *builder) {
		m := b.meddles(theRecord, Garbles, 100*sec)
		b.h.Pages = []Page{notice("non-recoverable", m.At-ms)}
		b.stay(60 * sec)
	}},
	{"people are told of what can be recovered from", "L4", "by hand", func(b *builder) {
		b.meddles(theRecord, PutsBack, 100*sec)
		b.h.Pages = []Page{notice("recoverable", b.now)}
		b.stay(60 * sec)
	}},
	{"nobody is told of a record that is there again before the bound", "L4", "", func(b *builder) {
		b.toldOf()
		b.meddles(theRecord, Deletes, b.h.PageBound()-ms)
		b.stay(60 * sec)
	}},
	{"nobody is told of a record that was never otherwise", "L4", "", func(b *builder) {
		b.toldOf()
		b.meddles(theRecord, PutsBack, 0)
		b.stay(60 * sec)
	}},
	{"nobody is told of an entry that is gone", "L4", "", func(b *builder) {
		b.toldOf()
		b.meddles(anEntry, Deletes, 100*sec)
		b.stay(60 * sec)
	}},
	{"people are told when the way to the pager is open", "L4", "", func(b *builder) {
		b.meddles(theRecord, Deletes, 100*sec)
		b.strike("operator", b.now, b.now+20*sec)
		b.h.Pages = []Page{notice("non-recoverable", b.now+20*sec+b.h.PageBound()-ms)}
		b.stay(60 * sec)
	}},
	{"a node is refused what was destroyed, and nobody is told", "L4", "by hand", func(b *builder) { b.lost(1); b.stay(60 * sec) }},
	{"a node is refused what was destroyed, and people are told", "L4", "", func(b *builder) {
		b.lost(1)
		b.h.Pages = []Page{notice("non-recoverable", b.now+b.h.RefusedBound()-ms)}
		b.stay(60 * sec)
	}},
	{"a node is refused what was destroyed, and people are told when the node is there again", "L4", "", refusedAndAway("n1")},
	{"a node is refused what was destroyed, and people are told when the store is there again", "L4", "", refusedAndAway("store")},
	{"a node is refused what was destroyed, and people are told when the keys are there again", "L4", "", refusedAndAway("keys")},
	{"a node is refused what was destroyed, and people are told when the way to the pager is open", "L4", "", refusedAndAway("operator")},
	{"a node is refused what was destroyed, and a worker is away meanwhile", "L4", "by hand", refusedAndAway("w3")},
	{"a node is refused what nobody uses", "L4", "", func(b *builder) { b.toldOf(); b.lost(7); b.stay(60 * sec) }},
	{"material is destroyed, and no node asks for it", "L4", "", func(b *builder) {
		b.toldOf()
		b.meddles(theMaterial, Destroys, 100*sec).Version = 1
		b.stay(60 * sec)
	}},
	{"a node is refused what was destroyed, and ends", "L4", "", func(b *builder) {
		b.toldOf()
		b.lost(1)
		b.h.Starts = []Start{{"n1", "n1#1", 0, b.now + sec}}
		b.stay(60 * sec)
	}},
}

// hands is a log in which somebody writes by hand.
func hands() *log {
	l := &log{h: &History{Engine: "e", Keys: []string{"k"}, Offers: everything, Policy: testPolicy, Machines: []Machine{{"outside", OutsideDuty, ""}, {"w1", WorkerDuty, ""}}}}
	l.record("w1#1", Intent, 1)
	l.note("k", "w1#1", &Wrote{Object: "k/audit/1", Value: []byte("e1"), Says: Says{Entry: &Entry{Seq: 1}}})
	l.alongside()
	l.note("k", "n1#1", &Leased{Lease: 7, Did: LeaseGranted, TTL: sec})
	l.note("k", "n1#1", &Wrote{Object: "k/s1", Value: []byte("s1"), Lease: 7, Says: Says{Stamp: &Stamp{Node: "n1", Incarnation: "n1#1", Rev: 1}}})
	return l
}

func (l *log) record(actor string, phase Phase, n uint64) {
	l.note("k", actor, &Wrote{Object: "k/record", Value: []byte(fmt.Sprint(phase, n)), Says: Says{Record: &Record{Phase: phase, Rev: n}}})
}

// ofHands is what a history says of what was done by hand, and how many views there are.
func ofHands(l *log) string {
	l.h.End = l.now + 10
	p := Derive(l.h)
	var all []string
	for _, m := range p.Meddled {
		s := fmt.Sprintf("%s %s", m.What, m.Did)
		switch m.Until {
		case l.h.End:
		case m.At:
			s += ", nothing new"
		default:
			s += fmt.Sprintf(" until %d", m.Until/10)
		}
		if m.Built != 0 {
			s += fmt.Sprintf(", built on at %d", m.Built)
		}
		all = append(all, s)
	}
	stands := 0
	for _, g := range p.Stamps {
		if g.Until == l.h.End {
			stands++
		}
	}
	return fmt.Sprintf("%s; %d views, %d stamps stand, %d effects", strings.Join(all, ", "), len(p.Views), stands, len(p.Effects))
}

// What is done by hand makes no view, ends no stamp and is no effect; it lasts until somebody
// writes there again.
func TestWhatIsDoneByHand(t *testing.T) {
	gone := func(l *log, actor, object string) { l.note("k", actor, &Wrote{Object: object, Deleted: true}) }
	junk := func(l *log, object string) { l.note("k", "outside", &Wrote{Object: object, Value: []byte("junk")}) }
	for _, c := range []struct {
		name, want string
		do         func(l *log)
	}{
		{"nothing", "; 1 views, 1 stamps stand, 0 effects", func(*log) {}},
		{"the record deleted", "the record deleted; 1 views, 1 stamps stand, 0 effects", func(l *log) { gone(l, "outside", "k/record") }},
		{"deleted by the engine", "; 2 views, 1 stamps stand, 0 effects", func(l *log) { gone(l, "w1#1", "k/record") }},
		{"deleted, and gone on from", "the record deleted until 5, built on at 5; 2 views, 1 stamps stand, 0 effects", func(l *log) {
			gone(l, "outside", "k/record")
			l.record("w1#1", Intent, 2)
		}},
		{"deleted, and halted over it", "the record deleted; 1 views, 1 stamps stand, 0 effects", func(l *log) {
			gone(l, "outside", "k/record")
			l.record("w1#1", Halted, 2)
			l.note("k", "w1#1", &Wrote{Object: "k/audit/2", Value: []byte("e2"), Says: Says{Entry: &Entry{Seq: 2}}})
			l.alongside()
		}},
		{"put back, and put right", "the record put back until 5, the record put back, nothing new; 1 views, 1 stamps stand, 0 effects", func(l *log) {
			l.record("outside", Intent, 0)
			l.record("outside", Intent, 1)
		}},
		{"garbled twice", "the record garbled until 5, the record deleted; 1 views, 1 stamps stand, 0 effects", func(l *log) {
			junk(l, "k/record")
			gone(l, "outside", "k/record")
		}},
		{"an entry", "an entry garbled; 1 views, 1 stamps stand, 0 effects", func(l *log) { junk(l, "k/audit/1") }},
		{"a stamp, and again by its node", "a stamp garbled until 5, built on at 5; 1 views, 1 stamps stand, 0 effects", func(l *log) {
			junk(l, "k/s1")
			l.note("k", "n1#1", &Wrote{Object: "k/s1", Value: []byte("s1"), Lease: 7, Says: Says{Stamp: &Stamp{Node: "n1", Incarnation: "n1#1", Rev: 1}}})
		}},
		{"a stamp until its lease ends", "a stamp deleted until 5; 1 views, 0 stamps stand, 0 effects", func(l *log) {
			gone(l, "outside", "k/s1")
			l.note("", "store", &Leased{Lease: 7, Did: LeaseExpired})
		}},
		{"a stamp, and another lease ends", "a stamp deleted; 1 views, 1 stamps stand, 0 effects", func(l *log) {
			gone(l, "outside", "k/s1")
			l.note("k", "n1#1", &Leased{Lease: 8, Did: LeaseGranted, TTL: sec})
			l.note("", "store", &Leased{Lease: 8, Did: LeaseExpired})
		}},
		{"what the engine tells nothing of", "; 1 views, 1 stamps stand, 0 effects", func(l *log) { junk(l, "k/other") }},
		{"material", "material destroyed; 1 views, 1 stamps stand, 1 effects", func(l *log) {
			l.note("k", "outside", &Outside{Kind: Destroy, Version: 1, Accepted: true, Made: true})
			l.note("k", "w1#1", &Outside{Kind: Destroy, Version: 1, Accepted: true})
		}},
	} {
		l := hands()
		c.do(l)
		if got := ofHands(l); got != c.want {
			t.Errorf("%s:\n %s\nwant\n %s", c.name, got, c.want)
		}
	}
}

// What was done by hand to the anchor excuses what is issued under it, and to another key
// nothing.
func TestWhoIsTouchedByHand(t *testing.T) {
	for _, c := range []struct {
		name   string
		p      Past
		change func(m *Meddling)
		want   string
	}{
		{"the record", Past{}, func(m *Meddling) {}, "[store]"},
		{"an entry", Past{}, func(m *Meddling) { m.What = anEntry }, "[]"},
		{"what was never otherwise", Past{}, func(m *Meddling) { m.Until = m.At }, "[]"},
		{"material", Past{}, func(m *Meddling) { m.What, m.Did = theMaterial, Destroys }, "[keys]"},
	} {
		c.p.History = &History{Machines: []Machine{{"store", StoreDuty, ""}, {"keys", KeysDuty, ""}, {"n1", NodeDuty, "a"}}}
		m := Meddling{What: theRecord, Did: Deletes, At: sec, Until: 2 * sec}
		c.change(&m)
		for _, above := range []bool{false, true} {
			if c.p.Meddled, c.p.above = []Meddling{m}, nil; above {
				c.p.Meddled, c.p.above = nil, []Meddling{m}
			}
			var on []string
			for _, x := range c.p.meddlings() {
				on = append(on, x.on...)
			}
			if slices.Sort(on); fmt.Sprint(on) != c.want {
				t.Errorf("%s: %v are touched, want %s", c.name, on, c.want)
			}
		}
	}
}
