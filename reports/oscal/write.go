package oscal

import (
	"bytes"
	"cmp"
	"crypto/sha1" // a UUID of version 5 is one of its sums; nothing is secured by it
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"pawl/reports"
)

// oscalVersion is the one of which the documents are.
const oscalVersion = "1.2.1"

// namespace is whose the names of properties are. It is a name, and no address.
const namespace = "urn:pawl:result"

// An Assessment is what results are written for.
type Assessment struct {
	Plan     string    // where the assessment plan is, as a URI reference
	Controls []string  // identifiers of the controls for which it asks for this evidence
	At       time.Time // when the document is made
	Evidence string    // where the results are, as a URI reference: a bundle; "" if that is not known
}

// control is how an identifier of a control is written.
var control = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}._-]*$`)

// Write writes results as the observations of an assessment.
func Write(w io.Writer, a Assessment, all ...reports.Result) error {
	if err := a.wrong(len(all)); err != nil {
		return err
	}
	var data [][]byte
	for _, r := range all {
		var b bytes.Buffer
		if err := reports.JSON(&b, r, reports.Style{}); err != nil {
			return err
		}
		data = append(data, b.Bytes())
	}
	at := a.At.UTC().Format(time.RFC3339)
	doc := assessmentResults{
		UUID:     uuid(append([][]byte{[]byte("document"), []byte(a.Plan), []byte(strings.Join(a.Controls, " ")), []byte(at)}, data...)...),
		Metadata: metadata{"Results of simulations of key rotation", at, cmp.Or(line(reports.HeadOf(all[0]).Build.Version), "unknown"), oscalVersion},
		ImportAP: importAP{a.Plan},
	}
	for i, r := range all {
		doc.Results = append(doc.Results, a.result(r, data[i], at))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(document{doc})
}

// wrong says what an assessment lacks.
func (a *Assessment) wrong(results int) error {
	switch {
	case results == 0:
		return errors.New("there is no result; want one at least")
	case a.Plan == "":
		return errors.New("no assessment plan is named; want where it is, for results are those of a plan")
	case len(a.Controls) == 0:
		return errors.New("no control is named; want those for which the plan asks for this evidence: it is never evidence for all")
	case a.At.IsZero():
		return errors.New("no time is given; want when the document is made")
	}
	for _, c := range a.Controls {
		if !control.MatchString(c) {
			return fmt.Errorf("%.40q is no identifier of a control; want one such as sa-11 or cm-3.2", c)
		}
	}
	return nil
}

// result is one result with all that it observed.
func (a *Assessment) result(r reports.Result, data []byte, at string) result {
	h := reports.HeadOf(r)
	x := result{
		UUID: uuid([]byte("result"), data), Title: line("pawl " + h.Command), Start: at,
		Description: cmp.Or(clean(h.Closing), "A result of pawl."),
		Props:       []property{{"verdict", namespace, line(string(h.Verdict))}},
		ReviewedControls: reviewedControls{
			Description:       "Evidence relevant to these controls, from simulation. Whether they are met is for the assessor.",
			ControlSelections: []controlSelection{{}}},
	}
	for _, c := range a.Controls {
		s := &x.ReviewedControls.ControlSelections[0]
		s.IncludeControls = append(s.IncludeControls, includedControl{c})
	}
	if id := h.Identity; id != nil {
		x.Start, x.End = cmp.Or(moment(id.Began), at), moment(id.Ended)
		for _, p := range []property{{"engine", namespace, id.Engine}, {"harness", namespace, id.Harness}, {"fault-model", namespace, id.FaultModel},
			{"scenarios", namespace, id.Scenarios}, {"policy", namespace, id.Policy}, {"executable", namespace, id.Executable}} {
			if p.Value = line(p.Value); p.Value != "" {
				x.Props = append(x.Props, p)
			}
		}
	}
	seen := map[string]int{} // looked up only
	for _, t := range reports.Tests(r) {
		name := t.Suite + ": " + t.Name
		seen[name]++ // scenarios of files may share a name
		x.Observations = append(x.Observations, observation{
			UUID:  uuid([]byte("observation"), data, fmt.Appendf(nil, "%s #%d", name, seen[name])),
			Title: line(name), Description: described(&t),
			Props: []property{{"suite", namespace, line(t.Suite)}, {"grade", namespace, line(string(t.Grade))}}, Methods: []string{"TEST"},
			RelevantEvidence: []evidence{{a.Evidence, "The result, and what it names: repro files, the command that makes the runs again."}},
			Collected:        cmp.Or(x.End, x.Start),
		})
	}
	return x
}

// described is what was observed, in words that claim no more.
func described(t *reports.Test) string {
	lines := []string{"Observed: " + string(t.Grade) + "."}
	if t.Text != "" {
		lines = append(lines, t.Text)
	}
	for i := range t.Failures {
		f := &t.Failures[i]
		lines = append(lines, f.Invariant+": "+f.Detail)
		if f.Command != "" {
			lines = append(lines, "Replay it: "+f.Command)
		}
	}
	return clean(strings.Join(lines, "\n"))
}

// moment is a time of a result, in the one form in which it is written; "" if it is none.
func moment(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// clean is a text without what moves a cursor.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' || c >= 0x7f && c < 0xa0 {
			return '\ufffd'
		}
		return c
	}, s))
}

// line is a text on one line.
func line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// uuid is one of version 5, of several parts.
func uuid(parts ...[]byte) string {
	h := sha1.New()
	h.Write([]byte(namespace))
	for _, p := range parts {
		fmt.Fprintf(h, "\x00%d\x00", len(p))
		h.Write(p)
	}
	sum := h.Sum(nil)[:16]
	sum[6], sum[8] = sum[6]&0x0f|0x50, sum[8]&0x3f|0x80
	x := hex.EncodeToString(sum)
	return strings.Join([]string{x[:8], x[8:12], x[12:16], x[16:20], x[20:]}, "-")
}
