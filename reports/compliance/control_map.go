package compliance

import (
	"fmt"
	"strings"

	"pawl/reports"
	"pawl/reports/controls"
	"pawl/reports/paper"
)

// controlMap is what stands behind each claim, the ledger, how to verify, and the words.
func controlMap(s *Set) []paper.Block {
	all := []paper.Block{heading("What is behind each claim")}
	relations, err := controls.All()
	if err != nil {
		all = append(all, missing("Control map", "The control map of this build cannot be read: "+err.Error()))
	}
	for i := range relations {
		all = append(all, relation(s, &relations[i])...)
	}
	all = append(all, heading("Run ledger"))
	all = append(all, ledger(s.Period)...)
	all = append(all, heading("How to verify"))
	all = append(all, verify(s.check())...)
	all = append(all, heading("Glossary"))
	t := table("", []string{"Word", "What it means here"})
	for _, g := range glossary {
		t.Rows = append(t.Rows, paper.Cells(g.word, g.text))
	}
	return append(all, t)
}

// relation tells from claim to invariants to scenarios to runs to the command.
func relation(s *Set, r *controls.Relation) []paper.Block {
	if r.Strength == controls.None {
		return nil
	}
	b := back(s, r)
	text, tone := claimed(s, r)
	if tone == paper.Plain {
		tone = paper.Good
	}
	all := []paper.Block{paper.Callout{Tone: tone, Title: r.String() + " (" + r.Strength.Name() + ")", Text: text}}
	if len(b.behind) > 0 {
		all = append(all, paper.List{Items: b.behind})
	}
	if b.most > 0 {
		all = append(all, command(b.runs))
	}
	return all
}

// ledger is what there is of a time.
func ledger(p *Period) []paper.Block {
	if p == nil || len(p.Runs) == 0 {
		return []paper.Block{missing("Period", "No ledger was handed in. This document is of one result: it says nothing of a period, and not whether other changes passed the gate.")}
	}
	t := table("Results from "+orSay(p.From, notKnown)+" to "+orSay(p.To, notKnown), []string{"When", "Revision", "Verdict", "Runs#", "Seed", "Digest"})
	counts := map[reports.Verdict]int{}
	for _, k := range p.Runs {
		counts[k.Verdict]++
		t.Rows = append(t.Rows, []paper.Cell{{Text: k.When}, {Text: short(k.Revision)}, {Text: words(k.Verdict), Tone: toneOf(k.Verdict)},
			{Text: reports.Number(k.Runs)}, {Text: k.Seed}, {Text: short(k.Digest)}})
	}
	var each []string
	for _, row := range reports.Verdicts {
		if n := counts[row.Verdict]; n > 0 {
			each = append(each, reports.Number(n)+" "+words(row.Verdict))
		}
	}
	return append([]paper.Block{say("%s in it: %s.", reports.Count(len(p.Runs), "result"), strings.Join(each, ", ")), t}, sums(p.Sums)...)
}

// sums is what the engine came to in the time.
func sums(o *reports.Over) []paper.Block {
	if o == nil {
		return nil
	}
	t := table("The engine in this time", []string{"What", "How much#"})
	t.Rows = [][]paper.Cell{
		paper.Cells("changes of its source", reports.Number(len(o.Changes))),
		paper.Cells("random runs since the last change", reports.Number(o.Since.RandomRuns)),
		paper.Cells("of them violated", reports.Number(o.Since.ViolatedRuns)),
		paper.Cells("of them not judged", reports.Number(o.Since.UnjudgedRuns)),
		paper.Cells("most that a random run may fail, at 95 % confidence", fmt.Sprintf("%.3g", o.Bound)),
		paper.Cells("open counterexamples", reports.Number(len(o.Open))),
		paper.Cells("closed counterexamples", reports.Number(len(o.Closed))),
		paper.Cells("waivers that have run out", reports.Number(len(o.Expired))),
	}
	for _, x := range o.Others {
		t.Rows = append(t.Rows, paper.Cells("open counterexamples of another engine of the ledger, "+x.Engine, reports.Number(len(x.Open))))
	}
	return []paper.Block{t, say("%s", o.Chained()), say("The bound is per run drawn from this generator; not a probability of failure in production.")}
}

// verify says what anybody can do to check this document.
func verify(c *reports.Check) []paper.Block {
	return []paper.Block{
		say("Make the campaign again, from the revision of section 2 and with its toolchain. With the same number of runs the trace hash comes out the same."),
		command(c.Again),
		say("The trace hash of this result: %s.", orSay(c.TraceHash, notKnown)),
		say("The runs of one scenario are the same beside others and alone: each claim above has the command for those behind it. A failure is replayed by its own file, decision by decision; where code has changed since, it says at which decision the run is another one."),
	}
}

// glossary are words that a reviewer may not know.
var glossary = []struct{ word, text string }{
	{"run", "One simulated deployment, from start to end, from one seed."},
	{"fresh seed", "That of a random run, which follows from the campaign's seed and its number. Nobody had looked at it if the campaign's seed was drawn; section 2 says whether it was."},
	{"scenario", "An incident as a file: what exists, what happens, and what must come of it."},
	{"fault", "What goes wrong in a run. It bites if it changes anything."},
	{"phase", "How far a rotation is: IDLE, INTENT, STAGED, PUBLISHED, VERIFIED, DRAINING, COMMITTED; or ABORTING, ABORTED, HALTED."},
	{"role", "Who feels a fault: the owner of the key, another worker, a node, the store, the key service, or whoever asks."},
	{"invariant", "What must hold in each run. It is judged from what could be observed."},
	{"clause", "One part of an invariant's sentence, with a check of its own. One that never had anything to judge is a hole."},
	{"S1 …, L1 …, V0", "The invariants: S of safety (what must not happen), L of liveness (what must come about in time), V0 that what an engine tells of itself is at odds with nothing that was seen. Section 5 has the sentence of each. S13 is about what is recorded of each transition, and L1 about that every rotation comes to rest in time."},
	{"judged only in part", "Of the sentence of such an invariant a part is looked at by nothing. The table of section 5 says which part, and why."},
	{"beyond the assumptions", "Runs in which an assumption was broken on purpose. What they show is told, and held against nobody."},
	{"ρ", "The most by which the rate of any clock may be off: drift-ppm of the policy in section 4."},
	{"δ", "The longest time from the last check of a lease to the answer leaving the node: emission of the policy in section 4."},
	{"not judged", "Nothing could be found violated, since there was nothing to look at. It is no pass."},
	{"inconclusive", "Not all could be decided. It is no pass."},
	{"stamp", "A node's right to seal or to open, which it has for a short time only and has to renew."},
	{"B1", "The barrier before use: every stamp that stands can open the next version."},
	{"B2", "The barrier before the commit: no stamp that stands may seal under the old version."},
	{"commit", "The one write by which the next version becomes the active one."},
	{"fence", "A number that goes up with each owner; what a former owner still sends is turned away by it."},
	{"wrong engine", "An engine with one known bug, that has to be caught."},
	{"mutant", "A copy of a source with one small change, that should be noticed."},
	{"trace hash", "Stands for all that happened in runs: decisions, messages, writes, answers. Another hash is another run."},
	{"primary, supporting", "How much a result is to a control: of the thing itself that a part of it asks for, or of a part that needs other evidence beside it."},
}
