package compliance

import (
	"cmp"

	"pawl/reports"
	"pawl/reports/paper"
)

// signature says what is signed: never the document, which has no place for it.
func signature(s *Set) string {
	if s.Signed == "" {
		return NotSigned
	}
	return NotSigned + " itself. The bundle or statement that it was rendered for is signed by " + s.Signed + ": verify that"
}

// seedFrom says who may have chosen the runs.
func seedFrom(c *reports.Check) string {
	switch {
	case c.Runs == 0:
		return notKnown
	case c.SeedGiven:
		return "The seed was given: whoever gave it may have chosen it, having looked at what comes of it"
	}
	return "drawn when the campaign began"
}

// identity says what was tested, by what, and when.
func identity(s *Set) []paper.Block {
	c := s.check()
	tree := "as the revision has it"
	switch {
	case c.Build.Revision == "":
		tree = notKnown
	case c.Build.Modified:
		tree = "with changes that are not in the revision"
	}
	all := []paper.Block{table("What ran", []string{"", ""},
		paper.Cells("Engine", orSay(c.Engine, notKnown)),
		paper.Cells("Contract", orSay(c.Contract, notKnown)),
		paper.Cells("Build", orSay(c.Build.Version, notKnown)),
		paper.Cells("Revision", orSay(c.Build.Revision, notKnown)),
		paper.Cells("Working tree", tree),
		paper.Cells("Toolchain", orSay(c.Build.Go, notKnown)),
		paper.Cells("Platform", orSay(c.Build.Platform, notKnown)),
		paper.Cells("Seed", orSay(c.Seed, notKnown)),
		paper.Cells("Where the seed is from", seedFrom(c)),
		paper.Cells("Trace hash of all runs", orSay(c.TraceHash, notKnown)),
		paper.Cells("Schema of the result", reports.Number(c.SchemaVersion)),
		paper.Cells("Signature", signature(s)),
	)}
	if c.Identity == nil {
		return append(all, missing("Digests and period", "The result does not say by which sources and policy its runs were made, nor when: it was made by a build that does not work them out."))
	}
	i := c.Identity
	digests := table("Digests (SHA-256) and period", []string{"", ""})
	for _, x := range [][2]string{{"Engine", i.Engine}, {"Harness", i.Harness}, {"Fault model", i.FaultModel}, {"Scenarios", i.Scenarios},
		{"Policy", i.Policy}, {"Executable", i.Executable}, {"Began", i.Began}, {"Ended", i.Ended}} {
		digests.Rows = append(digests.Rows, paper.Cells(x[0], cmp.Or(x[1], notKnown)))
	}
	return append(all, digests)
}
