package reports

import (
	"encoding/json"
	"reflect"

	"pawl/reports/strict"
)

// Schema is a JSON Schema (2020-12) of every result. It is read off the types, so that it says
// what is written and nothing else.
func Schema() []byte {
	s := schema{defs: map[string]any{}}
	var all []any
	for _, v := range verbs {
		all = append(all, s.result(v))
	}
	out, err := json.MarshalIndent(object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "A result of Pawl",
		"oneOf":   all,
		"$defs":   s.defs,
	}, "", "  ")
	if err != nil {
		panic(err) // maps and texts: cannot happen
	}
	return append(out, '\n')
}

// object is one of JSON.
type object map[string]any

// schema is one in the making.
type schema struct {
	defs map[string]any // by the name of their type
}

// result describes what a verb has: its type, under the names of its commands.
func (s *schema) result(v verb) any {
	t := reflect.TypeOf(v.result()).Elem()
	ref := s.of(t)
	own := object{"schema_version": object{"const": SchemaVersion}}
	if v.commands != nil {
		own["command"] = object{"enum": v.commands}
	} else {
		own["error"] = object{"type": "object"} // there is nothing else to tell
	}
	var exits []any
	for _, r := range Verdicts {
		exits = append(exits, object{"properties": object{"verdict": object{"const": r.Verdict}, "exit_code": object{"const": r.Exit}}})
	}
	return object{"allOf": []any{ref, object{"properties": own}, object{"oneOf": exits}}}
}

// of describes the values of a type.
func (s *schema) of(t reflect.Type) object {
	sort, null := strict.Of(t)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var is object
	switch sort {
	case strict.Anything:
		return object{}
	case strict.Object:
		is = s.object(t)
	case strict.List:
		is = object{"type": "array", "items": s.of(t.Elem())}
	case strict.Text:
		is = object{"type": "string"}
		if words := wordsOf(t); words != nil {
			is["enum"] = words
		}
	case strict.Truth:
		is = object{"type": "boolean"}
	case strict.Whole:
		is = object{"type": "integer", "minimum": 0}
	case strict.Number:
		is = object{"type": "number", "minimum": 0}
	}
	if null {
		return object{"anyOf": []any{is, object{"type": "null"}}}
	}
	return is
}

// object describes a struct once, and refers to that.
func (s *schema) object(t reflect.Type) object {
	ref := object{"$ref": "#/$defs/" + t.Name()}
	if s.defs[t.Name()] != nil {
		return ref
	}
	properties, required := object{}, []string{}
	s.defs[t.Name()] = properties // for whoever refers to it meanwhile
	for _, m := range strict.Members(t) {
		properties[m.Name] = s.of(m.Type)
		if !m.Optional {
			required = append(required, m.Name)
		}
	}
	s.defs[t.Name()] = object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	return ref
}

// wordsOf are all texts that a type has; none if it can be any.
func wordsOf(t reflect.Type) (all []string) {
	switch t {
	case reflect.TypeFor[Verdict]():
		for _, r := range Verdicts {
			all = append(all, string(r.Verdict))
		}
	case reflect.TypeFor[Need]():
		for _, n := range needWords {
			all = append(all, string(n))
		}
	case reflect.TypeFor[Recollection]():
		for _, r := range Recollections {
			all = append(all, string(r))
		}
	case reflect.TypeFor[Kill]():
		all = append(all, "")
		for _, k := range Kills {
			all = append(all, k.Name)
		}
	}
	return all
}
