package checker

import "testing"

// TestNodesThatAreNamedAreTold: what the audit says of a node that has not erased, people hear too.
func TestNodesThatAreNamedAreTold(t *testing.T) {
	for _, c := range []struct {
		name, note, told string
		trouble, fires   bool
	}{
		{"nobody is told", "erasure not confirmed by n1", "", false, true},
		{"they are told", "erasure not confirmed by n1", "erasure not confirmed by n1", false, false},
		{"they are told of one of two", "erasure not confirmed by n1, n2", "erasure not confirmed by n2", false, true},
		{"the pager was away", "erasure not confirmed by n1", "", true, false},
		{"nobody is named", "", "", false, false},
	} {
		b := ready()
		from := b.now
		b.retire("w1#1", 1)
		if c.told != "" {
			b.h.Pages = append(b.h.Pages, Page{Key: "k", At: b.now - ms, Paged: Paged{Notice: true, Halt: Halt{Reason: c.told}}})
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
