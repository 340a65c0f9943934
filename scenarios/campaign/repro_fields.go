package campaign

import (
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"pawl/checker"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// violable is what a run can violate: invariants, what a program must not do to itself, and what
// an assumption that is pushed too far costs.
func violable() []string {
	return slices.Concat(scenarios.Names(checker.All, func(i checker.Invariant) string { return i.ID }),
		slices.Sorted(maps.Keys(programs)), slices.Sorted(maps.Keys(promises)))
}

// repro turns the fields into what they mean. An error is about the key.
func (f *reproFile) repro(own []wrong.Engine) (r *Repro, key string, err error) {
	r = &Repro{Engine: f.Engine, Violated: f.Violated, own: own}
	if f.SchemaVersion != reproVersion {
		r.version = f.SchemaVersion
	}
	for _, field := range []struct {
		key  string
		take func(r *Repro) error
	}{
		{"engine", f.takeEngine},
		{"seed", f.takeSeed},
		{"violated", f.takeViolated},
		{"trace_hash", f.takeHash},
		{"events", func(r *Repro) (err error) { r.Events, err = eventsOf(f.Events); return err }},
		{"scenario", func(r *Repro) error { return r.setScenario(string(f.Scenario)) }},
		{settingKey, f.takeSetting},
		{drawingKey, f.takeDrawing},
		{orderKey, f.takeOrder},
		{"decisions", func(r *Repro) (err error) { r.Decisions, err = sim.DecodeDecisions(string(f.Decisions)); return err }},
	} {
		if err := field.take(r); err != nil {
			return nil, field.key, err
		}
	}
	return r, "", nil
}

// takeSetting comes after the scenario, in place of whose setting there may be another since
// version 9.
func (f *reproFile) takeSetting(r *Repro) (err error) {
	switch {
	case r.Scenario != "" && f.Setting != nil && r.version != 0:
		return fmt.Errorf("a setting beside a scenario, which version %d does not have; want one of them", r.version)
	case r.Scenario != "" && f.Setting == nil:
		return nil
	case f.Setting == nil:
		return fmt.Errorf("the key %q is missing: without a scenario it says what exists in the run", settingKey)
	}
	r.Setting, err = settingOf(f.Setting)
	return err
}

// takeOrder wants one that is not the usual, which is said by saying nothing.
func (f *reproFile) takeOrder(r *Repro) error {
	if f.Order != nil && !slices.Contains(deploy.Orders, *f.Order) {
		return fmt.Errorf("order: %.40q: want one of %q, or no such key where requests come as drawn", *f.Order, deploy.Orders)
	}
	if f.Order != nil {
		r.Order = *f.Order
	}
	return nil
}

// takeDrawing wants places in order, each once: so the same run has one text.
func (f *reproFile) takeDrawing(r *Repro) error {
	if f.Drawing == nil {
		return nil
	}
	all := *f.Drawing
	switch {
	case r.version != 0:
		return fmt.Errorf("drawing: version %d has no such key", r.version)
	case len(all) > mostPlaces:
		return fmt.Errorf("drawing: %d places: want at most %d", len(all), mostPlaces)
	}
	for i, place := range all {
		switch {
		case place == "" || len(place) > longestPlace:
			return fmt.Errorf("drawing[%d]: %.40q: want a place of 1 to %d bytes", i, place, longestPlace)
		case i > 0 && place <= all[i-1]:
			return fmt.Errorf("drawing[%d]: %.40q does not come after %.40q: want places in order, each once", i, place, all[i-1])
		}
	}
	r.Drawing = all
	return nil
}

func (f *reproFile) takeEngine(*Repro) error {
	if f.Engine == "" {
		return errors.New("engine is empty: want a name")
	}
	return nil
}

func (f *reproFile) takeSeed(r *Repro) (err error) {
	if r.Seed, err = strconv.ParseUint(f.Seed, 10, 64); err != nil || strconv.FormatUint(r.Seed, 10) != f.Seed {
		return fmt.Errorf("seed: %.40q: want a number from 0 to 18446744073709551615", f.Seed)
	}
	return nil
}

func (f *reproFile) takeViolated(*Repro) error {
	if len(f.Violated) == 0 {
		return errors.New("violated is empty: want what was violated")
	}
	for i, v := range f.Violated {
		if known := violable(); !slices.Contains(known, v.Invariant) {
			return fmt.Errorf("violated[%d].invariant: %.40q is not known; %s", i, v.Invariant, scenarios.Suggest(v.Invariant, known))
		}
	}
	return nil
}

func (f *reproFile) takeHash(r *Repro) error {
	hash, err := hex.DecodeString(f.TraceHash)
	if err != nil || len(hash) != len(r.Hash) || hex.EncodeToString(hash) != f.TraceHash {
		return fmt.Errorf("trace_hash: %.80q: want %d hexadecimal digits in lower case", f.TraceHash, 2*len(r.Hash))
	}
	copy(r.Hash[:], hash)
	return nil
}

func eventsOf(texts []string) ([]faults.Event, error) {
	if len(texts) > mostEvents {
		return nil, fmt.Errorf("events: %d: want at most %d", len(texts), mostEvents)
	}
	all := make([]faults.Event, len(texts))
	for i, t := range texts {
		f, err := faults.Parse(t)
		if err != nil {
			return nil, fmt.Errorf("events[%d]: %w", i, err)
		}
		all[i] = f
	}
	return all, nil
}

func (r *Repro) setScenario(text string) error {
	if text == standard {
		return nil
	}
	if _, err := scenarios.Parse("scenario", []byte(text), r.own...); err != nil {
		return fmt.Errorf("scenario: %w", err)
	}
	r.Scenario = text
	return nil
}
