package checker

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// readable says where data is no JSON, or no text at all; nil if it is.
func readable(data []byte) error {
	if !utf8.Valid(data) {
		at := 0
		for {
			r, n := utf8.DecodeRune(data[at:])
			if r == utf8.RuneError && n == 1 {
				return fmt.Errorf("%s: the byte %#x is not text; want UTF-8", lineOf(data, at), data[at])
			}
			at += n
		}
	}
	if json.Valid(data) {
		return nil
	}
	var bad *json.SyntaxError
	if err := json.Unmarshal(data, new(struct{})); !errors.As(err, &bad) {
		return err
	}
	at := int(bad.Offset)
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return fmt.Errorf("%s: there is nothing", lineOf(data, 0))
	case bytes.HasPrefix(data, []byte("\ufeff")):
		return fmt.Errorf("%s: there is a byte order mark; want the text without it", lineOf(data, 0))
	case at == len(data) && strings.HasPrefix(bad.Error(), "unexpected end"):
		return fmt.Errorf("%s: the history ends here, in the middle", lineOf(data, at))
	case strings.HasSuffix(bad.Error(), "exceeded max depth"):
		return fmt.Errorf("%s: it is nested deeper here than a history is", lineOf(data, at-1))
	}
	return fmt.Errorf("%s: %s", lineOf(data, at-1), bad) // the offset is behind what is wrong
}

// lineOf is the place of a byte in data.
func lineOf(data []byte, at int) string {
	before := data[:at]
	line := bytes.Count(before, []byte("\n")) + 1
	return fmt.Sprintf("line %d, column %d", line, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])+1)
}

// inForm says where JSON is not a history's, before any of it is kept. The decoder is
// lenient where that would hide something: it takes names in any letter case, the last of
// two members of one name, null for anything, and a list of three for a pair.
func inForm(data []byte) error {
	s := shapeOf(reflect.TypeFor[historyFile]())
	keys, facts := s.member([]byte("Keys")), s.member([]byte("Facts"))
	keys.most, keys.tooMany = MostKeys, ": make several histories of them"
	facts.most = MostFacts
	f := form{data: data}
	if wrong := f.value(s); wrong != nil {
		return wrong
	}
	return nil
}

// otherVersion says of which version a history is that is not of the one that is read.
func otherVersion(data []byte) error {
	var file struct{ Version json.RawMessage }
	if json.Unmarshal(data, &file) != nil {
		return nil // it is no object
	}
	switch v := file.Version; {
	case len(v) == 0:
		return misreadf("has no Version; this reads version %d", FileVersion)
	case string(v) == strconv.Itoa(FileVersion) || v[0] > '9' || v[0] == '"': // or no number at all
		return nil
	}
	return misreadf("is of version %s; this reads version %d", shortly(file.Version), FileVersion)
}

// form goes through JSON that is valid.
type form struct {
	data []byte
	at   int
	room []byte // for bytes that were base64
}

// misread is what is wrong with the form, and the way to it, from the inside out.
type misread struct {
	way []string
	why string
}

func (m *misread) Error() string {
	place := ""
	for _, step := range slices.Backward(m.way) {
		switch n, is := strings.CutPrefix(step, "#"); {
		case is && place == "Facts":
			place = "fact " + n + ":" // as all else speaks of it
		case strings.HasSuffix(place, ":") || is:
			place += " " + step
		case place == "":
			place = step
		default:
			place += "." + step
		}
	}
	return cmp.Or(strings.TrimSuffix(place, ":"), "it") + " " + m.why
}

// in adds the step that led to what is wrong.
func (m *misread) in(step string) *misread {
	if m != nil {
		m.way = append(m.way, step)
	}
	return m
}

func misreadf(format string, args ...any) *misread {
	return &misread{why: fmt.Sprintf(format, args...)}
}

// shortly is something out of a file, for an error.
func shortly(b []byte) string {
	const most = 40
	s := string(b[:min(len(b), most)])
	if q := strconv.QuoteToASCII(s); s == "" || q[1:len(q)-1] != s {
		s = q
	}
	if len(b) > most {
		s += "..."
	}
	return s
}

// begins goes to where the next value or sign begins, and says with what: of all numbers
// '0', of true and false 't'.
func (f *form) begins() byte {
	for {
		switch c := f.data[f.at]; c {
		case ' ', '\t', '\r', '\n':
			f.at++
		case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			return '0'
		case 'f':
			return 't'
		default:
			return c
		}
	}
}

// value goes through one value.
func (f *form) value(s *shape) *misread {
	c := f.begins()
	switch {
	case c == 'n' && s.null:
		f.at += len("null")
		return nil
	case c != s.category:
		return misreadf("is %s; want %s", f.shown(c), s.want)
	}
	switch c {
	case '{':
		return f.object(s)
	case '[':
		return f.list(s)
	case '"':
		return f.text(s)
	case '0':
		return f.number(s)
	}
	f.word()
	return nil
}

// shown is the value that comes, for an error.
func (f *form) shown(c byte) string {
	switch c {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "text"
	}
	return shortly(f.word())
}

// word goes past a number, true, false or null.
func (f *form) word() []byte {
	from := f.at
	for ; f.at < len(f.data); f.at++ {
		switch f.data[f.at] {
		case ' ', '\t', '\r', '\n', ',', ']', '}':
			return f.data[from:f.at]
		}
	}
	return f.data[from:]
}

// over says that an object or a list is over, and goes past that, or past the comma.
func (f *form) over(end byte) bool {
	c := f.begins()
	if c == ',' || c == end {
		f.at++
	}
	return c == end
}

func (f *form) object(s *shape) *misread {
	var seen [64]bool // there is no object with as many members
	for f.at++; !f.over('}'); {
		f.begins()
		name := f.quoted()
		i := slices.IndexFunc(s.members, func(m member) bool { return m.name == string(name) })
		switch {
		case i < 0:
			return misreadf("is not known; want %s", s.names(name)).in(shortly(name))
		case seen[i]:
			return misreadf("is there twice").in(shortly(name))
		}
		seen[i] = true
		f.begins()
		f.at++ // the colon
		if wrong := f.value(s.members[i].shape); wrong != nil {
			return wrong.in(s.members[i].name)
		}
	}
	return nil
}

func (f *form) list(s *shape) *misread {
	n := 0
	for f.at++; !f.over(']'); n++ {
		if n == s.most {
			return misreadf("has more than %d, the most that are read%s", s.most, s.tooMany)
		}
		if wrong := f.value(s.element); wrong != nil {
			return wrong.in("#" + strconv.Itoa(n+1))
		}
	}
	if s.exactly >= 0 && n != s.exactly {
		return misreadf("is a list of %d; want %s", n, s.want)
	}
	return nil
}

func (f *form) number(s *shape) *misread {
	var err error
	n := f.word()
	if s.signed {
		_, err = strconv.ParseInt(string(n), 10, s.bits)
	} else {
		_, err = strconv.ParseUint(string(n), 10, s.bits)
	}
	if err != nil {
		return misreadf("is %s; want %s", shortly(n), s.want)
	}
	return nil
}

// quoted goes past text, and is what stands between its quotes.
func (f *form) quoted() []byte {
	f.at++
	from := f.at
	for f.data[f.at] != '"' {
		if f.data[f.at] == '\\' {
			f.at++
		}
		f.at++
	}
	f.at++
	return f.data[from : f.at-1]
}

func (f *form) text(s *shape) *misread {
	t := f.quoted()
	if half := halfRune(t); half != nil {
		return misreadf("has %s, which is half of a character", half)
	}
	if !s.bytes {
		return nil
	}
	if bytes.IndexByte(t, '\\') >= 0 {
		var plain string
		if err := json.Unmarshal(slices.Concat([]byte(`"`), t, []byte(`"`)), &plain); err != nil {
			return misreadf("cannot be read: %v", err)
		}
		t = []byte(plain)
	}
	f.room = slices.Grow(f.room[:0], base64.StdEncoding.DecodedLen(len(t)))
	if _, err := base64.StdEncoding.Decode(f.room[:cap(f.room)], t); err != nil {
		return misreadf("is other text; want %s", s.want)
	}
	return nil
}

// halfRune finds an escape in text that stands for half of a character: what differs only
// in those would be read as the same.
func halfRune(t []byte) []byte {
	for {
		at := bytes.IndexByte(t, '\\')
		if at < 0 {
			return nil
		}
		if t[at+1] != 'u' {
			t = t[at+2:]
			continue
		}
		one := t[at : at+6]
		t = t[at+6:]
		if r := escaped(one); utf16.IsSurrogate(r) {
			if len(t) < 6 || t[0] != '\\' || t[1] != 'u' || utf16.DecodeRune(r, escaped(t)) == utf8.RuneError {
				return one
			}
			t = t[6:]
		}
	}
}

// escaped is what an escape stands for.
func escaped(t []byte) rune {
	n, _ := strconv.ParseUint(string(t[2:6]), 16, 16) // valid JSON has four digits there
	return rune(n)
}
