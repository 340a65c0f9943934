package campaign

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"pawl/checker"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// Limits on what is read, far beyond any repro.
const (
	MostOfARepro = 64 << 20 // bytes
	mostEvents   = 1000
	mostPlaces   = 100_000
	longestPlace = 300 // bytes
)

// The keys of a file and of what was violated, all of them required but those to spare.
var (
	reproKeys    = []string{"schema_version", "engine", "seed", "violated", "trace_hash", "events", "scenario", "decisions"}
	settingKey   = "setting" // where there is no scenario, or in place of what it gives
	drawingKey   = "drawing" // where not every place draws
	orderKey     = "order"   // where requests that contend do not come as drawn
	spareKeys    = []string{settingKey, drawingKey, orderKey}
	violatedKeys = []string{"invariant", "sentence", "detail"}
)

// ParseRepro reads the file that Bytes wrote, or a person has edited. It takes
// nothing that it does not understand, and its errors name the place. Own are engines
// that its scenario may break, besides those that come with Pawl.
func ParseRepro(data []byte, own ...wrong.Engine) (*Repro, error) {
	if len(data) > MostOfARepro {
		return nil, fmt.Errorf("%d bytes: want at most %d", len(data), MostOfARepro)
	}
	body := withoutComment(data)
	if what := foreign(data, body); what != "" {
		return nil, fmt.Errorf("not a repro file: %s; want the file as check wrote it", what)
	}
	if err := checkVersion(body); err != nil {
		return nil, err
	}
	keys := places{}
	if err := keys.check(body); err != nil {
		return nil, inRepro(body, err)
	}
	var f reproFile
	if err := json.Unmarshal(body, &f); err != nil {
		return nil, inRepro(body, err)
	}
	r, key, err := f.repro(own)
	if err != nil {
		return nil, inRepro(body, &misplaced{keys[key], err.Error()})
	}
	return r, nil
}

// foreign says by what one sees that a file is no repro; "" if it may be one. A repro
// is one object, after a comment.
func foreign(data, body []byte) string {
	rest := bytes.TrimSpace(body)
	switch {
	case !utf8.Valid(data):
		return "it is not text in UTF-8"
	case bytes.HasPrefix(data, []byte("\ufeff")):
		return "it begins with a byte order mark"
	case len(rest) == 0:
		return "the file is empty"
	case rest[0] != '{':
		line, _, _ := bytes.Cut(rest, []byte("\n"))
		return fmt.Sprintf("after the comment it begins with %.40q and not with a brace", line)
	}
	return ""
}

// checkVersion comes before all else, since the version decides which keys there
// are. What else is wrong with a file is not its business.
func checkVersion(body []byte) error {
	var f struct {
		Version *int `json:"schema_version"`
	}
	if json.Unmarshal(body, &f) == nil && f.Version != nil && (*f.Version < oldestVersion || *f.Version > reproVersion) {
		return &otherVersion{*f.Version}
	}
	return nil
}

// An otherVersion is the format of another release.
type otherVersion struct{ is int }

func (v *otherVersion) Error() string {
	return fmt.Sprintf("schema_version: %d: this build reads versions %d to %d", v.is, oldestVersion, reproVersion)
}

// withoutComment blanks the comment at the top: what follows keeps its place.
func withoutComment(data []byte) []byte {
	body := bytes.Clone(data)
	for at := 0; bytes.HasPrefix(body[at:], []byte(commentMarker)); {
		end := bytes.IndexByte(body[at:], '\n')
		if end < 0 {
			end = len(body) - at - 1
		}
		for i := at; i < at+end; i++ {
			body[i] = ' '
		}
		if at += end + 1; at >= len(body) {
			break
		}
	}
	return body
}

// A misplaced is an error at an offset, from 1.
type misplaced struct {
	offset int64
	text   string
}

func (m *misplaced) Error() string { return m.text }

// wanted says a type in the words of the format.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return "a list, in brackets"
	case reflect.Struct, reflect.Map:
		return "an object, in braces"
	case reflect.String:
		return "a text, in quotes"
	case reflect.Bool:
		return "true or false"
	}
	return "a whole number"
}

// inRepro adds line and column to an error that knows its offset.
func inRepro(body []byte, err error) error {
	offset := int64(len(body))
	var syntax *json.SyntaxError
	var mistype *json.UnmarshalTypeError
	var other *misplaced
	text := err.Error()
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
		text = "not JSON: " + text
	case errors.As(err, &mistype):
		offset = mistype.Offset
		text = fmt.Sprintf("%s holds the wrong kind of value (%s); want %s", mistype.Field, mistype.Value, wanted(mistype.Type))
	case errors.As(err, &other):
		offset = other.offset
	}
	before := body[:min(max(offset-1, 0), int64(len(body)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Errorf("line %d, column %d: %s", line, column, strings.TrimPrefix(text, "json: "))
}

// places are where the keys of a file stand.
type places map[string]int64

// check says whether every key is known and stands there once: the decoder
// takes keys twice, in any case, and does not miss those that are not there.
func (p places) check(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	if err := opens(d, '{', "want an object, in braces"); err != nil {
		return err
	}
	if err := p.object(d, "", reproKeys); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return &misplaced{d.InputOffset(), "want nothing after the object"}
	}
	return nil
}

func opens(d *json.Decoder, with json.Delim, want string) error {
	t, err := d.Token()
	if err != nil {
		return cutShort(err, d)
	}
	if t != with {
		return &misplaced{d.InputOffset(), want}
	}
	return nil
}

// object reads the object that has just begun: it has each of the keys once, and
// no other. Within is what the keys are called before.
func (p places) object(d *json.Decoder, within string, keys []string) error {
	begins := d.InputOffset()
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return cutShort(err, d)
		}
		key := fmt.Sprint(t)
		at := d.InputOffset() - int64(len(key)) - 1
		_, again := p[within+key]
		switch {
		case !slices.Contains(keys, key) && !slices.Contains(spareKeys, within+key):
			return &misplaced{at, fmt.Sprintf("%.80q is no key of a repro; %s", within+key, scenarios.Suggest(key, slices.Concat(keys, spareKeys)))}
		case again:
			return &misplaced{at, fmt.Sprintf("the key %q a second time", key)}
		}
		p[within+key] = at
		if err := p.value(d, within+key); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil { // the closing brace
		return cutShort(err, d)
	}
	for _, k := range keys {
		if _, ok := p[within+k]; !ok {
			return &misplaced{begins, fmt.Sprintf("the key %q is missing", within+k)}
		}
	}
	return nil
}

// value steps over a value; of the list of what was violated, it reads the keys.
func (p places) value(d *json.Decoder, key string) error {
	if key == "violated" {
		return p.violated(d)
	}
	var skipped json.RawMessage
	if err := d.Decode(&skipped); err != nil {
		return cutShort(err, d)
	}
	if string(skipped) == "null" {
		return &misplaced{d.InputOffset(), key + " is null: want a value"}
	}
	return nil
}

func (p places) violated(d *json.Decoder) error {
	if err := opens(d, '[', "violated: want a list, in brackets"); err != nil {
		return err
	}
	for i := 0; d.More(); i++ {
		if err := opens(d, '{', "violated: want objects, in braces"); err != nil {
			return err
		}
		if err := p.object(d, fmt.Sprintf("violated[%d].", i), violatedKeys); err != nil {
			return err
		}
	}
	_, err := d.Token() // the closing bracket
	return cutShort(err, d)
}

// cutShort words the end of a file that should go on.
func cutShort(err error, d *json.Decoder) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &misplaced{d.InputOffset() + 1, "the file ends here: it was cut short"}
	}
	return err
}

// violable is what a run can violate: invariants, what a program must not do to itself, and what
// an assumption that is pushed too far costs.
func violable() []string {
	return slices.Concat(scenarios.Names(checker.All, func(i checker.Invariant) string { return i.ID }),
		slices.Sorted(maps.Keys(programs)), slices.Sorted(maps.Keys(promises)))
}

// repro turns the fields into what they mean. An error is about the key.
func (f *reproFile) repro(own []wrong.Engine) (r *Repro, key string, err error) {
	r = &Repro{Engine: f.Engine, Violated: f.Violated, own: own}
	if f.SchemaVersion != reproVersion {
		r.version = f.SchemaVersion
	}
	for _, field := range []struct {
		key  string
		take func(r *Repro) error
	}{
		{"engine", f.takeEngine},
		{"seed", f.takeSeed},
		{"violated", f.takeViolated},
		{"trace_hash", f.takeHash},
		{"events", func(r *Repro) (err error) { r.Events, err = eventsOf(f.Events); return err }},
		{"scenario", func(r *Repro) error { return r.setScenario(string(f.Scenario)) }},
		{settingKey, f.takeSetting},
		{drawingKey, f.takeDrawing},
		{orderKey, f.takeOrder},
		{"decisions", func(r *Repro) (err error) { r.Decisions, err = sim.DecodeDecisions(string(f.Decisions)); return err }},
	} {
		if err := field.take(r); err != nil {
			return nil, field.key, err
		}
	}
	return r, "", nil
}

// takeSetting comes after the scenario, in place of whose setting there may be another since
// version 9.
func (f *reproFile) takeSetting(r *Repro) (err error) {
	switch {
	case r.Scenario != "" && f.Setting != nil && r.version != 0:
		return fmt.Errorf("a setting beside a scenario, which version %d does not have; want one of them", r.version)
	case r.Scenario != "" && f.Setting == nil:
		return nil
	case f.Setting == nil:
		return fmt.Errorf("the key %q is missing: without a scenario it says what exists in the run", settingKey)
	}
	r.Setting, err = settingOf(f.Setting)
	return err
}

// takeOrder wants one that is not the usual, which is said by saying nothing.
func (f *reproFile) takeOrder(r *Repro) error {
	if f.Order != nil && !slices.Contains(deploy.Orders, *f.Order) {
		return fmt.Errorf("order: %.40q: want one of %q, or no such key where requests come as drawn", *f.Order, deploy.Orders)
	}
	if f.Order != nil {
		r.Order = *f.Order
	}
	return nil
}

// takeDrawing wants places in order, each once: so the same run has one text.
func (f *reproFile) takeDrawing(r *Repro) error {
	if f.Drawing == nil {
		return nil
	}
	all := *f.Drawing
	switch {
	case r.version != 0:
		return fmt.Errorf("drawing: version %d has no such key", r.version)
	case len(all) > mostPlaces:
		return fmt.Errorf("drawing: %d places: want at most %d", len(all), mostPlaces)
	}
	for i, place := range all {
		switch {
		case place == "" || len(place) > longestPlace:
			return fmt.Errorf("drawing[%d]: %.40q: want a place of 1 to %d bytes", i, place, longestPlace)
		case i > 0 && place <= all[i-1]:
			return fmt.Errorf("drawing[%d]: %.40q does not come after %.40q: want places in order, each once", i, place, all[i-1])
		}
	}
	r.Drawing = all
	return nil
}

func (f *reproFile) takeEngine(*Repro) error {
	if f.Engine == "" {
		return errors.New("engine is empty: want a name")
	}
	return nil
}

func (f *reproFile) takeSeed(r *Repro) (err error) {
	if r.Seed, err = strconv.ParseUint(f.Seed, 10, 64); err != nil || strconv.FormatUint(r.Seed, 10) != f.Seed {
		return fmt.Errorf("seed: %.40q: want a number from 0 to 18446744073709551615", f.Seed)
	}
	return nil
}

func (f *reproFile) takeViolated(*Repro) error {
	if len(f.Violated) == 0 {
		return errors.New("violated is empty: want what was violated")
	}
	for i, v := range f.Violated {
		if known := violable(); !slices.Contains(known, v.Invariant) {
			return fmt.Errorf("violated[%d].invariant: %.40q is not known; %s", i, v.Invariant, scenarios.Suggest(v.Invariant, known))
		}
	}
	return nil
}

func (f *reproFile) takeHash(r *Repro) error {
	hash, err := hex.DecodeString(f.TraceHash)
	if err != nil || len(hash) != len(r.Hash) || hex.EncodeToString(hash) != f.TraceHash {
		return fmt.Errorf("trace_hash: %.80q: want %d hexadecimal digits in lower case", f.TraceHash, 2*len(r.Hash))
	}
	copy(r.Hash[:], hash)
	return nil
}

func eventsOf(texts []string) ([]faults.Event, error) {
	if len(texts) > mostEvents {
		return nil, fmt.Errorf("events: %d: want at most %d", len(texts), mostEvents)
	}
	all := make([]faults.Event, len(texts))
	for i, t := range texts {
		f, err := faults.Parse(t)
		if err != nil {
			return nil, fmt.Errorf("events[%d]: %w", i, err)
		}
		all[i] = f
	}
	return all, nil
}

func (r *Repro) setScenario(text string) error {
	if text == standard {
		return nil
	}
	if _, err := scenarios.Parse("scenario", []byte(text), r.own...); err != nil {
		return fmt.Errorf("scenario: %w", err)
	}
	r.Scenario = text
	return nil
}
