package campaign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"pawl/scenarios"
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
