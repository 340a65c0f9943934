package campaign

import (
	"maps"
	"slices"

	"pawl/checker"
	"pawl/reports"
)

// part is what the whole needs of a shard besides its result.
func (g *Gate) part(c *Campaign, f *Findings) *reports.Part {
	first, _ := c.Shard.Range(c.Total())
	return &reports.Part{Number: g.Shard.Number, Of: g.Shard.Of, First: first + 1, Whole: c.Total(), Random: c.Runs, Named: g.named(),
		Counts: reports.Counts(f.Counts), Felt: feltRuns(felt{&f.Felt, &f.FeltRandom}),
		Prints: prints(f.Kinds)}
}

// prints are the kinds of runs, sorted.
func prints(kinds map[string]int) []reports.Fingerprint {
	all := []reports.Fingerprint{}
	for _, print := range slices.Sorted(maps.Keys(kinds)) {
		all = append(all, reports.Fingerprint{Print: print, Runs: kinds[print]})
	}
	return all
}

// felt is who felt what in all runs, and in the random ones alone.
type felt struct{ all, random *Felt }

// feltRuns are the cells that are not empty, in the order of kinds, roles and phases.
func feltRuns(m felt) []reports.FeltRuns {
	all := []reports.FeltRuns{}
	for _, k := range byFamily() {
		for _, role := range checker.Victims {
			for _, phase := range checker.Phases {
				b := checker.Blow{Kind: k.Name, Victim: role, Phase: phase}
				if n := m.all.runs[b]; n > 0 {
					all = append(all, reports.FeltRuns{Kind: k.Name, Role: string(role), Phase: string(phase), Runs: n, Random: m.random.runs[b]})
				}
			}
		}
	}
	return all
}

// feltIn is what several parts have felt.
func feltIn(parts []reports.FeltRuns) felt {
	m := felt{&Felt{runs: map[checker.Blow]int{}}, &Felt{runs: map[checker.Blow]int{}}}
	for _, x := range parts {
		b := checker.Blow{Kind: x.Kind, Victim: checker.Victim(x.Role), Phase: checker.Phase(x.Phase)}
		m.all.runs[b] += x.Runs
		m.random.runs[b] += x.Random
	}
	return m
}
