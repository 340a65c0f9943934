package explain

import (
	"reflect"
	"slices"
	"strings"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/reports"
)

// watching is a view that is held against the honest one of what the reference stores. Of what
// is stored in another way there is none.
func (s *spied) watching(v engine.View) engine.View {
	tell := v.Describe
	if tell == nil {
		return v
	}
	v.Describe = func(kv engine.KV) (engine.Observation, bool) {
		o, ok := tell(kv)
		if honest, is := reference.Describe(kv); ok && is {
			differing(reflect.ValueOf(&honest).Elem(), reflect.ValueOf(&o).Elem(), "", func(path string) {
				if !slices.Contains(s.lies, path) {
					s.lies = append(s.lies, path)
				}
			})
		}
		return o, ok
	}
	return v
}

// views are the fields of the view that are not honest, each made so.
func (s *spied) views() (all []guard) {
	slices.Sort(s.lies)
	for _, path := range s.lies {
		all = append(all, guard{name: "view." + path, text: "its view tells " + inWords(path) + " as it is stored", kind: reports.OfView, size: 1,
			in: func(e engine.Engine) engine.Engine {
				e.View = honestIn(e.View, path)
				return e
			}})
	}
	return all
}

// honestIn is a view that tells one field as it is.
func honestIn(v engine.View, path string) engine.View {
	tell := v.Describe
	v.Describe = func(kv engine.KV) (engine.Observation, bool) {
		o, ok := tell(kv)
		if honest, is := reference.Describe(kv); ok && is {
			mend(reflect.ValueOf(&honest).Elem(), reflect.ValueOf(&o).Elem(), strings.Split(path, "."))
		}
		return o, ok
	}
	return v
}

// differing finds the fields in which two observations differ. The elements of two lists of
// one length are held against one another; lists of other lengths differ as wholes.
func differing(honest, told reflect.Value, path string, found func(string)) {
	switch honest.Kind() {
	case reflect.Pointer:
		if honest.IsNil() || told.IsNil() {
			if honest.IsNil() != told.IsNil() {
				found(path)
			}
			return
		}
		differing(honest.Elem(), told.Elem(), path, found)
	case reflect.Struct:
		for i := range honest.NumField() {
			name := honest.Type().Field(i).Name
			if path != "" {
				name = path + "." + name
			}
			differing(honest.Field(i), told.Field(i), name, found)
		}
	case reflect.Slice:
		if honest.Len() != told.Len() || honest.Type().Elem().Kind() != reflect.Struct {
			if !reflect.DeepEqual(honest.Interface(), told.Interface()) && honest.Len()+told.Len() > 0 {
				found(path)
			}
			return
		}
		for i := range honest.Len() {
			differing(honest.Index(i), told.Index(i), path, found)
		}
	default:
		if !honest.Equal(told) {
			found(path)
		}
	}
}

// mend puts one field of an observation right, in each element of a list that has it.
func mend(honest, told reflect.Value, path []string) {
	if len(path) == 0 {
		if honest.Kind() == reflect.Struct {
			return
		}
		told.Set(honest)
		return
	}
	switch honest.Kind() {
	case reflect.Pointer:
		if honest.IsNil() || told.IsNil() {
			return
		}
		mend(honest.Elem(), told.Elem(), path)
	case reflect.Struct:
		if f := honest.FieldByName(path[0]); f.IsValid() {
			mend(f, told.FieldByName(path[0]), path[1:])
		}
	case reflect.Slice:
		if honest.Len() != told.Len() {
			return
		}
		for i := range honest.Len() {
			mend(honest.Index(i), told.Index(i), path)
		}
	}
}

// inWords says a path as people do: the Fence of the Record.
func inWords(path string) string {
	parts := strings.Split(path, ".")
	slices.Reverse(parts)
	return "the " + strings.Join(parts, " of the ")
}
