package reports

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
)

// An agreer is a result whose numbers say one thing in several ways. No command writes one that
// disagrees with itself: somebody has changed it, or put it together from others.
type agreer interface {
	// disagreement says where it contradicts itself; "" if it does not.
	disagreement() string
}

// disagreement says where a result contradicts itself; "" if it does not.
func disagreement(r Result) string {
	if wrong := r.head().disagreement(); wrong != "" {
		return wrong
	}
	if f, is := r.(*Failed); is && f.Error == nil {
		return "error is null, and there is nothing else; a command either failed or has a result"
	}
	if a, is := r.(agreer); is {
		return a.disagreement()
	}
	return ""
}

func (h *Head) disagreement() string {
	if !slices.ContainsFunc(Verdicts, func(r Row) bool { return r.Verdict == h.Verdict }) {
		return fmt.Sprintf("verdict is %.40q, which is none", h.Verdict)
	}
	if h.ExitCode != h.Verdict.Exit() {
		return fmt.Sprintf("exit_code is %d, and that of the verdict %s is %d", h.ExitCode, h.Verdict, h.Verdict.Exit())
	}
	if h.Verdict == Pass && h.Error != nil {
		return "verdict is pass, and error is not null"
	}
	return ""
}

// A rule is what must hold, and what is said if it does not.
type rule struct {
	holds bool
	text  string
}

// first is the first rule that does not hold.
func first(rules ...rule) string {
	for _, r := range rules {
		if !r.holds {
			return r.text
		}
	}
	return ""
}

// atMost is the rule that a part is no more than the whole.
func atMost(n int, name string, whole int, of string) rule {
	return rule{n <= whole, fmt.Sprintf("%s is %d, and %s only %d", name, n, of, whole)}
}

// passes is the rule that a verdict is not pass where something speaks against it.
func (h *Head) passes(against bool, why string) rule {
	return rule{h.Verdict != Pass || !against, "verdict is pass, and " + why}
}

func (c *Check) disagreement() string {
	o := c.Outcomes
	sum, filled := o.Passed+o.Violated+o.Inconclusive+o.Invalid+o.Unjudged+o.Missed, 0
	if c.Matrix != nil {
		filled = c.Matrix.Filled // those of them that could not be judged are counted as inconclusive
	}
	if wrong := first(
		rule{sum >= c.Runs && sum <= c.Runs+filled, fmt.Sprintf("outcomes add up to %d, and runs is %d", sum, c.Runs)},
		rule{c.Matrix == nil || c.Matrix.FilledViolated <= filled, "matrix.filled_violated_runs is more than matrix.filled_runs"},
		atMost(c.Runs, "runs", c.RunsMeant, "runs_meant"),
		atMost(c.RandomRuns, "random_runs", c.Runs, "runs"),
		c.passes(c.Runs == 0, "no run was made"),
		c.passes(c.Interrupted, "it was interrupted"),
		c.passes(o.Violated+len(c.Violations) > 0 || c.Matrix != nil && c.Matrix.FilledViolated > 0, "something was violated"),
		c.passes(o.Inconclusive+o.Invalid+o.Unjudged > 0, "not every run was judged"),
		c.passes(len(c.Determinism.Different) > 0, "a run was not the same when it was made again"),
		c.passes(c.Exhaust != nil && !c.Exhaust.Clean(), "not every single fault passed"),
		c.passes(c.Corpus != nil && c.Corpus.NotReplayed > 0, "not all of the corpus was replayed"),
		c.passes(c.Corpus != nil && c.Corpus.Damaged > 0, "not all of the corpus could be read"),
		c.passes(Caught(c.Planted) < len(c.Planted), "not every planted bug was caught"),
		rule{c.Verdict != Violation || len(c.Violations) > 0, "verdict is violation, and violations is empty"},
		c.Protocol.disagreement(c.Runs),
		c.passes(c.Protocol != nil && c.Protocol.StrayRuns > 0, "runs left the protocol's model"),
		atMost(c.Late.Unknown, "late.unknown", c.Late.Answers, "late.answers"),
		agree(c.Violations),
	); wrong != "" {
		return wrong
	}
	if _, err := c.Hashes(); err != nil {
		return err.Error()
	}
	if _, err := strconv.ParseUint(c.Seed, 10, 64); err != nil {
		return fmt.Sprintf("seed is %.40q; want a number from 0 to %d, in decimal", c.Seed, uint64(math.MaxUint64))
	}
	for i, s := range c.Scenarios {
		if wrong := atMost(s.MissedRuns, fmt.Sprintf("scenarios #%d.missed_runs", i+1), s.Runs, "runs"); !wrong.holds {
			return wrong.text
		}
	}
	for i, b := range c.PortBugs {
		if wrong := atMost(b.MadeIn, fmt.Sprintf("port_bugs #%d.made_in", i+1), b.Runs, "runs"); !wrong.holds {
			return wrong.text
		}
	}
	if c.Exhaust != nil {
		if wrong := c.Exhaust.counts("exhaust."); wrong != "" {
			return wrong
		}
	}
	return cmp.Or(c.Corpus.disagreement(c.Violations), judgedOften(c.Invariants, c.Runs), caughtOrNot("planted", c.Planted), c.Matrix.ragged())
}

// judgedOften holds each invariant against the runs that there were.
func judgedOften(all []Judged, runs int) string {
	for i, j := range all {
		name := fmt.Sprintf("invariants #%d (%.10s): ", i+1, j.ID)
		if wrong := first(
			atMost(j.Runs, name+"judged_runs", runs, "runs"),
			atMost(j.Violated, name+"violated_runs", j.Runs, "judged_runs"),
			rule{j.Runs > 0 || j.WhyNot != "", name + "it was not judged, and why_not is empty"},
		); wrong != "" {
			return wrong
		}
	}
	return ""
}

// caughtOrNot holds wrong engines against what is said to have caught them.
func caughtOrNot(name string, all []Planted) string {
	for i, p := range all {
		name := fmt.Sprintf("%s #%d (%.40s): ", name, i+1, p.Engine)
		if wrong := first(
			rule{!p.Caught || len(p.CaughtBy) > 0, name + "it is caught, and caught_by is empty"},
			rule{!p.Caught || !p.CutShort, name + "it is caught, and was cut short"},
			rule{!p.Caught || p.Runs > 0, name + "it is caught, and no run was made of it"},
		); wrong != "" {
			return wrong
		}
	}
	return ""
}

// ragged says which row has not a cell for each phase.
func (m *Matrix) ragged() string {
	if m == nil {
		return ""
	}
	for i, r := range m.Rows {
		if len(r.Runs) != len(m.Phases) || len(r.Reachable) != len(m.Phases) {
			return fmt.Sprintf("matrix.rows #%d has cells for %d phases, and there are %d", i+1, len(r.Runs), len(m.Phases))
		}
	}
	return ""
}

func (x *Exhausted) counts(name string) string {
	sum := x.Passed + x.Violated + x.Inconclusive + x.Invalid + x.NotInjected + x.DidNotBite
	return first(
		rule{sum == x.Run, fmt.Sprintf("%srun is %d, and what became of the cells adds up to %d", name, x.Run, sum)},
		atMost(x.Run, name+"run", x.Cells, name+"cells"),
		atMost(x.Bit, name+"bit", x.Run, name+"run"),
	)
}

func (x *Exhaust) disagreement() string {
	if x.Pairs != nil {
		if wrong := cmp.Or(x.Pairs.disagreement(), first(
			x.passes(!x.Pairs.Clean(), "not every pair passed, or one was left out wrongly"),
			x.passes(x.Pairs.Run < x.Pairs.Meant, "not every pair was run"),
		)); wrong != "" {
			return wrong
		}
	}
	return cmp.Or(x.counts(""), first(
		x.passes(!x.Clean(), "not every single fault passed"),
		x.passes(x.Run < x.Cells, "not every cell was run"),
		x.passes(x.Run == 0, "no cell was run"),
		x.passes(x.Interrupted, "it was interrupted"),
		x.passes(len(x.Violations) > 0, "something was violated"),
		x.passes(len(x.Determinism.Different) > 0, "a run was not the same when it was made again"),
		agree(x.Violations),
		rule{x.Verdict != Violation || x.Violated > 0 || x.FaultFree == "violated" || x.Pairs != nil && x.Pairs.Violated > 0, "verdict is violation, and nothing was violated"},
	))
}

func (m *Mutants) disagreement() string {
	return cmp.Or(caughtOrNot("mutants", m.Mutants), first(
		m.passes(Caught(m.Mutants) < len(m.Mutants), "not every engine was caught"),
		m.passes(len(m.Mutants) == 0 || m.Runs == 0, "no engine was hunted"),
		m.passes(m.Interrupted, "it was interrupted"),
	))
}

func (m *Mutation) disagreement() string {
	again := *m
	again.Count()
	if m.How == nil || m.By == nil {
		again.How, again.By = m.How, m.By // nothing was tried
	}
	return first(
		rule{reflect.DeepEqual(*m, again), "the sums are not those of the mutants"},
		m.passes(m.Interrupted, "it was interrupted"),
		m.passes(len(m.Mutants) == 0, "no mutant was tried"),
	)
}

func (r *Replay) disagreement() string {
	return first(
		rule{!r.Reproduced || r.DivergedAt == nil, "it is reproduced, and diverged_at is not null"},
		rule{!r.Reproduced || r.TraceHash == r.ExpectedTraceHash, "it is reproduced, and trace_hash is not expected_trace_hash"},
		rule{r.Page == nil || r.DivergedAt == nil, "there is a page of a run that diverged"},
		rule{r.Page == nil || r.Page.Alive == (r.Page.Static == ""), "page.why_static says why a page has no engine, and page.alive that it has one, or neither does"},
		r.passes(len(r.Violations)+len(r.Fired) > 0 || r.DivergedAt != nil, "something was violated, or it diverged"),
	)
}

func (j *Judge) disagreement() string {
	return cmp.Or(judgedOften(j.Invariants, 1), first(
		j.passes(len(j.Violations) > 0, "something was violated"),
		j.passes(len(j.Invalid)+len(j.Missed)+len(j.Undecided) > 0, "not all of it could be judged"),
		j.passes(!slices.ContainsFunc(j.Invariants, func(x Judged) bool { return x.Runs > 0 }), "no invariant was judged"),
	))
}
