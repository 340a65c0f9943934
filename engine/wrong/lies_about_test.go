package wrong

import (
	"reflect"
	"slices"
	"testing"

	"pawl/engine"
)

// There is a liar for each field of the view: what one of them changes of a full
// observation is one field, and together they change all.
func TestALiarForEachField(t *testing.T) {
	var told []string
	for _, l := range lies {
		var fields []string
		for _, full := range observations() {
			o := full()
			l.tell(&o)
			fields = append(fields, differ(reflect.ValueOf(full()), reflect.ValueOf(o), "")...)
		}
		slices.Sort(fields)
		fields = slices.Compact(fields)
		// Two lists of a stamp have one length, or the history would contradict itself.
		if len(fields) != 1 && !slices.Equal(fields, []string{".Stamp.Opens", ".Stamp.Prints"}) {
			t.Errorf("lies-about-%s changes %v, want one field", l.about, fields)
		}
		told = append(told, fields...)
	}
	for _, full := range observations() {
		for _, field := range leaves(reflect.ValueOf(full()), "") {
			if !slices.Contains(told, field) && field != ".Key" {
				t.Errorf("nobody lies about %s", field)
			}
		}
	}
}

// observations have something in every field.
func observations() []func() engine.Observation {
	record := func(p engine.Phase) func() engine.Observation {
		return func() engine.Observation {
			o := engine.Observation{Key: "k", Record: &engine.Record{}, Versions: []engine.Version{{}}}
			fill(reflect.ValueOf(o.Record).Elem())
			fill(reflect.ValueOf(&o.Versions[0]).Elem())
			fill(reflect.ValueOf(&o.Halt).Elem())
			o.Record.Phase, o.Versions[0].State = p, engine.Retiring
			return o
		}
	}
	return []func() engine.Observation{record(engine.Halted), record(engine.Verified),
		func() engine.Observation {
			o := engine.Observation{Key: "k", Entry: &engine.Entry{}}
			fill(reflect.ValueOf(o.Entry).Elem())
			return o
		},
		func() engine.Observation {
			o := engine.Observation{Key: "k", Stamp: &engine.Stamp{}}
			fill(reflect.ValueOf(o.Stamp).Elem())
			o.Stamp.Prints = []string{"a", "b"}
			return o
		},
		func() engine.Observation {
			o := engine.Observation{Key: "k", TurnedAway: &engine.TurnedAway{}}
			fill(reflect.ValueOf(o.TurnedAway).Elem())
			return o
		},
		func() engine.Observation {
			o := engine.Observation{Key: "k", Kept: &engine.Kept{}}
			fill(reflect.ValueOf(o.Kept).Elem())
			return o
		}}
}

func fill(v reflect.Value) {
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString("something")
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Int:
			f.SetInt(7)
		case reflect.Uint32, reflect.Uint64:
			f.SetUint(7)
		case reflect.Slice:
			if f.Type().Elem().Kind() == reflect.Uint8 {
				f.SetBytes([]byte("something"))
			} else if f.Type().Elem().Kind() == reflect.Uint32 {
				f.Set(reflect.ValueOf([]uint32{1, 2}))
			} else if f.Type().Elem().Kind() == reflect.String {
				f.Set(reflect.ValueOf([]string{"a", "b"}))
			}
		}
	}
}

// leaves are the fields of a value, by their paths.
func leaves(v reflect.Value, path string) (all []string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return leaves(v.Elem(), path)
		}
		return nil
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.Struct && v.Type().Field(i).Name == "Halt" && v.Field(i).IsZero() {
				continue
			}
			all = append(all, leaves(v.Field(i), path+"."+v.Type().Field(i).Name)...)
		}
		return all
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Struct {
			for i := range v.Len() {
				all = append(all, leaves(v.Index(i), path)...)
			}
			return all
		}
	}
	return []string{path}
}

// differ lists the fields in which two values of one shape differ.
func differ(a, b reflect.Value, path string) (all []string) {
	switch a.Kind() {
	case reflect.Pointer:
		if a.IsNil() {
			return nil
		}
		return differ(a.Elem(), b.Elem(), path)
	case reflect.Struct:
		for i := range a.NumField() {
			all = append(all, differ(a.Field(i), b.Field(i), path+"."+a.Type().Field(i).Name)...)
		}
		return all
	case reflect.Slice:
		if a.Type().Elem().Kind() == reflect.Struct {
			for i := range a.Len() {
				all = append(all, differ(a.Index(i), b.Index(i), path)...)
			}
			return all
		}
	}
	if !reflect.DeepEqual(a.Interface(), b.Interface()) {
		return []string{path}
	}
	return nil
}
