package reference

import (
	"fmt"
	"reflect"
	"slices"

	"pawl/engine"
)

// A Part is one thing that an engine made of this one can have changed: a step, a port, or a
// bound of its policy, of one of its two kinds of process. It is written as the fields are
// that hold it.
type Part struct {
	Role engine.Role
	Name string // such as "Rotation[PUBLISHED]", "env.Store" or "env.Policy.PublishLead"
}

// Wrapping is the part that stands around a whole process: what an engine has put between a
// process and whoever asks it.
const Wrapping = "wrapping"

// String is the part with whose it is.
func (p Part) String() string { return string(p.Role) + "." + p.Name }

// Parts are all that there are, workers' first, in the order of their fields.
func Parts() (all []Part) {
	ws, ns, env := workerSteps(), nodeSteps(), engine.Env{}
	for _, s := range []struct {
		role  engine.Role
		steps any
	}{{engine.WorkerRole, &ws}, {engine.NodeRole, &ns}} {
		for _, f := range append(stepsOf(s.steps), surroundings(&env)...) {
			all = append(all, Part{s.role, f.name})
		}
		all = append(all, Part{s.role, Wrapping})
	}
	return all
}

// Changed are the parts in which a process differs from one of the reference that was
// started with an environment; none, if it is none that was made of it.
func Changed(process any, given engine.Env) (some []Part) {
	inner, wrapped := unwrapped(process)
	fields, right, role := insides(inner, &given)
	for i, f := range fields {
		if !alike(f.value, right[i].value) {
			some = append(some, Part{role, f.name})
		}
	}
	if wrapped {
		some = append(some, Part{role, Wrapping})
	}
	return some
}

// PutBack gives a process back the reference's own of some parts. What the process has
// remembered so far stays: it belongs at its start. It is another process where what was
// wrapped around it is taken away.
func PutBack[P any](process P, given engine.Env, parts []Part) P {
	inner, wrapped := unwrapped(process)
	fields, right, role := insides(inner, &given)
	for i, f := range fields {
		if slices.Contains(parts, Part{role, f.name}) && !alike(f.value, right[i].value) {
			f.value.Set(right[i].value)
		}
	}
	if bare, fits := inner.(P); wrapped && fits && slices.Contains(parts, Part{role, Wrapping}) {
		return bare
	}
	return process
}

// PutBackIn is an engine that starts each process with some parts put back.
func PutBackIn(e engine.Engine, parts []Part) engine.Engine {
	worker, agent := e.Worker, e.Agent
	e.Worker = func(env engine.Env) engine.Control { return PutBack(worker(env), env, parts) }
	e.Agent = func(env engine.Env) engine.Serving { return PutBack(agent(env), env, parts) }
	return e
}

// unwrapped is the process of the reference that something else has embedded, as the engine's
// part of the contract that it is; else the process itself.
func unwrapped(process any) (inner any, wrapped bool) {
	for {
		v := reflect.Indirect(reflect.ValueOf(process))
		if v.Kind() != reflect.Struct {
			return process, wrapped
		}
		f := v.FieldByName("Control")
		if !f.IsValid() {
			f = v.FieldByName("Serving")
		}
		if !f.IsValid() || f.Kind() != reflect.Interface || f.IsNil() || !f.CanInterface() {
			return process, wrapped
		}
		process, wrapped = f.Interface(), true
	}
}

// field is a part as it is in a process.
type field struct {
	name  string
	value reflect.Value
}

// insides are the parts of a process, and what they are in the reference.
func insides(process any, given *engine.Env) (fields, right []field, role engine.Role) {
	switch p := process.(type) {
	case *Worker:
		s := workerSteps()
		return append(stepsOf(&p.steps), surroundings(&p.env)...), append(stepsOf(&s), surroundings(given)...), engine.WorkerRole
	case *Agent:
		s := nodeSteps()
		return append(stepsOf(&p.steps), surroundings(&p.env)...), append(stepsOf(&s), surroundings(given)...), engine.NodeRole
	}
	return nil, nil, ""
}

// stepsOf are the fields of a table of steps; of those that are for a phase or a state, each.
func stepsOf(table any) (all []field) {
	v := reflect.ValueOf(table).Elem()
	for i := range v.NumField() {
		name, f := v.Type().Field(i).Name, v.Field(i)
		if f.Kind() != reflect.Array {
			all = append(all, field{name, f})
			continue
		}
		for n := range f.Len() {
			var word string
			if name == "Rotation" {
				word = Phase(n).word()
			} else {
				word = State(n).word()
			}
			all = append(all, field{fmt.Sprintf("%s[%s]", name, word), f.Index(n)})
		}
	}
	return all
}

// surroundings are the ports of an environment, and the bounds of its policy.
func surroundings(env *engine.Env) (all []field) {
	v := reflect.ValueOf(env).Elem()
	for _, port := range []string{"Store", "Keys", "Fleet", "Clock", "Pager", "Disk"} {
		all = append(all, field{"env." + port, v.FieldByName(port)})
	}
	p := v.FieldByName("Policy")
	for i := range p.NumField() {
		all = append(all, field{"env.Policy." + p.Type().Field(i).Name, p.Field(i)})
	}
	return all
}

// alike says of two parts that they are the same: functions by their code, which closures of
// one place share. None of the reference's own is a closure.
func alike(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Func:
		return a.Pointer() == b.Pointer()
	case reflect.Interface:
		switch x, y := a.Elem(), b.Elem(); {
		case !x.IsValid() || !y.IsValid():
			return x.IsValid() == y.IsValid()
		default:
			return x.Type() == y.Type() && x.Comparable() && y.Comparable() && x.Equal(y)
		}
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// Over puts something between what a process asks of its store and whatever stands before
// that, if it is a process of the reference.
func Over(process any, put func(engine.Store) engine.Store) {
	inner, _ := unwrapped(process)
	switch p := inner.(type) {
	case *Worker:
		p.env.Store = put(p.env.Store)
	case *Agent:
		p.env.Store = put(p.env.Store)
	}
}

// KindOf says what lies at a place of the store: "record", "owner", "window", "stamp"…
func KindOf(place string) string {
	_, kind, _ := split(place)
	return kind
}
