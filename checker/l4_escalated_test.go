package checker

import "testing"

// TestNodesThatAreNamedAreTold: what the audit says of a node that has not erased, people hear too.
func TestNodesThatAreNamedAreTold(t *testing.T) {
	for _, c := range []struct {
		name, note, told string
		version          uint32
		nodes            []string
		trouble, fires   bool
	}{
		{"nobody is told", "erasure not confirmed by n1", "", 0, nil, false, true},
		{"they are told", "erasure not confirmed by n1", "erasure not confirmed by n1", 1, []string{"n1"}, false, false},
		{"they are told of one of two", "erasure not confirmed by n1, n2", "erasure not confirmed by n2", 1, []string{"n2"}, false, true},
		{"they are told in words alone", "erasure not confirmed by n1", "erasure not confirmed by n1", 1, nil, false, true},
		{"they are told of one of two as where, and of both in words", "erasure not confirmed by n1, n2", "erasure not confirmed by n1, n2", 1, []string{"n2"}, false, true},
		{"they are told of another version", "erasure not confirmed by n1", "erasure not confirmed by n1", 2, []string{"n1"}, false, true},
		{"they are told of more than the note names", "erasure not confirmed by n1", "erasure not confirmed by n1, n2", 1, []string{"n1", "n2"}, false, false},
		{"the pager was away", "erasure not confirmed by n1", "", 0, nil, true, false},
		{"nobody is named", "", "", 0, nil, false, false},
	} {
		b := ready()
		from := b.now
		b.retire("w1#1", 1)
		if c.told != "" {
			b.h.Pages = append(b.h.Pages, Page{Key: "k", At: b.now - ms, Paged: Paged{Notice: true, Halt: Halt{Reason: c.told}, Version: c.version, Nodes: c.nodes}})
		}
		if c.trouble {
			b.strike("operator", from, b.now)
		}
		b.pass(b.h.PageBound() + sec)
		h := b.done()
		noteAll(h, c.note)
		if got := clauseFired(h, "L4", "escalated"); got != c.fires {
			t.Errorf("%s: fired %t, want %t", c.name, got, c.fires)
		}
	}
}

// TestTheAuditSaysWhy: of a halt, and of nothing else.
func TestTheAuditSaysWhy(t *testing.T) {
	for _, c := range []struct {
		name, note, of string
		fires          bool
	}{
		{"it says why", "mint failed", Halted, false},
		{"it does not", "", Halted, true},
		{"of what is no halt it says nothing", "", Staged, false},
	} {
		b := ready()
		b.admit("w1#1", "d2", 1)
		b.halt("w1#1")
		h := b.done()
		for i := range h.Views {
			for k := range h.Views[i].Audit {
				if e := &h.Views[i].Audit[k]; e.Transition == c.of {
					e.Body = e.noting(c.note)
				}
			}
		}
		if got := clauseFired(h, "L4", "recorded"); got != c.fires {
			t.Errorf("%s: fired %t, want %t", c.name, got, c.fires)
		}
	}
}
