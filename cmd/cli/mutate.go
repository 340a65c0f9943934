package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/reports"
	"pawl/scenarios/campaign"
	"pawl/scenarios/mutation"
	"pawl/scenarios/mutation/source"
)

// alteration is the verb mutate: what is green worth, when the source is changed?
type alteration struct {
	*app
	options
	pkg         string // as it was given
	sample      int
	singles     int // 0: all
	pairs       int
	whole       bool
	only        []string // ids
	main        string
	engineName  string
	tests       []string
	equivalents string
	minScore    float64
	limit       time.Duration
	insist      bool
	reproDir    string
}

const (
	defaultSample = 100
	defaultPairs  = 20000
)

func (a *app) mutate() *cobra.Command {
	m := &alteration{app: a}
	c := &cobra.Command{
		Use:   "mutate PACKAGE [flags]",
		Short: "Changes an engine's source in small ways, each of which must be noticed",
		Long: paragraphs(
			"Mutate changes the source of a Go package, by import path or directory, in small ways: conditions "+
				"negated and left out, comparisons off by one, statements and branches left out, compares left out of "+
				"transactions, fields zeroed. All changes are in one build, each behind a switch; the working tree is "+
				"not touched. Each mutant has a process of its own.",
			"An engine's mutants are judged by runs, until one is noticed: every scenario of the library, every single "+
				"fault of the small cluster, or --singles of them, at most --runs random ones, and at most --pairs of the single faults of the "+
				"small cluster in trouble, as exhaust has it; where the engine has a home of its own, it is that in place "+
				"of these and of the library. The command that makes them is built from --main, a package "+
				"whose main calls cli.Main with the engine; the only such package of the module is found by "+
				"itself. Of a package that is no engine, or with --tests, a mutant is noticed if a test fails.",
			"A mutant that makes no difference stands in a file, with the reason: testdata/equivalent.tsv of the "+
				"package, or --equivalent; id, file, change and reason, with tabs between them. A survivor "+
				"without a reason is exit code 5, and an engine in which something is violated as it stands is 1; with --min-score, a score below that is. The score leaves out what "+
				"never ran and what is equivalent. The go tool is needed."),
		Example: "  pawl mutate ./engine/reference\n" +
			"  pawl mutate ./engine/reference --sample 200 --seed 7 --min-score 90\n" +
			"  pawl mutate ./checker --tests ./checker --tests ./engine/wrong\n" +
			"  pawl mutate ./mine --main ./cmd/mine --engine mine",
		Args: someArgs("a package, by import path or directory", 1),
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		m.pkg = args[0]
		return answering(a, &m.options, func(f *pflag.FlagSet) (*mutation.Inquiry, error) { return m.prepare(c.Context(), f) }, m.run)(c, args)
	}
	m.flags(c, "random runs at most for each mutant")
	f := c.Flags()
	m.sample = defaultSample
	f.Var((*countFlag)(&m.sample), "sample", "mutants to try, drawn by the seed")
	f.Var((*countFlag)(&m.singles), "singles", "only so many of the single faults, evenly chosen, for each mutant (default: all)")
	m.pairs = defaultPairs
	f.Var((*countFlag)(&m.pairs), "pairs", "runs at most of the small cluster in trouble with one more fault, for each mutant")
	f.BoolVar(&m.whole, "all", false, "try all mutants")
	f.StringArrayVar(&m.only, "mutant", nil, "try only the mutant of this id; may be repeated")
	f.StringVar(&m.main, "main", "", "the package of the command that makes runs (default: the one of the module that calls cli.Main)")
	f.StringVar(&m.engineName, "engine", "", "the engine of that command to run (default: the one that it checks)")
	f.StringArrayVar(&m.tests, "tests", nil, "judge by the tests of this package, instead of by runs; may be repeated")
	f.StringVar(&m.equivalents, "equivalent", "", "file of mutants that make no difference (default: "+mutation.EquivalentsName+" of the package)")
	f.Float64Var(&m.minScore, "min-score", -1, "percent of mutants that must be noticed (default: all of which no reason is given)")
	f.Lookup("min-score").DefValue = "0" // the text says what it is by default
	f.DurationVar(&m.limit, "limit", 0, "how long one mutant may take (default: ten times what the unchanged takes)")
	f.BoolVar(&m.insist, "insist", false, "after any other notice, go on until an invariant fires")
	f.StringVar(&m.reproDir, "repro-dir", "pawl-repros", "directory for the repro file of an engine that is noticed as it stands")
	a.output(f)
	a.rendered(f)
	return c
}

// sound refuses flags that make no sense, alone or together.
func (m *alteration) sound(f *pflag.FlagSet) error {
	switch {
	case m.sample < 0:
		return usagef("--sample %d: want 0 or more; for all mutants: --all", m.sample)
	case m.singles < 0 || m.singles == 0 && f.Changed("singles"):
		return usagef("--singles %d: want 1 or more; without the flag all are made", m.singles)
	case m.pairs < 0:
		return usagef("--pairs %d: want 0 or more", m.pairs)
	case m.whole && f.Changed("sample"):
		return usagef("--all and --sample: want one of them")
	case len(m.only) > 0 && (m.whole || f.Changed("sample")):
		return usagef("--mutant says which mutants to try, and --sample and --all do: want one of them")
	case f.Changed("min-score") && !(m.minScore >= 0 && m.minScore <= 100):
		return usagef("--min-score %g: want a percentage from 0 to 100", m.minScore)
	case f.Changed("limit") && m.limit <= 0:
		return usagef("--limit %s: want a positive duration, such as 1m", m.limit)
	case len(m.tests) > 0 && (m.main != "" || m.engineName != "" || m.insist || f.Changed("pairs") || f.Changed("singles")):
		return usagef("--tests judges by tests, and --main, --engine, --insist, --singles and --pairs are about runs: want one or the other")
	}
	return m.validate(f)
}

// prepare makes of flags what is to be asked.
func (m *alteration) prepare(ctx context.Context, f *pflag.FlagSet) (*mutation.Inquiry, error) {
	if err := m.sound(f); err != nil {
		return nil, err
	}
	if err := m.keeps(f, m.reproDir); err != nil {
		return nil, err
	}
	p, err := source.Load(ctx, ".", m.pkg)
	if err != nil {
		return nil, theirs(ctx, err)
	}
	known, err := m.reasons(p)
	if err != nil {
		return nil, err
	}
	q := &mutation.Inquiry{Package: p, Equivalents: known, Sample: m.sample, Only: m.only, MinScore: -1, Watch: m.progress}
	if m.whole {
		q.Sample = -1
	}
	if f.Changed("min-score") {
		q.MinScore = m.minScore
	}
	q.Bench, err = m.bench(ctx, p)
	return q, theirs(ctx, err)
}

// reasons reads the file of equivalents. A package need not have one, unless it was
// named.
func (m *alteration) reasons(p *source.Package) (mutation.Equivalents, error) {
	path := m.equivalents
	if path == "" {
		path = filepath.Join(p.Dir, filepath.FromSlash(mutation.EquivalentsName))
	}
	all, err := mutation.ReadEquivalents(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && m.equivalents == "":
		return nil, nil
	case err == nil:
		err = all.Hold(p.Mutants())
	}
	if err != nil {
		return nil, usagef("%v", err)
	}
	return all, nil
}

// bench is how mutants are judged: by runs, if the package is an engine or the
// caller says how to run it; else by tests.
func (m *alteration) bench(ctx context.Context, p *source.Package) (mutation.Bench, error) {
	isEngine := m.main != "" || m.engineName != "" || p.Offers("pawl/engine", "Engine")
	switch {
	case len(m.tests) > 0:
		return &mutation.Tests{Packages: m.tests, Dir: ".", Limit: m.limit}, nil
	case !isEngine:
		return &mutation.Tests{Packages: []string{p.Path}, Dir: p.Module.Dir, Limit: m.limit}, nil
	}
	command, err := mutation.Command(ctx, p, ".", m.main)
	if err != nil {
		return nil, err
	}
	room, err := filepath.Abs(m.reproDir) // the trial is made elsewhere
	if err != nil {
		return nil, err
	}
	return &mutation.Runs{Main: command, Dir: p.Module.Dir, Verb: tryVerb, Limit: m.limit,
		Trial: mutation.Trial{Engine: m.engineName, Insist: m.insist, ReproDir: room}}, nil
}

func (m *alteration) run(ctx context.Context, q *mutation.Inquiry) (reports.Result, error) {
	q.Seed, q.Jobs, q.Budget = m.seed, m.jobs, m.budget
	q.Again = m.again + " " + campaign.Quoted(m.pkg)
	if b, is := q.Bench.(*mutation.Runs); is {
		b.Trial.Seed, b.Trial.Singles, b.Trial.Runs, b.Trial.Pairs = m.seed, m.singles, m.runs, m.pairs
	}
	r, err := q.Run(ctx)
	var noticed *mutation.Noticed
	switch {
	case errors.As(err, &noticed):
		return nil, m.asItStands(noticed, q.Bench)
	case err != nil:
		return nil, theirs(ctx, err)
	}
	r.Head = m.made(r.Head, "mutate", cmp.Or(r.Engine, m.engines.usual()))
	return r, nil
}

// asItStands is what it comes to that an engine is noticed with nothing changed.
func (m *alteration) asItStands(noticed *mutation.Noticed, bench mutation.Bench) error {
	n := &noticed.Notice
	j := &judged{error: noticed, verdict: reports.CriterionMissed, closing: "Mend that first. Runs that show it are made by: " + m.name + " check"}
	switch n.How {
	case reports.ByInvariant, reports.ByProgram:
		j.verdict = reports.Violation
	case reports.ByChance:
		j.verdict = reports.Nondeterministic
	}
	if n.Repro == "" {
		return j
	}
	path := filepath.Join(m.reproDir, filepath.Base(n.Repro))
	command := m.name
	if b, is := bench.(*mutation.Runs); is && command == new(Own).command() && b.Main != "pawl/cmd/pawl" { // a module's own engines it does not know
		command = "go run " + campaign.Quoted(b.Main)
	}
	j.next = command + " replay " + campaign.Quoted(path)
	j.closing = "Mend that first; start with: " + j.next
	return j
}

// theirs says of an error that it is about what was given, not about Pawl: code that
// does not build, a package that is not there, tests that fail, a missing go tool.
func theirs(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	return usagef("%s", strings.TrimSpace(fmt.Sprint(err)))
}
