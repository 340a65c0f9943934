package cli

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"pawl/reports"
	"pawl/reports/bundle"
	"pawl/reports/compliance"
	"pawl/reports/controls"
	"pawl/reports/html"
	"pawl/reports/intoto"
	"pawl/reports/junit"
	"pawl/reports/markdown"
	"pawl/reports/oscal"
	"pawl/reports/paper"
	"pawl/reports/pdf"
	"pawl/reports/sarif"
	"pawl/reports/whole"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// outputs are what results are rendered into, and where to.
type outputs struct {
	all     []output
	keyFile string
	key     ed25519.PrivateKey // to sign with; nil: nothing is signed

	plan     string   // of an assessment, for oscal
	controls []string // likewise
}

type output struct{ kind, path string }

// A rendering is one way to render results.
type rendering struct {
	kind  string
	write func(w io.Writer, e *evidence) error
}

var renderings = []rendering{
	{"json", func(w io.Writer, e *evidence) error { return e.single(w) }},
	{"html", func(w io.Writer, e *evidence) error { return e.document(w, html.Write) }},
	{"pdf", func(w io.Writer, e *evidence) error { return e.document(w, pdf.Write) }},
	{"md", func(w io.Writer, e *evidence) error { return e.document(w, markdown.Write) }},
	{"junit", func(w io.Writer, e *evidence) error { return junit.Write(w, e.results...) }},
	{"sarif", func(w io.Writer, e *evidence) error { return sarif.Write(w, e.results...) }},
	{"oscal", func(w io.Writer, e *evidence) error { return oscal.Write(w, e.assessment(), e.results...) }},
	{"intoto", func(w io.Writer, e *evidence) error { return e.statement(w) }},
	{"bundle", func(w io.Writer, e *evidence) error { return e.bundle(w) }},
}

func kinds() (names []string) {
	for _, r := range renderings {
		names = append(names, r.kind)
	}
	return names
}

var errOutput = errors.New("no output")

func (o *outputs) Set(text string) error {
	kind, path, both := strings.Cut(text, "=")
	if !both || path == "" || !slices.Contains(kinds(), kind) {
		return errOutput
	}
	o.all = append(o.all, output{kind, path})
	return nil
}

func (o *outputs) String() string {
	if len(o.all) == 0 {
		return ""
	}
	return "[" + strings.Join(o.GetSlice(), ",") + "]"
}

// Type is by what help and errors call it.
func (o *outputs) Type() string { return "kind=file" }

// Append, Replace and GetSlice make it a flag that can be given more than once.
func (o *outputs) Append(text string) error { return o.Set(text) }

// Replace is of the same interface.
func (o *outputs) Replace(texts []string) error {
	o.all = nil
	for _, t := range texts {
		if err := o.Set(t); err != nil {
			return err
		}
	}
	return nil
}

// GetSlice is of the same interface.
func (o *outputs) GetSlice() (all []string) {
	for _, x := range o.all {
		all = append(all, x.kind+"="+x.path)
	}
	return all
}

// rendered adds the flags of verbs whose result can be rendered at once.
func (a *app) rendered(f *pflag.FlagSet) {
	f.Var(&a.outputs, "out", "render the result into a file, as html=report.html; may be repeated; kinds: "+strings.Join(kinds(), ", "))
	f.StringVar(&a.outputs.keyFile, "key", "", "Ed25519 key to sign with, PKCS#8 in PEM, for intoto and bundle (default: nothing is signed)")
	f.StringVar(&a.outputs.plan, "plan", "", "where the assessment plan is, a URI, for oscal")
	f.StringSliceVar(&a.outputs.controls, "control", nil, "a control for which the plan asks for this evidence, as sa-11, for oscal; may be repeated")
}

// ready says what is wrong with where results are to go, before anything is run.
func (o *outputs) ready() error {
	for i, x := range o.all {
		if x.kind == "oscal" && (o.plan == "" || len(o.controls) == 0) {
			return usagef("--out oscal=%s: want --plan and --control too: results are those of an assessment plan, and evidence for the controls that it names", x.path)
		}
		for _, before := range o.all[:i] {
			if filepath.Clean(before.path) == filepath.Clean(x.path) {
				return usagef("--out %s=%s: %s is to be written there already; give another file", x.kind, x.path, before.kind)
			}
		}
		if err := writable(filepath.Dir(x.path)); err != nil {
			return usagef("--out %s=%s: no file could be written there: %v", x.kind, x.path, reason(err))
		}
	}
	if o.keyFile == "" {
		return nil
	}
	data, err := scenarios.ReadFile(o.keyFile, mostOfAKey)
	if err != nil {
		return unreadable(o.keyFile, err, wantPrivateKey)
	}
	if o.key, err = intoto.PrivateKey(data); err != nil {
		return usagef("--key %s: %v", o.keyFile, err)
	}
	return nil
}

const (
	mostOfAKey     = 16 << 10
	wantPrivateKey = "an Ed25519 key, PKCS#8 in PEM, as openssl genpkey -algorithm ed25519 makes it"
)

// evidence is results, and what belongs to them.
type evidence struct {
	names   []string // of the results: the files that they were in, without folder and ending
	results []reports.Result
	key     ed25519.PrivateKey
	outputs *outputs
	over    *retrospect // nil: of one moment
	library func() ([]*scenarios.Scenario, error)
}

// write renders results into all files that were asked for, each with all of it or not at all.
func (o *outputs) write(e *evidence) (all []reports.Written, err error) {
	e.key, e.outputs = o.key, o
	for _, x := range o.all {
		at := slices.IndexFunc(renderings, func(r rendering) bool { return r.kind == x.kind })
		var b bytes.Buffer
		if err := renderings[at].write(&b, e); err != nil {
			return all, fmt.Errorf("%s: %w", x.path, err)
		}
		err := whole.Replace(x.path, func(w io.Writer) error {
			_, err := w.Write(b.Bytes())
			return err
		})
		if err != nil {
			return all, fmt.Errorf("%s could not be written: %w", x.path, reason(err))
		}
		sum := sha256.Sum256(b.Bytes())
		all = append(all, reports.Written{Kind: x.kind, Path: x.path, Bytes: b.Len(), SHA256: hex.EncodeToString(sum[:])})
	}
	return all, nil
}

// single is the one result that there is.
func (e *evidence) single(w io.Writer) error {
	if len(e.results) != 1 {
		return fmt.Errorf("json is of one result, and there are %d", len(e.results))
	}
	return reports.JSON(w, e.results[0], reports.Style{})
}

// document renders the compliance report.
func (e *evidence) document(w io.Writer, render func(io.Writer, paper.Document) error) error {
	set, err := e.set()
	if err != nil {
		return err
	}
	return render(w, compliance.Compose(set))
}

// set sorts results by what they are of.
func (e *evidence) set() (set compliance.Set, err error) {
	if e.key != nil {
		set.Signed = intoto.KeyID(e.key.Public().(ed25519.PublicKey))
	}
	if e.over != nil {
		if e.over.file != "" {
			set.Period = e.over.period()
		}
		for _, w := range e.over.waived {
			set.Waivers = append(set.Waivers, reports.Waiver(w))
		}
	}
	for _, r := range e.results {
		switch r := r.(type) {
		case *reports.Check:
			if set.Check != nil {
				return set, errors.New("two results of check: a report is of one campaign; merge puts parts together")
			}
			set.Check = r
		case *reports.Mutants:
			set.Mutants = r
		case *reports.Exhaust:
			set.Exhausts = append(set.Exhausts, r)
		case *reports.Mutation:
			if r.Judge == "runs" {
				set.Engine = r
			} else {
				set.Checker = r
			}
		}
	}
	return set, nil
}

// assessment is what results are written for. The document is made when the last run ended, so
// that the same results give the same bytes.
func (e *evidence) assessment() oscal.Assessment {
	a := oscal.Assessment{Plan: e.outputs.plan, Controls: e.outputs.controls}
	for _, r := range e.results {
		if i := reports.HeadOf(r).Identity; i != nil {
			if at, err := time.Parse(time.RFC3339, i.Ended); err == nil && at.After(a.At) {
				a.At = at
			}
		}
	}
	if a.At.IsZero() {
		a.At = time.Now() // of what no run was made
	}
	return a
}

// json are the results as files.
func (e *evidence) json() (all []bundle.Item, err error) {
	for i, r := range e.results {
		var b bytes.Buffer
		if err := reports.JSON(&b, r, reports.Style{}); err != nil {
			return nil, err
		}
		all = append(all, bundle.Item{Name: e.names[i], Data: b.Bytes()})
	}
	return all, nil
}

// statement is that of the results, in an envelope if there is a key.
func (e *evidence) statement(w io.Writer) error {
	files, err := e.json()
	if err != nil {
		return err
	}
	var subject []intoto.Descriptor
	for _, f := range files {
		sum := sha256.Sum256(f.Data)
		subject = append(subject, intoto.Descriptor{Name: f.Name + ".json", Digest: intoto.Digests{SHA256: hex.EncodeToString(sum[:])}})
	}
	text := intoto.OfResults(subject, e.results)
	if e.key != nil {
		if text, err = intoto.Sign(text, e.key); err != nil {
			return err
		}
	}
	_, err = w.Write(text)
	return err
}

// bundle packs the results with all that they speak of.
func (e *evidence) bundle(w io.Writer) error {
	c := bundle.Contents{Controls: controls.Source()}
	var err error
	if c.Results, err = e.json(); err != nil {
		return err
	}
	for _, r := range e.results {
		for _, f := range failuresOf(r) {
			if err := addRepro(&c, f.Repro); err != nil {
				return err
			}
		}
	}
	if c.Scenarios, err = e.scenarios(); err != nil {
		return err
	}
	var page bytes.Buffer
	if err := e.document(&page, html.Write); err != nil {
		return err
	}
	c.Report = page.Bytes()
	return bundle.Pack(w, c, e.key)
}

// scenarios are those of the library that a campaign has run.
func (e *evidence) scenarios() (all []bundle.Item, err error) {
	known, err := e.library()
	if err != nil {
		return nil, err
	}
	for _, s := range known {
		if slices.ContainsFunc(e.results, func(r reports.Result) bool {
			c, is := r.(*reports.Check)
			return is && slices.ContainsFunc(c.Scenarios, func(x reports.ScenarioRuns) bool { return x.Name == s.Name && x.Runs > 0 })
		}) {
			all = append(all, bundle.Item{Name: s.Name, Data: s.Source()})
		}
	}
	return all, nil
}

func failuresOf(r reports.Result) []reports.Failure {
	switch r := r.(type) {
	case *reports.Check:
		return r.Violations
	case *reports.Exhaust:
		return r.Violations
	}
	return nil
}

// addRepro adds a repro file, once.
func addRepro(c *bundle.Contents, path string) error {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if path == "" || slices.ContainsFunc(c.Repros, func(f bundle.Item) bool { return f.Name == name }) {
		return nil
	}
	data, err := scenarios.ReadFile(path, campaign.MostOfARepro)
	if err != nil {
		return fmt.Errorf("the repro %s belongs into the bundle, and cannot be read: %w; run this where it is", path, reason(err))
	}
	c.Repros = append(c.Repros, bundle.Item{Name: name, Data: data})
	return nil
}
