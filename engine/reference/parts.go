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
	}
	return all
}

// Changed are the parts in which a process differs from one of the reference that was
// started with an environment; none, if it is none that was made of it.
func Changed(process any, given engine.Env) (some []Part) {
	fields, right, role := insides(process, &given)
	for i, f := range fields {
		if !alike(f.value, right[i].value) {
			some = append(some, Part{role, f.name})
		}
	}
	return some
}

// PutBack gives a process back the reference's own of some parts, and says whether it had
// another of any. What the process has remembered so far stays: it belongs at its start.
func PutBack(process any, given engine.Env, parts []Part) (did bool) {
	fields, right, role := insides(process, &given)
	for i, f := range fields {
		if slices.Contains(parts, Part{role, f.name}) && !alike(f.value, right[i].value) {
			f.value.Set(right[i].value)
			did = true
		}
	}
	return did
}

// PutBackIn is an engine that starts each process with some parts put back.
func PutBackIn(e engine.Engine, parts []Part) engine.Engine {
	worker, agent := e.Worker, e.Agent
	e.Worker = func(env engine.Env) engine.Control {
		c := worker(env)
		PutBack(c, env, parts)
		return c
	}
	e.Agent = func(env engine.Env) engine.Serving {
		s := agent(env)
		PutBack(s, env, parts)
		return s
	}
	return e
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
