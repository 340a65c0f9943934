package campaign

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"pawl/engine"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// A Repro is a failure that anybody can have again: one run by its decisions,
// and what was found in it. As a file it has a comment for people, then one
// JSON object for the machine.
type Repro struct {
	Engine    string
	Scenario  string          // its text; "" for a random run
	Setting   *deploy.Setting // of a random run, or in place of a scenario's; nil: what the scenario gives
	Seed      uint64
	Events    []faults.Event // all that happens
	Drawing   []string       // the places that draw, if not all do: the others choose the least
	Order     deploy.Order   // of requests that contend, where runs are made that do not follow the decisions
	Decisions []sim.Decision // of those that draw
	Hash      [32]byte       // of the trace

	Violated []ReproViolated

	// Command is what the command line is called that replays it, for the comment;
	// "" stands for pawl.
	Command string
	// Log says in the comment how the run was made small.
	Log []string

	version int            // of the format that it was read in; 0: this build's
	own     []wrong.Engine // that its scenario may break, besides those of Pawl
}

// ReproViolated is what was violated, and how.
type ReproViolated struct {
	Invariant string `json:"invariant"`
	Sentence  string `json:"sentence"`
	Detail    string `json:"detail"`
}

const (
	reproVersion  = 9
	oldestVersion = 8          // that is read: without drawing, and with no setting beside a scenario
	standard      = "standard" // what a file says instead of a scenario's text
	reproSuffix   = ".repro"
	commentMarker = "#"
)

// NewRepro takes down one failure.
func NewRepro(f Failure) *Repro {
	o := f.Outcome
	r := &Repro{
		Engine: o.Case.Engine.Name, Seed: o.Case.Seed,
		Events: o.Setup.Events, Drawing: o.Case.Drawing, Order: o.Setup.Order, Decisions: o.Decisions, Hash: o.Hash,
	}
	for _, v := range f.Violated {
		r.Violated = append(r.Violated, ReproViolated{v.Invariant, v.Sentence, v.Violation.Detail})
	}
	if o.Case.Scenario != nil {
		r.Scenario = string(o.Case.Scenario.Source())
		given := scenarios.Case{Scenario: o.Case.Scenario}
		if setup := given.Setup(); reflect.DeepEqual(setup.Setting, o.Setup.Setting) {
			return r
		}
	}
	r.Setting = &o.Setup.Setting
	return r
}

// reproFile is a Repro as JSON has it.
type reproFile struct {
	SchemaVersion int             `json:"schema_version"`
	Engine        string          `json:"engine"`
	Seed          string          `json:"seed"` // decimal: JSON's numbers are too short
	Violated      []ReproViolated `json:"violated"`
	TraceHash     string          `json:"trace_hash"`
	Events        []string        `json:"events"`
	Scenario      reproText       `json:"scenario"`
	Setting       json.RawMessage `json:"setting,omitempty"` // where no scenario says what is given, or in its place
	Drawing       *[]string       `json:"drawing,omitempty"` // where not every place draws
	Order         *deploy.Order   `json:"order,omitempty"`   // where requests that contend do not come as drawn
	Decisions     reproText       `json:"decisions"`
}

// reproText is a string that is written line by line, so that a person can read it
// and diff can compare it.
type reproText string

func (t reproText) MarshalJSON() ([]byte, error) {
	if !strings.Contains(string(t), "\n") {
		return plainJSON(string(t))
	}
	return plainJSON(strings.Split(string(t), "\n"))
}

func (t *reproText) UnmarshalJSON(b []byte) error {
	var lines []string
	if len(b) > 0 && b[0] == '[' {
		err := json.Unmarshal(b, &lines)
		*t = reproText(strings.Join(lines, "\n"))
		return err
	}
	return json.Unmarshal(b, (*string)(t))
}

// plainJSON leaves < and > as they are: a repro is not a web page.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// body is the part for the machine. It is a function of the content alone.
func (r *Repro) body() []byte {
	f := reproFile{
		SchemaVersion: cmp.Or(r.version, reproVersion),
		Engine:        r.Engine,
		Scenario:      standard,
		Setting:       settingJSON(r.Setting),
		Seed:          fmt.Sprint(r.Seed),
		Events:        make([]string, len(r.Events)),
		Decisions:     reproText(sim.EncodeDecisions(r.Decisions)),
		TraceHash:     hex.EncodeToString(r.Hash[:]),
		Violated:      r.Violated,
	}
	for i, x := range r.Events {
		f.Events[i] = x.String()
	}
	if r.Scenario != "" {
		f.Scenario = reproText(r.Scenario)
	}
	if r.Drawing != nil {
		f.Drawing = &r.Drawing
	}
	if r.Order != deploy.AsDrawn {
		f.Order = &r.Order
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(f); err != nil {
		panic(err) // strings only: cannot happen
	}
	return b.Bytes()
}

// Name is what the file is called. It follows from the content: the same
// failure always has the same name.
func (r *Repro) Name() string { return r.name(12) }

// names are what the file can be called: where somebody has put something else under the first,
// it gets a longer one.
func (r *Repro) names() []string { return []string{r.name(12), r.name(24), r.name(64)} }

// Called says whether a file of a name, without its ending, has this content by its name.
func (r *Repro) Called(name string) bool { return slices.Contains(r.names(), name+reproSuffix) }

func (r *Repro) name(digits int) string {
	sum := sha256.Sum256(r.body())
	return fmt.Sprintf("%s-%s-%s%s", fileName(r.Violated[0].Invariant), fileName(r.Engine), hex.EncodeToString(sum[:])[:digits], reproSuffix)
}

// fileName keeps what any file system and shell takes in a name.
func fileName(s string) string {
	s = strings.Map(func(c rune) rune {
		if c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c) || c == '-') {
			return c
		}
		return '_'
	}, s)
	return s[:min(len(s), 40)]
}

// Bytes is the whole file.
func (r *Repro) Bytes() []byte {
	var b strings.Builder
	line := func(format string, args ...any) {
		fmt.Fprintf(&b, commentMarker+" %s\n", oneLine(fmt.Sprintf(format, args...)))
	}
	for _, v := range r.Violated {
		line("%s, violated by %s. %s", v.Invariant, r.Engine, v.Sentence)
		line("%s", v.Detail)
	}
	if r.Setting != nil {
		line("In it: %s", r.Setting)
	}
	needed := false
	for _, e := range r.Events {
		if scenarios.Spare(e) {
			needed = true
			line("Event: %s", e)
		}
	}
	if !needed {
		line("No fault is needed.")
	}
	for _, text := range r.Log {
		line("%s", text)
	}
	line("Replay it with: %s replay %s", cmp.Or(r.Command, "pawl"), r.Name())
	return append([]byte(b.String()), r.body()...)
}

// oneLine makes anything fit for a comment.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) }), " ")
}

// Case is the run that a repro describes, of an engine of its name. It follows
// the decisions, wherever they lead.
func (r *Repro) Case(e engine.Engine) (scenarios.Case, error) {
	c := scenarios.Case{Engine: e, Seed: r.Seed, Setting: r.Setting, Events: r.Events, Replay: r.Decisions, Drawing: r.Drawing, Order: r.Order}
	if c.Events == nil {
		c.Events = []faults.Event{} // nil would draw some
	}
	if c.Replay == nil {
		c.Replay = []sim.Decision{}
	}
	if r.Scenario == "" {
		return c, nil
	}
	s, err := scenarios.Parse("the repro's scenario", []byte(r.Scenario), r.own...)
	c.Scenario = s
	return c, err
}

// IDs are what was violated.
func (r *Repro) IDs() []string {
	return scenarios.Names(r.Violated, func(v ReproViolated) string { return v.Invariant })
}
