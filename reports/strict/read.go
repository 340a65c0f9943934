package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// MostDepth is how deep objects and lists may stand in one another: more than ours ever do.
const MostDepth = 64

// Read reads JSON into what is pointed to. An error has line and column, and the members that
// lead there, lists counted from 1.
func Read(data []byte, into any) error {
	w := &walk{data: data, d: jsontext.NewDecoder(bytes.NewReader(data))}
	if err := w.value(reflect.TypeOf(into).Elem()); err != nil {
		return err
	}
	if _, err := w.d.ReadToken(); !errors.Is(err, io.EOF) {
		return w.at(w.next(), "want nothing after the object")
	}
	return json.Unmarshal(data, into)
}

// ReadAll reads at most so many bytes, and says so if there are more.
func ReadAll(r io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("it is longer than %d bytes, the most that is read", most)
	}
	if err != nil {
		return nil, err
	}
	return data, nil
}

// Names are the names of the members of the object that data is; none if it is no object. It
// says nothing of whether data is well formed.
func Names(data []byte) (names []string) {
	d := jsontext.NewDecoder(bytes.NewReader(data))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return nil
	}
	for d.PeekKind() == '"' {
		t, err := d.ReadToken()
		if err != nil {
			return names
		}
		names = append(names, t.String())
		if d.SkipValue() != nil {
			return names
		}
	}
	return names
}

// A walk goes through JSON beside the type that it is to become.
type walk struct {
	data []byte
	d    *jsontext.Decoder
	way  []string // to where it is
}

// next is where the next token begins.
func (w *walk) next() int {
	at := int(w.d.InputOffset())
	for at < len(w.data) && strings.IndexByte(" \t\r\n,:", w.data[at]) >= 0 {
		at++
	}
	return at
}

// at is an error at a byte.
func (w *walk) at(at int, format string, args ...any) error {
	before := w.data[:min(at, len(w.data))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	place := strings.ReplaceAll(strings.Join(w.way, "."), ".#", " #")
	if place != "" {
		place += " "
	}
	return fmt.Errorf("line %d, column %d: %s%s", line, column, place, fmt.Sprintf(format, args...))
}

// token reads the next one, or says why there is none.
func (w *walk) token() (jsontext.Token, error) {
	t, err := w.d.ReadToken()
	if err == nil {
		return t, nil
	}
	at := w.next()
	var wrong *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return t, w.at(len(w.data), "ends here, in the middle: it was cut short")
	case errors.Is(err, jsontext.ErrDuplicateName):
		again, _ := jsontext.NewDecoder(bytes.NewReader(w.data[at:])).ReadToken()
		return t, w.at(at, "has the member %.40q twice; want each once", again.String())
	case errors.As(err, &wrong):
		at = int(wrong.ByteOffset)
		return t, w.at(at, "is no JSON: %v", wrong.Err)
	}
	return t, w.at(at, "cannot be read: %v", err)
}

// in goes on with what stands under a name or a number.
func (w *walk) in(step string, t reflect.Type) error {
	w.way = append(w.way, step)
	if len(w.way) > MostDepth {
		return w.at(w.next(), "is nested deeper than %d, the most that is read", MostDepth)
	}
	err := w.value(t)
	w.way = w.way[:len(w.way)-1]
	return err
}

// value goes through one value of a type.
func (w *walk) value(t reflect.Type) error {
	kind, null := Of(t)
	at := w.next()
	token, err := w.token()
	if err != nil {
		return err
	}
	is := token.Kind()
	if is == 'n' && null {
		return nil
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if kind == Anything {
		return w.anything(is)
	}
	if begins(is) != kind && (kind != Number || is != '0') {
		return w.at(at, "is %s; want %s", shown(is), kind.wants())
	}
	switch kind {
	case Object:
		return w.object(at, t)
	case List:
		return w.list(func() error { return w.value(t.Elem()) })
	case Whole:
		return w.whole(at, token.String(), t)
	case Number:
		if x, err := strconv.ParseFloat(token.String(), 64); err != nil || x < 0 || math.IsInf(x, 0) {
			return w.at(at, "is %.40s; want %s", token.String(), kind.wants())
		}
	}
	return nil
}

// object goes through the members of one that has begun.
func (w *walk) object(at int, t reflect.Type) error {
	members := Members(t)
	seen := make([]bool, len(members))
	for {
		place := w.next()
		name, err := w.token()
		switch {
		case err != nil:
			return err
		case name.Kind() == '}':
			for i, m := range members {
				if !seen[i] && !m.Optional {
					return w.at(at, "lacks the member %q", m.Name)
				}
			}
			return nil
		}
		is := name.String()
		i := slices.IndexFunc(members, func(m Member) bool { return m.Name == is })
		if i < 0 {
			return w.at(place, "has the member %.40q, which is not known; want %s", is, known(members, is))
		}
		seen[i] = true
		if err := w.in(is, members[i].Type); err != nil {
			return err
		}
	}
}

// known says which members there are; only the one that was meant, if it is written in other
// letters.
func known(members []Member, meant string) string {
	var names []string
	for _, m := range members {
		if strings.EqualFold(m.Name, meant) {
			return m.Name
		}
		names = append(names, m.Name)
	}
	return "one of " + strings.Join(names, ", ")
}

// list goes through the elements of one that has begun.
func (w *walk) list(element func() error) error {
	for n := 1; w.d.PeekKind() != ']'; n++ {
		w.way = append(w.way, "#"+strconv.Itoa(n))
		if len(w.way) > MostDepth {
			return w.at(w.next(), "is nested deeper than %d, the most that is read", MostDepth)
		}
		if err := element(); err != nil {
			return err
		}
		w.way = w.way[:len(w.way)-1]
	}
	_, err := w.token()
	return err
}

func (w *walk) whole(at int, text string, t reflect.Type) error {
	var err error
	if t.Kind() == reflect.Uint64 {
		_, err = strconv.ParseUint(text, 10, 64)
	} else {
		var n int64
		if n, err = strconv.ParseInt(text, 10, t.Bits()); n < 0 {
			err = strconv.ErrRange
		}
	}
	if err != nil {
		return w.at(at, "is %.40s; want %s", text, Whole.wants())
	}
	return nil
}

// anything goes through what is not ours to describe; it is bounded all the same.
func (w *walk) anything(is jsontext.Kind) error {
	switch is {
	case '{':
		for {
			name, err := w.token()
			if err != nil || name.Kind() == '}' {
				return err
			}
			if err := w.in(name.String(), reflect.TypeFor[json.RawMessage]()); err != nil {
				return err
			}
		}
	case '[':
		return w.list(func() error { return w.value(reflect.TypeFor[json.RawMessage]()) })
	}
	return nil
}

// begins is which sort of value a token begins.
func begins(k jsontext.Kind) Sort {
	switch k {
	case '{':
		return Object
	case '[':
		return List
	case '"':
		return Text
	case 't', 'f':
		return Truth
	case '0':
		return Whole
	}
	return Anything
}

// shown says what a token begins, in words.
func shown(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case '0':
		return "a number"
	case '{', '[', '"':
		return begins(k).wants()
	}
	return k.String()
}
