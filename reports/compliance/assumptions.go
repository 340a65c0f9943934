package compliance

import (
	"strings"

	"pawl/reports"
	"pawl/reports/paper"
)

// assumptions is the boundary: what is real, what is modelled, which faults there were, and
// which there were not.
func assumptions(s *Set) []paper.Block {
	c := s.check()
	all := []paper.Block{say("What is found holds within this boundary and says nothing beyond it.")}
	if len(c.Assumptions) > 0 {
		all = append(all, paper.List{Items: c.Assumptions})
	} else {
		all = append(all, missing("Assumptions", "The result names none."))
	}
	all = append(all, table("What was real, and what was modelled", []string{"Part", "", "What that means"},
		paper.Cells("The engine's control plane and agents", "real", "The very code that is to run elsewhere, unmodified, between its ports."),
		paper.Cells("The store", "modelled", "Revisions, transactions, leases and watches in memory, linearizable, with the limits of a real one."),
		paper.Cells("The key service", "modelled", "Makes and destroys by operation id. No HSM, and no entropy, was tested."),
		paper.Cells("Network, disks, clocks", "modelled", "In virtual time, with faults as below."),
		paper.Cells("Clients, relying parties, schedulers, operators", "modelled", "They ask as they are written to ask. No person took part."),
		paper.Cells("Randomness", "modelled", "All of it from one seed.")))
	return append(all, faults(c)...)
}

// faults says which kinds were injected, and which were not.
func faults(c *reports.Check) []paper.Block {
	if len(c.Faults) == 0 {
		return []paper.Block{missing("Faults", "The result does not say which faults were injected.")}
	}
	t := table("Faults that were injected, and how many of them changed anything", []string{"Kind", "Family", "Injected#", "Changed something#"})
	var not []string
	for _, f := range c.Faults {
		if f.Injected == 0 {
			not = append(not, f.Kind)
			continue
		}
		bit := paper.Cell{Text: reports.Number(f.Bit)}
		if f.Bit == 0 {
			bit.Tone = paper.Doubt
		}
		t.Rows = append(t.Rows, []paper.Cell{{Text: f.Kind}, {Text: f.Family}, {Text: reports.Number(f.Injected)}, bit})
	}
	all := []paper.Block{t}
	if len(not) > 0 {
		all = append(all, say("Of the fault model, and injected in no run of the campaign: %s.", strings.Join(not, ", ")))
	}
	all = append(all, say("In no fault model here, and so not tested: parties that lie, memory that changes by itself, compilers, cryptographic algorithms, side channels, and whoever breaks into a machine."))
	return append(append(all, beyond(c)...), promisedNothing(c)...)
}

// beyond tells what was seen where an assumption was broken on purpose.
func beyond(c *reports.Check) []paper.Block {
	if len(c.Beyond) == 0 {
		return []paper.Block{missing("Beyond the boundary", "In no run was an assumption broken.")}
	}
	t := table("Beyond the boundary: told, and held against nobody", []string{"Scenario", "Assumption that was broken", "Runs#", "Violated then"})
	for _, b := range c.Beyond {
		t.Rows = append(t.Rows, paper.Cells(b.Scenario, b.Assumption, reports.Number(b.Runs), orSay(strings.Join(b.Violated, ", "), "nothing")))
	}
	return []paper.Block{t}
}

// beyondRuns is in how many runs an assumption was broken; of a scenario that breaks several, the
// runs are the same.
func beyondRuns(c *reports.Check) (n int) {
	runs := map[string]int{}
	for _, b := range c.Beyond {
		n += max(0, b.Runs-runs[b.Scenario])
		runs[b.Scenario] = max(runs[b.Scenario], b.Runs)
	}
	return n
}

// promisedNothing is what happened to those to whom policy promises nothing.
func promisedNothing(c *reports.Check) []paper.Block {
	if len(c.Relying) == 0 {
		return []paper.Block{missing("Relying parties", "None answered in any run.")}
	}
	t := table("Relying parties, by how they keep their view of the keys; an old view is not covered by policy: what came of it is told, and held against nobody", []string{"View", "Answers#", "By old views#", "Key not known#", "Opened though revoked#"})
	for _, r := range c.Relying {
		t.Rows = append(t.Rows, paper.Cells(r.Cache, reports.Number(r.Answers), reports.Number(r.Old), reports.Number(r.Unknown), reports.Number(r.Revoked)))
	}
	all := []paper.Block{t}
	if c.Late.Answers > 0 {
		all = append(all, say("Texts older than their lifetime were brought back %s times, and %s times the answer was that the key is not known.", reports.Number(c.Late.Answers), reports.Number(c.Late.Unknown)))
	}
	return all
}
