package exhaust

import (
	"slices"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
	"pawl/engine/reference"
)

// Pruning that is wrong is noticed: classes of first events that are not alike, a second
// event that is left out, and one that is in force already when the first one bites.
func TestAuditFindsWrongPruning(t *testing.T) {
	lengthy.Only(t, "some thousand runs")
	x := &Pairs{Exhaustion: Exhaustion{Subject: Small(), Engine: reference.Engine(), Seed: 1}, Kinds: []string{"pause", "partition", "lose-reply"}, Audit: 60}
	whole, _, err := x.prepare(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if a, err := x.audit(t.Context(), whole); err != nil || len(a.differs) > 0 || a.same != x.Audit {
		t.Fatalf("before it is spoilt: %+v, %v", a, err)
	}
	for name, spoil := range map[string]func(p *pairPlan){
		"another's row": func(p *pairPlan) {
			for i := range p.stands {
				p.stands[i] = min(p.stands[i], 0)
			}
		},
		"no second": func(p *pairPlan) {
			for i := range p.firsts {
				p.firsts[i].bites = p.firsts[i].to
			}
		},
		"none in force": func(p *pairPlan) {
			for i := range p.rows {
				p.rows[i].silent = nil
			}
		},
		"bites without effect": func(p *pairPlan) {
			for i := range p.firsts {
				p.firsts[i].trace = p.firsts[0].trace
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, x := *whole, *x
			p.firsts, p.rows, p.stands = slices.Clone(p.firsts), slices.Clone(p.rows), slices.Clone(p.stands)
			if name == "none in force" {
				x.Audit = 300 // it is seldom so
			}
			spoil(&p)
			if a, err := x.audit(t.Context(), &p); err != nil || len(a.differs) == 0 {
				t.Errorf("it is not noticed: %+v, %v", a, err)
			}
		})
	}
}
