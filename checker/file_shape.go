package checker

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"
)

// A shape is what a value in a file has to be, read off the type that it becomes.
type shape struct {
	want string // in words
	null bool   // null stands for none of it

	members  []member // of an object
	element  *shape   // of a list
	exactly  int      // how many elements it has; -1: any number
	most     int      // of them that are read
	tooMany  string   // what to do about more
	bytes    bool     // text that is base64
	signed   bool     // of a whole number
	bits     int      // that a whole number has room in; 0: it is none
	category byte     // how it begins, as of [begins]
}

// A member is one member of an object.
type member struct {
	name string
	*shape
}

// member is the one of a name; nil if there is none.
func (s *shape) member(name []byte) *shape {
	for i := range s.members {
		if s.members[i].name == string(name) {
			return s.members[i].shape
		}
	}
	return nil
}

// names says which members there are; only the one that was meant, if it is written in
// another letter case.
func (s *shape) names(meant []byte) string {
	all := make([]string, len(s.members))
	for i, m := range s.members {
		if all[i] = m.name; strings.EqualFold(m.name, string(meant)) {
			return m.name
		}
	}
	return "one of " + strings.Join(all, ", ")
}

// shapeOf reads the shape off a type.
func shapeOf(t reflect.Type) *shape {
	s := &shape{exactly: -1, most: math.MaxInt}
	switch t.Kind() {
	case reflect.Pointer:
		s = shapeOf(t.Elem())
		s.null = true
	case reflect.Struct:
		if t == reflect.TypeFor[Sealing]() {
			t = reflect.TypeFor[sealingFile]()
		}
		s.want, s.category = "an object", '{'
		s.take(t)
	case reflect.Slice, reflect.Array:
		if s.null = t.Kind() == reflect.Slice; s.null && t.Elem().Kind() == reflect.Uint8 {
			s.want, s.category, s.bytes = "bytes in base64", '"', true
			break
		}
		s.want, s.category, s.element = "a list", '[', shapeOf(t.Elem())
		if t.Kind() == reflect.Array {
			s.exactly = t.Len()
			s.want = fmt.Sprintf("a list of %d", s.exactly)
		}
	case reflect.String:
		s.want, s.category = "text", '"'
	case reflect.Bool:
		s.want, s.category = "true or false", 't'
	default:
		s.category, s.bits = '0', t.Bits()
		s.signed = t.Kind() == reflect.Int || t.Kind() == reflect.Int64
		s.want = fmt.Sprintf("a whole number from 0 to %d", uint64(math.MaxUint64)>>(64-s.bits))
		if s.signed {
			s.want = fmt.Sprintf("a whole number of %d bits", s.bits)
		}
		if t == reflect.TypeFor[time.Duration]() {
			s.want = "a whole number of nanoseconds"
		}
	}
	return s
}

// take takes the fields of a struct as members; of what is embedded, those that have no
// namesake outside.
func (s *shape) take(t reflect.Type) {
	for i := range t.NumField() {
		if f := t.Field(i); !f.Anonymous && s.member([]byte(f.Name)) == nil {
			s.members = append(s.members, member{f.Name, shapeOf(f.Type)})
		}
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous {
			s.take(f.Type)
		}
	}
}
