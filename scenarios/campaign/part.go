package campaign

import (
	"encoding/base64"
	"maps"
	"slices"

	"pawl/checker"
	"pawl/reports"
)

// part is what the whole needs of a shard besides its result.
func (g *Gate) part(c *Campaign, f *Findings) *reports.Part {
	first, _ := c.Shard.Range(c.Total())
	var hashes []byte
	for _, h := range f.hashes {
		hashes = append(hashes, h[:]...)
	}
	return &reports.Part{Number: g.Shard.Number, Of: g.Shard.Of, First: first + 1, Whole: c.Total(), Random: g.Runs, Named: g.named(),
		Hashes: base64.StdEncoding.EncodeToString(hashes), Counts: reports.Counts(f.Counts), Felt: feltRuns(&f.Felt),
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

// feltRuns are the cells that are not empty, in the order of kinds, roles and phases.
func feltRuns(m *Felt) []reports.FeltRuns {
	all := []reports.FeltRuns{}
	for _, k := range byFamily() {
		for _, role := range checker.Victims {
			for _, phase := range checker.Phases {
				if n := m.runs[checker.Blow{Kind: k.Name, Victim: role, Phase: phase}]; n > 0 {
					all = append(all, reports.FeltRuns{Kind: k.Name, Role: string(role), Phase: string(phase), Runs: n})
				}
			}
		}
	}
	return all
}

// feltIn is the matrix of what several parts have felt.
func feltIn(all []reports.FeltRuns) *Felt {
	m := &Felt{runs: map[checker.Blow]int{}}
	for _, x := range all {
		m.runs[checker.Blow{Kind: x.Kind, Victim: checker.Victim(x.Role), Phase: checker.Phase(x.Phase)}] += x.Runs
	}
	return m
}
