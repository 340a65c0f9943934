package shrink

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// A part is a way in which a run can be smaller by one thing.
type part func(r *run, o *scenarios.Outcome, keep Kept) []change

// structure is what exists. It comes before what is simpler, since each of it takes more away.
var structure = []part{events, keys, pools, nodes, workers, clients, relying, truths, policies, shorter}

// parts are all single parts.
var parts = append(slices.Clone(structure), simpler, drawing)

// Of an engine that is at home in its setting only what uses it can be less: with fewer nodes or
// another policy it might be what it never said it would be.
var (
	structureAtHome = []part{events, clients, relying, shorter}
	partsAtHome     = append(slices.Clone(structureAtHome), simpler, drawing)
)

// events are each of all that happens, triggers too, the last first.
func events(r *run, _ *scenarios.Outcome, _ Kept) (all []change) {
	for i, e := range slices.Backward(r.Events) {
		all = append(all, change{fmt.Sprintf("without %q", e), r.only(func(k int, _ faults.Event) bool { return k != i })})
	}
	return all
}

// keys are each of several, with what is about it.
func keys(r *run, _ *scenarios.Outcome, _ Kept) (all []change) {
	for i, key := range r.Setting.Keys {
		if len(r.Setting.Keys) > 1 {
			all = append(all, change{"without the key " + key, r.of(func(s *deploy.Setting) { s.Keys = slices.Delete(s.Keys, i, i+1) })})
		}
	}
	return all
}

// pools are each of several, with what is about it; and all regions.
func pools(r *run, _ *scenarios.Outcome, _ Kept) (all []change) {
	if len(r.Setting.Regions) > 0 {
		all = append(all, change{"without regions", r.of(func(s *deploy.Setting) { s.Regions = nil })})
	}
	for i, p := range r.Setting.Pools {
		if len(r.Setting.Pools) > 1 {
			all = append(all, change{"without the pool " + p.Name, r.of(func(s *deploy.Setting) {
				s.Pools = slices.Delete(s.Pools, i, i+1)
				for k := range s.Regions {
					s.Regions[k].Pools = slices.DeleteFunc(s.Regions[k].Pools, func(pool string) bool { return pool == p.Name })
				}
				s.Regions = slices.DeleteFunc(s.Regions, func(x deploy.Region) bool { return len(x.Pools) == 0 })
			})})
		}
	}
	return all
}

// nodes are those of each pool but one, and one less.
func nodes(r *run, _ *scenarios.Outcome, _ Kept) (all []change) {
	for i, p := range r.Setting.Pools {
		for _, n := range fewer(1, p.Nodes) {
			all = append(all, change{fmt.Sprintf("with nodes %d in place of %d in pool %s", n, p.Nodes, p.Name), r.of(func(s *deploy.Setting) { s.Pools[i].Nodes = n })})
		}
	}
	return all
}

func workers(r *run, _ *scenarios.Outcome, _ Kept) []change {
	return counted("workers", 1, r.Setting.Workers, func(n int) run { return r.of(func(s *deploy.Setting) { s.Workers = n }) })
}

func clients(r *run, _ *scenarios.Outcome, _ Kept) []change {
	return counted("clients", 0, r.Setting.Clients, func(n int) run { return r.of(func(s *deploy.Setting) { s.Clients = n }) })
}

// counted are runs with fewer of something, of which there are at least so many.
func counted(what string, least, of int, with func(n int) run) (all []change) {
	for _, n := range fewer(least, of) {
		all = append(all, change{fmt.Sprintf("with %s %d in place of %d", what, n, of), with(n)})
	}
	return all
}

// fewer are the least, half way down to it, and one less, the smallest first.
func fewer(least, of int) (all []int) {
	for _, n := range []int{least, least + 1, (least + of) / 2, of - 1} {
		if n < of && n >= least && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return all
}

// relying are all relying parties, and each of them.
func relying(r *run, _ *scenarios.Outcome, _ Kept) (all []change) {
	if len(r.Setting.Relying) > 1 {
		all = append(all, change{"without relying parties", r.of(func(s *deploy.Setting) { s.Relying = nil })})
	}
	for i, kind := range r.Setting.Relying {
		all = append(all, change{fmt.Sprintf("without relying party %d, %s", i+1, kind), r.of(func(s *deploy.Setting) { s.Relying = slices.Delete(s.Relying, i, i+1) })})
	}
	return all
}

// truths is where the truth is as policy says, one thing at a time; and the operator, who is
// part of it.
func truths(r *run, _ *scenarios.Outcome, _ Kept) (all []change) {
	add := func(differs bool, what string, as func(s *deploy.Setting)) {
		if differs {
			all = append(all, change{what, r.of(as)})
		}
	}
	t := r.Setting.Truth
	add(t.CacheAge != 0, "with caches as old as policy says", func(s *deploy.Setting) { s.Truth.CacheAge = 0 })
	add(t.Lifetime != 0, "with texts that live as policy says", func(s *deploy.Setting) { s.Truth.Lifetime = 0 })
	add(t.DriftPPM != 0, "with clocks as policy says", func(s *deploy.Setting) { s.Truth.DriftPPM = 0 })
	add(t.Beyond, "within the assumptions", func(s *deploy.Setting) { s.Truth.Beyond = false })
	add(r.Setting.Operator, "without an operator", func(s *deploy.Setting) { s.Operator = false })
	return all
}

// policies is the standard policy in place of the run's: all of it, or one line of it.
func policies(r *run, _ *scenarios.Outcome, _ Kept) (all []change) {
	if r.Setting.NewPolicy != nil {
		all = append(all, change{"without another policy", r.of(func(s *deploy.Setting) { s.NewPolicy = nil })})
	}
	standard := engine.StandardPolicy()
	usual := reflect.ValueOf(standard)
	differs := []int{}
	for i := range usual.NumField() {
		if !reflect.DeepEqual(usual.Field(i).Interface(), reflect.ValueOf(r.Setting.Policy).Field(i).Interface()) {
			differs = append(differs, i)
		}
	}
	if len(differs) > 1 {
		all = append(all, change{"with the standard policy", r.of(func(s *deploy.Setting) { s.Policy = standard })})
	}
	for _, i := range differs {
		all = append(all, change{fmt.Sprintf("with the standard policy's %s, %v, in place of %v", usual.Type().Field(i).Name, usual.Field(i).Interface(), reflect.ValueOf(r.Setting.Policy).Field(i).Interface()),
			r.of(func(s *deploy.Setting) { reflect.ValueOf(&s.Policy).Elem().Field(i).Set(usual.Field(i)) })})
	}
	return all
}

// shorter is a run that ends soon after the violation, or earlier at least. Nothing is owed that
// was not due by then.
func shorter(r *run, o *scenarios.Outcome, keep Kept) (all []change) {
	v, _ := o.Shows(keep.Invariant, keep.Clause)
	last := v.At
	for _, c := range v.Cites {
		last = max(last, c.At)
	}
	for _, end := range []time.Duration{last + time.Second/2, (last + r.Setting.Duration) / 2} {
		end = (end + time.Second - 1).Truncate(time.Second)
		if end >= r.Setting.Duration {
			continue
		}
		all = append(all, change{fmt.Sprintf("ended after %s", end), r.of(func(s *deploy.Setting) {
			s.Duration, s.Healed = end, min(s.Healed, end)
		})})
	}
	return all
}

// simpler are events that say the same in less.
func simpler(r *run, _ *scenarios.Outcome, _ Kept) (all []change) {
	setup := deploy.Setup{Setting: r.Setting, Events: r.Events}
	space := setup.Space()
	for i, e := range r.Events {
		for _, x := range faults.Simpler(space, e) {
			all = append(all, change{fmt.Sprintf("with %q in place of %q", x, e), r.with(i, x)})
		}
	}
	return all
}

// drawing are the places that draw, each of which may be calm.
func drawing(r *run, _ *scenarios.Outcome, _ Kept) (all []change) {
	for i, place := range r.Drawing {
		less := *r
		less.Drawing = append(slices.Clone(r.Drawing[:i]), r.Drawing[i+1:]...)
		all = append(all, change{"with the place " + place + " calm", less})
	}
	return all
}
