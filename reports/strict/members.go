package strict

import (
	"encoding/json"
	"reflect"
	"strings"
)

// A Member is one member of an object.
type Member struct {
	Name     string
	Type     reflect.Type
	Optional bool
}

// Members are those of a struct in JSON, of what is embedded in it as well, in the order in
// which they are written.
func Members(t reflect.Type) (all []Member) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			all = append(all, Members(f.Type)...)
		case !f.IsExported() || name == "-":
		case name == "":
			all = append(all, Member{f.Name, f.Type, false})
		default:
			all = append(all, Member{name, f.Type, strings.Contains(options, "omitempty")})
		}
	}
	return all
}

// A Sort is what a value in JSON has to be.
type Sort int

const (
	Anything Sort = iota
	Object
	List
	Text
	Truth
	Whole  // a whole number
	Number // any number
)

// Of is what the values of a type are in JSON, and whether null may stand for one.
func Of(t reflect.Type) (sort Sort, null bool) {
	if t == reflect.TypeFor[json.RawMessage]() {
		return Anything, true
	}
	switch t.Kind() {
	case reflect.Pointer:
		sort, _ = Of(t.Elem())
		return sort, true
	case reflect.Struct:
		return Object, false
	case reflect.Slice:
		return List, true
	case reflect.String:
		return Text, false
	case reflect.Bool:
		return Truth, false
	case reflect.Int, reflect.Int64, reflect.Uint64:
		return Whole, false
	case reflect.Float64:
		return Number, false
	}
	panic("strict: no value of ours is a " + t.String()) // a programmer's mistake, which every test would show
}

// wants says a sort in words.
func (s Sort) wants() string {
	return [...]string{"anything", "an object", "a list", "text", "true or false", "a whole number from 0 on", "a number from 0 on"}[s]
}
