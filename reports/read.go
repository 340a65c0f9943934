package reports

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"pawl/reports/strict"
)

// MostBytes is how long a result may be as JSON.
const MostBytes = 64 << 20

// A verb is what a command is called in a result, and the result that it has.
type verb struct {
	commands []string
	result   func() Result
}

// verbs are all of them. A verb that could not do what it was asked for has the result that
// is last, which has the members of every result and no others.
var verbs = []verb{
	{[]string{"check"}, func() Result { return new(Check) }},
	{[]string{"exhaust"}, func() Result { return new(Exhaust) }},
	{[]string{"envelope"}, func() Result { return new(Envelope) }},
	{[]string{"mutants"}, func() Result { return new(Mutants) }},
	{[]string{"mutate"}, func() Result { return new(Mutation) }},
	{[]string{"replay"}, func() Result { return new(Replay) }},
	{[]string{"explain"}, func() Result { return new(Why) }},
	{[]string{"shrink"}, func() Result { return new(Shrink) }},
	{[]string{"judge"}, func() Result { return new(Judge) }},
	{[]string{"run"}, func() Result { return new(Live) }},
	{[]string{"scenario list", "scenario validate"}, func() Result { return new(Scenarios) }},
	{[]string{"scenario show"}, func() Result { return new(ScenarioText) }},
	{[]string{"scenario schema", "report schema"}, func() Result { return new(JSONSchema) }},
	{[]string{"scenario words"}, func() Result { return new(Words) }},
	{[]string{"doctor"}, func() Result { return new(Doctor) }},
	{[]string{"report"}, func() Result { return new(Rendered) }},
	{[]string{"report --ledger"}, func() Result { return new(Over) }},
	{[]string{"verify"}, func() Result { return new(Verified) }},
	{[]string{"version"}, func() Result { return new(Version) }},
	{[]string{"help"}, func() Result { return new(Help) }},
	{nil, func() Result { return new(Failed) }},
}

// Read reads a result as [JSON] has written it. It is strict: a report is made of what was
// found, and never of what only looks like it. What is wrong is told with its place.
func Read(r io.Reader) (Result, error) {
	data, err := strict.ReadAll(r, MostBytes)
	if err != nil {
		return nil, err
	}
	var peek struct { // lenient: the strict reading comes after it
		SchemaVersion json.RawMessage `json:"schema_version"`
		Command       string          `json:"command"`
		Build         Build           `json:"build"`
	}
	var broken *json.SyntaxError
	if errors.As(json.Unmarshal(data, &peek), &broken) {
		var whatever json.RawMessage // whose it is is not known, and so no member is wrong
		return nil, cmp.Or(strict.Read(data, &whatever), error(broken))
	}
	if v := string(peek.SchemaVersion); v != "" && v[0] >= '0' && v[0] <= '9' && v != fmt.Sprint(SchemaVersion) {
		return nil, fmt.Errorf("schema_version is %.20s: this build reads version %d; read it with the build that wrote it, which is %s",
			v, SchemaVersion, peek.Build.name())
	}
	result, err := resultOf(peek.Command, strict.Names(data))
	if err != nil {
		return nil, err
	}
	if err := strict.Read(data, result); err != nil {
		return nil, err
	}
	if wrong := disagreement(result); wrong != "" {
		return nil, fmt.Errorf("%s; want the result as it was written", wrong)
	}
	return result, nil
}

// HeadOf is what a result begins with.
func HeadOf(r Result) *Head { return r.head() }

// name is a build's, for whoever looks for it.
func (b *Build) name() string {
	name := "pawl " + cmp.Or(b.Version, "of an unknown version")
	if b.Revision != "" {
		name += ", revision " + b.Revision
	}
	return name
}

// resultOf is an empty result of the type that a command with these members has.
func resultOf(command string, members []string) (Result, error) {
	more := func(name string) bool {
		return !slices.ContainsFunc(strict.Members(reflect.TypeFor[Head]()), func(m strict.Member) bool { return m.Name == name })
	}
	if !slices.ContainsFunc(members, more) {
		return new(Failed), nil
	}
	var all []string
	for _, v := range verbs {
		if slices.Contains(v.commands, command) {
			return v.result(), nil
		}
		all = append(all, v.commands...)
	}
	return nil, fmt.Errorf("command is %.40q, which has no result that this build knows; want one of %s", command, strings.Join(all, ", "))
}
