package render

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"pawl/reports"
	"pawl/reports/bundle"
	"pawl/reports/compliance"
	"pawl/reports/controls"
	"pawl/reports/html"
	"pawl/reports/intoto"
	"pawl/reports/oscal"
	"pawl/reports/paper"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// Evidence is results, and what belongs to them.
type Evidence struct {
	Results []reports.Result
	Files   []bundle.Item // in JSON, as they were handed in or are written

	Key      ed25519.PrivateKey // to sign with; nil: nothing is signed
	Plan     string             // where the assessment plan is, for oscal
	Controls []string           // for which it asks for this evidence
	Period   *compliance.Period // of a ledger; nil: of one moment
	Waivers  []reports.Waiver
	Library  func() ([]*scenarios.Scenario, error)
}

var notInNames = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

// Add adds a result under the name of the file that it was in, or is to be in; without its text in
// JSON it is written.
func (e *Evidence) Add(path string, r reports.Result, text []byte) error {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	name = strings.TrimLeft(notInNames.ReplaceAllString(name, "-"), ".-")
	if name == "" {
		name = reports.HeadOf(r).Command
	}
	for slices.ContainsFunc(e.Files, func(f bundle.Item) bool { return f.Name == name }) {
		name += "_"
	}
	if text == nil {
		var b bytes.Buffer
		if err := reports.JSON(&b, r, reports.Style{}); err != nil {
			return err
		}
		text = b.Bytes()
	}
	e.Results, e.Files = append(e.Results, r), append(e.Files, bundle.Item{Name: name, Data: text})
	return nil
}

// single is the one result that there is.
func (e *Evidence) single(w io.Writer) error {
	if len(e.Results) != 1 {
		return fmt.Errorf("json is of one result, and there are %d", len(e.Results))
	}
	return reports.JSON(w, e.Results[0], reports.Style{})
}

// document renders the compliance report.
func (e *Evidence) document(w io.Writer, render func(io.Writer, paper.Document) error) error {
	set, err := e.Set()
	if err == nil && !set.Something() {
		err = errors.New("a report is of check, mutants, mutate and exhaust, and of none of them there is a result in which anything was run")
	}
	if err != nil {
		return err
	}
	return render(w, compliance.Compose(set))
}

// Set sorts results by what they are of.
func (e *Evidence) Set() (set compliance.Set, err error) {
	if e.Key != nil {
		set.Signed = intoto.KeyID(e.Key.Public().(ed25519.PublicKey))
	}
	set.Period, set.Waivers = e.Period, e.Waivers
	for _, r := range e.Results {
		twice := false
		switch r := r.(type) {
		case *reports.Check:
			twice, set.Check = set.Check != nil, r
		case *reports.Mutants:
			twice, set.Mutants = set.Mutants != nil, r
		case *reports.Exhaust:
			set.Exhausts = append(set.Exhausts, r)
		case *reports.Mutation:
			if r.Judge == "runs" {
				twice, set.Engine = set.Engine != nil, r
			} else {
				twice, set.Checker = set.Checker != nil, r
			}
		}
		if twice {
			return set, fmt.Errorf("two results of %s: a report is of one; merge puts the parts of a check together", reports.HeadOf(r).Command)
		}
	}
	return set, nil
}

// assessment is what results are written for. The document is made when the last run ended, so
// that the same results give the same bytes.
func (e *Evidence) assessment() oscal.Assessment {
	a := oscal.Assessment{Plan: e.Plan, Controls: e.Controls}
	for _, r := range e.Results {
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

// statement is that of the results, in an envelope if there is a key.
func (e *Evidence) statement(w io.Writer) error {
	var err error
	var subject []intoto.Descriptor
	for _, f := range e.Files {
		subject = append(subject, intoto.Descriptor{Name: f.Name + ".json", Digest: intoto.Digests{SHA256: reports.Digest(f.Data)}})
	}
	text := intoto.OfResults(subject, e.Results)
	if e.Key != nil {
		if text, err = intoto.Sign(text, e.Key); err != nil {
			return err
		}
	}
	_, err = w.Write(text)
	return err
}

// bundle packs the results with all that they speak of.
func (e *Evidence) bundle(w io.Writer) error {
	c := bundle.Contents{Results: e.Files, Controls: controls.Source()}
	var err error
	for _, r := range e.Results {
		for _, f := range reports.FailuresOf(r) {
			if err := addRepro(&c, f.Repro); err != nil {
				return err
			}
		}
	}
	if c.Scenarios, err = e.scenarios(); err != nil {
		return err
	}
	set, err := e.Set()
	if err != nil {
		return err
	}
	if set.Something() {
		var page bytes.Buffer
		if err := html.Write(&page, compliance.Compose(set)); err != nil {
			return err
		}
		c.Report = page.Bytes()
	}
	return bundle.Pack(w, c, e.Key)
}

// scenarios are those of the library that a campaign has run.
func (e *Evidence) scenarios() (all []bundle.Item, err error) {
	known, err := e.Library()
	if err != nil {
		return nil, err
	}
	for _, s := range known {
		if slices.ContainsFunc(e.Results, func(r reports.Result) bool {
			c, is := r.(*reports.Check)
			return is && slices.ContainsFunc(c.Scenarios, func(x reports.ScenarioRuns) bool { return x.Name == s.Name && x.Runs > 0 })
		}) {
			all = append(all, bundle.Item{Name: s.Name, Data: s.Source()})
		}
	}
	return all, nil
}

// addRepro adds a repro file, once.
func addRepro(c *bundle.Contents, path string) error {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if path == "" || slices.ContainsFunc(c.Repros, func(f bundle.Item) bool { return f.Name == name }) {
		return nil
	}
	data, err := scenarios.ReadFile(path, campaign.MostOfARepro)
	if err != nil {
		return fmt.Errorf("the repro %s belongs into the bundle, and cannot be read: %w; run this where it is", path, err)
	}
	c.Repros = append(c.Repros, bundle.Item{Name: name, Data: data})
	return nil
}
