package campaign

import (
	"context"
	"fmt"
	"time"

	"pawl/checker"
	"pawl/faults"
	"pawl/reports"
)

// A Felt counts runs by what was felt in them: a kind of fault, by whom, and in which phase.
// The zero Felt has counted none.
type Felt struct{ runs map[checker.Blow]int } // looked up only

// Add counts a run.
func (m *Felt) Add(felt []checker.Blow) {
	if m.runs == nil {
		m.runs = map[checker.Blow]int{}
	}
	for _, b := range felt {
		m.runs[b]++
	}
}

// AddAll counts the runs of another matrix.
func (m *Felt) AddAll(other *Felt) {
	if m.runs == nil {
		m.runs = map[checker.Blow]int{}
	}
	for b, n := range other.runs {
		m.runs[b] += n
	}
}

// Has says whether something was felt in any run.
func (m *Felt) Has(b checker.Blow) bool { return m.runs[b] > 0 }

// Empty are the cells that can be reached and were not, in the order of kinds, roles and
// phases.
func (m *Felt) Empty() (all []checker.Blow) {
	for _, k := range byFamily() {
		if !k.IsFault() {
			continue
		}
		for _, r := range checker.Victims {
			for _, p := range checker.Phases {
				if b := (checker.Blow{Kind: k.Name, Victim: r, Phase: p}); !m.Has(b) && k.Unfelt(string(r), string(p)) == "" {
					all = append(all, b)
				}
			}
		}
	}
	return all
}

// Filler makes runs in which a fault is felt by whoever it has not been felt by, and when,
// starting none after a time; the zero time stands for no bound.
type Filler interface {
	Fill(ctx context.Context, until time.Time, empty []checker.Blow) (Filled, error)
}

// Filled is what became of it.
type Filled struct {
	Cluster  string // that the runs were made on
	Runs     int
	Violated int      // of them, in which something was violated
	Unclear  []string // why runs could not be judged, each reason once
	Failures []Failure
	Felt     Felt
}

// fill fills what the runs and the single faults have left empty of the matrix, and tells
// of all. Where few runs are made most of it would be empty.
func (g *Gate) fill(ctx context.Context, r *reports.Check, felt, random *Felt) error {
	if g.Filler == nil || g.named() || g.Runs < EnoughRuns || r.Runs == 0 || ctx.Err() != nil {
		return nil
	}
	filled, err := g.Filler.Fill(ctx, g.until(g.Budget-g.Budget/4), felt.Empty())
	if err != nil {
		return err
	}
	felt.AddAll(&filled.Felt)
	r.Matrix = told(felt, random)
	r.Matrix.Filled, r.Matrix.FilledViolated = filled.Runs, filled.Violated
	r.Unjudged = append(r.Unjudged, filled.Unclear...)
	r.Outcomes.Inconclusive += len(filled.Unclear)
	g.tellMore(ctx, r, filled.Failures, func(f *reports.Failure) { f.Scenario, f.Run = reports.Filling(filled.Cluster), 0 }) // it is none of the campaign's by number
	return nil
}

// told puts a matrix into the words of reports; of its runs some were random.
func told(m, random *Felt) *reports.Matrix {
	x := &reports.Matrix{Phases: []string{}, Empty: []string{}, Rows: []reports.MatrixRow{}, Unreachable: []reports.Unreachable{}}
	for _, p := range checker.Phases {
		x.Phases = append(x.Phases, string(p))
	}
	for _, k := range byFamily() {
		if k.IsFault() {
			for _, role := range checker.Victims {
				x.Rows = append(x.Rows, m.row(x, &k, role, random))
			}
		}
	}
	return x
}

// row is that of one kind and role.
func (m *Felt) row(x *reports.Matrix, k *faults.Kind, role checker.Victim, random *Felt) reports.MatrixRow {
	row := reports.MatrixRow{Kind: k.Name, Role: string(role)}
	for _, p := range checker.Phases {
		b := checker.Blow{Kind: k.Name, Victim: role, Phase: p}
		n, why := m.runs[b], k.Unfelt(string(role), string(p))
		row.Runs, row.Reachable = append(row.Runs, n), append(row.Reachable, why == "" || n > 0)
		row.Random = append(row.Random, random.runs[b])
		switch {
		case n > 0:
			x.Reached++
		case why == "":
			x.Empty = append(x.Empty, fmt.Sprintf("%s, felt by the %s in %s", b.Kind, b.Victim, b.Phase))
		default:
			x.Leave(why)
		}
	}
	return row
}

// missedCells are the criteria that the matrix has missed: that of the engine whose phases
// all come about.
func (g *Gate) missedCells(x *reports.Matrix) []criterion {
	if x == nil || len(x.Empty) == 0 || g.Engine.Name != g.Measure.Name {
		return nil
	}
	return []criterion{{fmt.Sprintf("%s of the faults' matrix stayed empty, such as %s", reports.Count(len(x.Empty), "cell"), x.Empty[0]), moreTime}}
}
