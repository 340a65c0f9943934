package checker

import (
	"strings"
	"testing"
)

// TestMalformed: what no request can be is let in, and what just can be is.
func TestMalformed(t *testing.T) {
	trigger := func(change func(g *Trigger)) func(b *builder) {
		return func(b *builder) {
			g := Trigger{Key: "k", Called: b.now, Returned: b.now, Requested: Requested{ID: "t9", Window: "w9", Attempt: 1, Caller: "scheduler", Worker: "w1#1", Outcome: Admitted}}
			change(&g)
			b.h.Triggers = append(b.h.Triggers, g)
		}
	}
	act := func(change func(a *Act)) func(b *builder) {
		return func(b *builder) {
			a := Act{Key: "k", Called: b.now, Returned: b.now, Acted: Acted{ID: "a9", Verb: "halt", Operator: "operator", Reason: "planned", Worker: "w1#1", Outcome: Admitted}}
			change(&a)
			b.h.Acts = append(b.h.Acts, a)
		}
	}
	long := func(n int) string { return strings.Repeat("x", n) }
	for name, c := range map[string]struct {
		do     func(b *builder)
		broken int
	}{
		"a window without a name":           {trigger(func(g *Trigger) { g.Window = "" }), 1},
		"a window with a long name":         {trigger(func(g *Trigger) { g.Window = long(65) }), 1},
		"a window with the longest name":    {trigger(func(g *Trigger) { g.Window = long(64) }), 0},
		"a window of odd letters":           {trigger(func(g *Trigger) { g.Window = "w/1" }), 1},
		"a window of all letters":           {trigger(func(g *Trigger) { g.Window = "aZ09.-_" }), 0},
		"no attempt":                        {trigger(func(g *Trigger) { g.Attempt = 0 }), 1},
		"a long id":                         {trigger(func(g *Trigger) { g.ID = long(513) }), 1},
		"the longest id":                    {trigger(func(g *Trigger) { g.ID = long(512) }), 0},
		"called a duplicate":                {trigger(func(g *Trigger) { g.Window, g.Outcome = "", Duplicate }), 1},
		"refused":                           {trigger(func(g *Trigger) { g.Window, g.Outcome = "", Refused }), 0},
		"not answered":                      {trigger(func(g *Trigger) { g.Window, g.Outcome = "", Unknown }), 0},
		"an act that there is not":          {act(func(a *Act) { a.Verb = "undo" }), 1},
		"an act that there is":              {act(func(a *Act) { a.Verb = "resume" }), 0},
		"an act with a long id":             {act(func(a *Act) { a.ID = long(513) }), 1},
		"an act with the longest id":        {act(func(a *Act) { a.ID = long(512) }), 0},
		"an act with a long reason":         {act(func(a *Act) { a.Reason = long(513) }), 1},
		"an act with the longest reason":    {act(func(a *Act) { a.Reason = long(512) }), 0},
		"an act that there is not, refused": {act(func(a *Act) { a.Verb, a.Outcome = "undo", Refused }), 0},
	} {
		b := bootstrap(1)
		b.pass(ms)
		c.do(b)
		v := s18.of(b.done())
		if got := v.Clauses[s18Malformed].Broken; got != c.broken {
			t.Errorf("%s: broken %d times, want %d: %v", name, got, c.broken, v.Violations)
		}
	}
}
