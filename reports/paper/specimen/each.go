package specimen

import (
	"math"

	"pawl/reports/paper"
)

// Each has a block of each kind, in the tones there are, and a picture of each kind.
func Each() paper.Document {
	return paper.Document{
		Title:    "Key rotation under faults: evidence",
		Subtitle: "Engine reference at 4f2a9c1, seed 20261129",
		Stamp:    "Specimen – not signed",
		Sections: []paper.Section{
			{ID: "claims", Title: "Claims", Blocks: []paper.Block{
				paper.Paragraph{Text: "With no failure in N independent seeds the chance of one is at most 1 − 0.05^(1/N) ≈ 3/N, for δ ≤ 0.05 and ρ ≥ 1: “per run drawn from this generator”, § 4.2, 3 × 3 → 9."},
				paper.Callout{Tone: paper.Good, Title: "Nothing was violated", Text: "In 12,000 runs none of the 25 invariants was broken."},
				paper.Callout{Tone: paper.Bad, Title: "One counterexample is open", Text: "S4 was violated in run 3,127; it is not waived."},
				paper.Callout{Tone: paper.Doubt, Title: "Inconclusive", Text: "14 runs came to no end; they count for nothing."},
				paper.Callout{Tone: paper.Quiet, Title: "Not judged", Text: "S17 needs regions, and there were none."},
				paper.Callout{Title: "How to read this", Text: "Each sentence has runs behind it."},
				paper.Heading{Text: "What is never claimed"},
				paper.List{Items: []string{"That keys in production rotate.", "That an engine is free of failures.", "Anything of hardware: the module that seals is modelled, and what is modelled is said in a section of its own, with what is not injected, so that nobody has to guess."}},
			}},
			{ID: "results", Title: "Results", Blocks: []paper.Block{
				verdicts(), digests(),
				paper.Heading{Text: "How to verify"},
				paper.Code{Text: "pawl replay failures/0003127.json\npawl check --engine reference --seed 20261129 --runs 12000 --criteria criteria.yaml --json --with lease-without-fence >result.json\n\tif [ $? -ne 0 ]; then echo \"violated\"; fi"},
			}},
			{ID: "pictures", Title: "Pictures", Blocks: []paper.Block{HeatMap(), Bars(), TimeLine(), Curve(), end()}},
		},
	}
}

func verdicts() paper.Table {
	return paper.Table{
		Caption: "Invariants",
		Columns: []paper.Column{{Title: "Invariant"}, {Title: "In words"}, {Title: "Runs", Right: true}, {Title: "Verdict"}},
		Rows: [][]paper.Cell{
			{{Text: "S1"}, {Text: "No node seals under a version that is retired."}, {Text: "12,000"}, {Text: "held", Tone: paper.Good}},
			{{Text: "S4"}, {Text: "At most one worker changes a rotation at a time, whatever leases, clocks and pauses make of it."}, {Text: "11,999"}, {Text: "violated", Tone: paper.Bad}},
			{{Text: "L2"}, {Text: "A rotation that is not hindered ends within its bound."}, {Text: "11,986"}, {Text: "inconclusive", Tone: paper.Doubt}},
			{{Text: "S17"}, {Text: "No replica answers with more than its lag."}, {Text: "0"}, {Text: "not judged", Tone: paper.Quiet}},
		},
	}
}

func digests() paper.Table {
	return paper.Table{
		Caption: "Identity",
		Columns: []paper.Column{{Title: "Of"}, {Title: "SHA-256"}},
		Rows: [][]paper.Cell{
			paper.Cells("engine", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
			paper.Cells("fault model", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"),
		},
	}
}

// HeatMap is one with all that a cell can be.
func HeatMap() paper.Picture {
	columns := []string{"intent", "staged", "published", "verified", "draining", "committed", "aborting"}
	names := []string{"process ends", "stall", "split network", "clock step", "disk full", "store unavailable", "key service slow"}
	var rows []paper.HeatRow
	for i, name := range names {
		row := paper.HeatRow{Name: name}
		for j := range columns {
			cell := paper.HeatCell{Count: (i*7 + j*3) % 11 * int(math.Pow(6, float64((i+j)%5))), State: paper.Reached}
			switch {
			case (i+2*j)%13 == 0:
				cell = paper.HeatCell{State: paper.Unreachable}
			case cell.Count == 0:
				cell.State = paper.Empty
			}
			row.Cells = append(row.Cells, cell)
		}
		rows = append(rows, row)
	}
	return paper.HeatMap("Faults by phase", "Runs in which a fault struck in a phase. Five cells could have been reached and were not.", columns, rows)
}

// Bars is one on a logarithmic scale, with a bar that has no length.
func Bars() paper.Picture {
	return paper.Bars("How soon planted bugs are caught", "All but one within a thousand runs.", "runs until caught", []paper.Bar{
		{Name: "no-drain", Value: 3, Tone: paper.Good},
		{Name: "lease-without-fence", Value: 41, Tone: paper.Good},
		{Name: "counts-seals-in-memory", Value: 912, Text: "912, in fleets only"},
		{Name: "revokes-before-rewrap", Value: 8640, Tone: paper.Doubt},
		{Name: "parent-too-soon", Text: "not caught", Tone: paper.Bad},
	}, true)
}

// TimeLine is one of a failure, with more texts at one moment than fit beside one another.
func TimeLine() paper.Picture {
	return paper.TimeLine("Run 3,127", "A worker stalls for longer than its lease, and goes on when another one has taken over.", 30, []paper.Lane{
		{Name: "worker/1", Spans: []paper.Span{{From: 1, To: 4.2, Text: "owner"}, {From: 4.2, To: 13.7, Text: "stalled by the key service", Tone: paper.Doubt}, {From: 13.7, To: 13.7, Text: "writes without a lease", Tone: paper.Bad}}},
		{Name: "worker/2", Spans: []paper.Span{{From: 9.1, To: 21, Text: "owner", Tone: paper.Good}, {From: 9.1, To: 9.1, Text: "takes over"}, {From: 12, To: 12, Text: "published"}, {From: 13.2, To: 13.2, Text: "verified"}}},
		{Name: "orders, version 7", Spans: []paper.Span{{From: 0, To: 14, Text: "active", Tone: paper.Good}, {From: 14, To: 30, Text: "retiring", Tone: paper.Quiet}}},
		{Name: "checker", Spans: []paper.Span{{From: 29.6, To: 29.6, Text: "S4 is violated", Tone: paper.Bad}}},
	})
}

// Curve is a bound that falls with the number of runs.
func Curve() paper.Picture {
	var bound, worst []paper.Point
	for _, n := range []float64{1, 3, 10, 30, 100, 300, 1000, 3000, 12000} {
		bound = append(bound, paper.Point{X: n, Y: 1 - math.Pow(0.05, 1/n)})
		worst = append(worst, paper.Point{X: n, Y: min(1, (1-math.Pow(0.05, 1/n))*1.4+0.001)})
	}
	return paper.Curve("Upper bound", "The chance of a failure in a run, by how many runs there were: at most 3/N.",
		paper.Axis{Name: "runs", Log: true}, paper.Axis{Name: "95 % upper bound", Log: true}, []paper.Line{
			{Name: "no failure seen", Points: bound, Tone: paper.Good},
			{Name: "all inconclusive ones fail", Points: worst, Tone: paper.Doubt, Dashed: true},
		})
}

// end is what a reader sees last, if all is there.
func end() paper.Paragraph { return paper.Paragraph{Text: "The end."} }
