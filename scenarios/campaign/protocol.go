package campaign

import (
	"fmt"
	"math/big"

	"pawl/checker/model"
	"pawl/reports"
)

// nextTold is how many states are named that were not seen, and that lie one step from what
// was.
const nextTold = 40

// protocol says where runs were in the protocol's model; nil where the engine does not tell
// what it takes to say that.
func protocol(f *Findings) *reports.Protocol {
	if f.Protocol.Steps == 0 {
		return nil
	}
	m := model.New()
	p := &reports.Protocol{Steps: f.Protocol.Steps, StrayRuns: f.StrayRuns, Strays: []reports.StrayStep{}, Next: []string{}}
	for _, s := range f.Strays {
		p.Strays = append(p.Strays, reports.StrayStep{Run: s.Run + 1, Seed: fmt.Sprint(s.Seed), Text: s.Stray.String()})
	}
	for _, part := range m.Parts() {
		row := reports.ProtocolRow{Part: part.Name, States: len(part.States)}
		var seen big.Int
		for i, s := range part.States {
			if f.Protocol.Has(s) {
				seen.SetBit(&seen, i, 1)
			}
		}
		row.Seen = seen.Text(16)
		p.Rows = append(p.Rows, row)
	}
	p.Next = next(m, &f.Protocol)
	p.Count()
	return p
}

// next names states that were not seen, and lie one step from what was.
func next(m *model.Chart, seen *model.Visited) []string {
	all := []string{}
	for _, s := range m.Next(seen) {
		if len(all) == nextTold {
			break
		}
		all = append(all, s.String())
	}
	return all
}

// nextOfMerged names them anew where parts of a check have been put together.
func nextOfMerged(p *reports.Protocol) {
	if p == nil {
		return
	}
	m := model.New()
	var seen model.Visited
	for i, part := range m.Parts() {
		var bits big.Int
		bits.SetString(p.Rows[i].Seen, 16)
		for k, s := range part.States {
			if bits.Bit(k) == 1 {
				seen.Visit(s)
			}
		}
	}
	p.Next = next(m, &seen)
}

// strays is the criterion that every step is one that the protocol has.
func strays(p *reports.Protocol) []criterion {
	if p == nil || p.StrayRuns == 0 {
		return nil
	}
	return []criterion{{fmt.Sprintf("in %s a step was taken that the protocol's model does not have", reports.Count(p.StrayRuns, "run")),
		"Look at the step that is told above: either the engine is wrong, or its protocol is another one and its view must not offer record, stamps and owner as those of this."}}
}
