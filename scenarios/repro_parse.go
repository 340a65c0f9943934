package scenarios

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"pawl/checker"
	"pawl/faults"
	"pawl/sim"
)

// Limits on what is read, far beyond any repro.
const (
	largestRepro = 64 << 20 // bytes
	mostFaults   = 1000
)

// reproKeys are the keys of a file, all of them required; those with a dot
// belong to an object.
var reproKeys = []string{"schema_version", "engine", "seed", "violation", "violation.invariant", "violation.sentence",
	"violation.detail", "trace_hash", "faults", "scenario", "decisions"}

// ParseRepro reads the file that Bytes wrote, or a person has edited. It takes
// nothing that it does not understand, and its errors name the place.
func ParseRepro(data []byte) (*Repro, error) {
	if len(data) > largestRepro {
		return nil, fmt.Errorf("%d bytes: want at most %d", len(data), largestRepro)
	}
	if !utf8.Valid(data) {
		return nil, errors.New("it is not text in UTF-8: want a repro file of pawl")
	}
	body := withoutComment(data)
	if err := checkKeys(body); err != nil {
		return nil, inRepro(body, err)
	}
	var f reproFile
	if err := json.Unmarshal(body, &f); err != nil {
		return nil, inRepro(body, err)
	}
	return f.repro()
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
	case errors.As(err, &mistype):
		offset = mistype.Offset
		text = fmt.Sprintf("%s is a %s: want a %s", mistype.Field, mistype.Value, mistype.Type)
	case errors.As(err, &other):
		offset = other.offset
	}
	before := body[:min(max(offset-1, 0), int64(len(body)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Errorf("line %d, column %d: %s", line, column, strings.TrimPrefix(text, "json: "))
}

// checkKeys says whether every key is known and stands there once: the decoder
// takes keys twice, in any case, and does not miss those that are not there.
func checkKeys(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	t, err := d.Token()
	if err != nil {
		return cutShort(err, d)
	}
	if t != json.Delim('{') {
		return &misplaced{d.InputOffset(), "want an object, in braces"}
	}
	seen, err := keysInRepro(d, "", nil)
	if err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return &misplaced{d.InputOffset(), "want nothing after the object"}
	}
	for _, k := range reproKeys {
		if !slices.Contains(seen, k) {
			return &misplaced{1, fmt.Sprintf("the key %q is missing", k)}
		}
	}
	return nil
}

// keysInRepro reads the object that has just begun, and returns the keys seen.
func keysInRepro(d *json.Decoder, prefix string, seen []string) ([]string, error) {
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, cutShort(err, d)
		}
		key := prefix + fmt.Sprint(t)
		begins := d.InputOffset() - int64(len(fmt.Sprint(t))) - 1
		switch {
		case !slices.Contains(reproKeys, key):
			return nil, &misplaced{begins, fmt.Sprintf("%.80q is no key of a repro; %s", key, Suggest(key, reproKeys))}
		case slices.Contains(seen, key):
			return nil, &misplaced{begins, fmt.Sprintf("the key %q a second time", key)}
		}
		seen = append(seen, key)
		if seen, err = valueInRepro(d, key, seen); err != nil {
			return nil, err
		}
	}
	_, err := d.Token() // the closing brace
	return seen, cutShort(err, d)
}

// valueInRepro steps over a value; of the object that has keys of its own, it reads
// those.
func valueInRepro(d *json.Decoder, key string, seen []string) ([]string, error) {
	if key == "violation" {
		t, err := d.Token()
		if err != nil {
			return nil, cutShort(err, d)
		}
		if t != json.Delim('{') {
			return nil, &misplaced{d.InputOffset(), "violation: want an object, in braces"}
		}
		return keysInRepro(d, key+".", seen)
	}
	var skipped json.RawMessage
	if err := d.Decode(&skipped); err != nil {
		return nil, cutShort(err, d)
	}
	if string(skipped) == "null" {
		return nil, &misplaced{d.InputOffset(), key + " is null: want a value"}
	}
	return seen, nil
}

// cutShort words the end of a file that should go on.
func cutShort(err error, d *json.Decoder) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &misplaced{d.InputOffset() + 1, "the file ends here: it was cut short"}
	}
	return err
}

// violable is what a run can violate: invariants, and what a program must not do
// to itself.
func violable() []string {
	return append(ids(checker.All, func(i checker.Invariant) string { return i.ID }), slices.Sorted(maps.Keys(programs))...)
}

// repro turns the fields into what they mean.
func (f *reproFile) repro() (*Repro, error) {
	r := &Repro{Engine: f.Engine, Invariant: f.Violation.Invariant, Sentence: f.Violation.Sentence, Detail: f.Violation.Detail}
	var err error
	if f.SchemaVersion != reproVersion {
		return nil, fmt.Errorf("schema_version: %d: this pawl reads version %d", f.SchemaVersion, reproVersion)
	}
	if f.Engine == "" || f.Violation.Invariant == "" {
		return nil, errors.New("engine or violation.invariant is empty: want a name")
	}
	if known := violable(); !slices.Contains(known, r.Invariant) {
		return nil, fmt.Errorf("violation.invariant: %.40q is not known; %s", r.Invariant, Suggest(r.Invariant, known))
	}
	if r.Seed, err = strconv.ParseUint(f.Seed, 10, 64); err != nil || strconv.FormatUint(r.Seed, 10) != f.Seed {
		return nil, fmt.Errorf("seed: %.40q: want a number from 0 to 18446744073709551615", f.Seed)
	}
	hash, err := hex.DecodeString(f.TraceHash)
	if err != nil || len(hash) != len(r.Hash) || hex.EncodeToString(hash) != f.TraceHash {
		return nil, fmt.Errorf("trace_hash: %.80q: want %d hexadecimal digits in lower case", f.TraceHash, 2*len(r.Hash))
	}
	copy(r.Hash[:], hash)
	if r.Faults, err = faultsOf(f.Faults); err != nil {
		return nil, err
	}
	if r.Decisions, err = sim.DecodeDecisions(string(f.Decisions)); err != nil {
		return nil, err
	}
	return r, r.setScenario(string(f.Scenario))
}

func faultsOf(texts []string) ([]faults.Fault, error) {
	if len(texts) > mostFaults {
		return nil, fmt.Errorf("faults: %d: want at most %d", len(texts), mostFaults)
	}
	all := make([]faults.Fault, len(texts))
	for i, t := range texts {
		f, err := faults.Parse(t)
		if err != nil {
			return nil, fmt.Errorf("faults[%d]: %w", i, err)
		}
		all[i] = f
	}
	return all, nil
}

func (r *Repro) setScenario(text string) error {
	if text == standard {
		return nil
	}
	if _, err := Parse("scenario", []byte(text)); err != nil {
		return fmt.Errorf("scenario: %w", err)
	}
	r.Scenario = text
	return nil
}
