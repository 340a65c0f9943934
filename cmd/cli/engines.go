package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/planted"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/exhaust"
	"pawl/sim/deploy"
)

// Own is what a module of its own adds to the command line. Its main gives it to
// [Main], and has every verb for its engines.
type Own struct {
	// Command is what the command line is called, in help and in advice; "" stands
	// for pawl.
	Command string
	// Engines can be checked, by name. The first of them is what check checks
	// unless it is told otherwise; if there is none, the reference.
	Engines []engine.Engine
	// MustFail are engines with a bug each, and the invariants of which one must
	// catch it. They are planted and hunted with those that come with Pawl, and a
	// scenario can break them.
	MustFail []wrong.Engine
	// MustCatch names bugs of package planted. Check plants all bugs of that package at the
	// ports of an engine that is not the reference, and lists which survive; of these it is
	// a criterion that they do not.
	MustCatch []string
	// Home is where the Engines live whose times or machines are not those of the standard
	// setting; nil: they are run as the reference is. Random runs and single faults of them are
	// made there, and the library's scenarios are not.
	Home deploy.Home
	// Troubles are what may be in the way of a day at Home already when every single fault is
	// tried: exhaust home-NAME tries what is then the second trouble.
	Troubles []exhaust.Trouble
	// AsExpected names scenarios of the library that must go as they expect, of an engine that
	// is not the reference: what they expect they expect of that. In all others invariants are
	// judged, and what went in another way is listed.
	AsExpected []string
}

// engines are all that a command line knows, by name.
type engines struct {
	right    []engine.Engine // the first is the one to check
	wrong    []wrong.Engine
	own      []wrong.Engine  // those of wrong that do not come with Pawl
	must     []string        // bugs planted at ports that must be caught
	expected []string        // scenarios that must go as expected
	home     deploy.Home     // of some; nil: none has one
	at       []engine.Engine // that live there
	troubles []exhaust.Trouble
	list     string // the command that lists them
}

// enginesOf puts a module's own engines beside those that come with Pawl. Two of
// one name could not be told apart in a repro.
func enginesOf(own Own) (engines, error) {
	all := engines{
		right:    append(slices.Clone(own.Engines), reference.Engine()),
		wrong:    slices.Concat(wrong.All, own.MustFail),
		own:      own.MustFail,
		must:     own.MustCatch,
		expected: own.AsExpected,
		home:     own.Home,
		troubles: own.Troubles,
		at:       own.Engines,
		list:     own.command() + " scenario words " + enginesSection,
	}
	return all, errors.Join(all.distinct(), all.sound(), own.mustFire(), own.mustCatch())
}

// homeOf is where an engine lives, with a bug planted at its ports too; nil: it is run as the
// reference is.
func (all *engines) homeOf(e engine.Engine) deploy.Home {
	for _, lives := range all.at {
		if lives.Name == planted.Bare(e.Name) {
			return all.home.Of(lives)
		}
	}
	return nil
}

// homesOf are the runs of an engine where it lives, for single faults; none: it has no such place.
func (all *engines) homesOf(e engine.Engine) ([]exhaust.Subject, error) {
	h := all.homeOf(e)
	if h == nil {
		return nil, nil
	}
	return exhaust.Homes(h, e, all.troubles...)
}

// distinct says which engines could not be told apart, or called by their name.
func (all *engines) distinct() error {
	names := all.names()
	for i, name := range names {
		switch {
		case name == "":
			return errors.New("an engine without a name: give it one, for --engine and for its repros")
		case slices.Contains(names[:i], name):
			return fmt.Errorf("two engines are called %q: give each a name of its own; reference and those of engine/wrong are taken", name)
		case !engine.ValidName(name): // of two in one fleet, and of one with a bug planted, the name has other signs
			return fmt.Errorf("an engine is called %q: want 1 to 64 letters, digits, dots, dashes or underscores, since files and other names are made of it", name)
		}
	}
	return nil
}

// sound says which engine should not be run.
func (all *engines) sound() error {
	every := slices.Clone(all.right)
	for _, w := range all.wrong {
		every = append(every, w.Engine)
	}
	for _, e := range every {
		if err := scenarios.Sound(e); err != nil {
			return err
		}
	}
	return nil
}

// mustFire says of which engines it is not known what must catch them.
func (own *Own) mustFire() error {
	for _, e := range own.MustFail {
		if len(e.MustFire) == 0 {
			return fmt.Errorf("the engine %q must fail, and MustFire does not say by which invariant: name at least one", e.Name)
		}
		for _, id := range e.MustFire {
			if !slices.ContainsFunc(checker.All, func(inv checker.Invariant) bool { return inv.ID == id }) {
				return fmt.Errorf("the engine %q must fail by %q, which is no invariant; to see them: %s scenario words invariants", e.Name, id, own.command())
			}
		}
	}
	return nil
}

// mustCatch says which bugs that must be caught are none.
func (own *Own) mustCatch() error {
	known := scenarios.Names(planted.All, func(b planted.Bug) string { return b.Name })
	for _, name := range own.MustCatch {
		if !slices.Contains(known, name) {
			return fmt.Errorf("MustCatch names the bug %q, which cannot be planted; %s", name, scenarios.Suggest(name, known))
		}
	}
	return nil
}

// usual is the name of the engine to check unless another is named.
func (all *engines) usual() string { return all.right[0].Name }

// named finds an engine.
func (all *engines) named(name string) (engine.Engine, error) {
	if e, found := campaign.Named(name, all.right, all.wrong); found {
		return e, nil
	}
	if one, other, mixed := strings.Cut(name, engine.Between); mixed {
		for _, half := range []string{one, other} {
			if _, err := all.named(half); err != nil {
				return engine.Engine{}, err
			}
		}
	}
	return engine.Engine{}, amongf(all.list, "no engine is called %q; %s", name, scenarios.Suggest(name, all.names()))
}

// mustFail finds engines that must: those that are named, or all.
func (all *engines) mustFail(names []string) ([]wrong.Engine, error) {
	if len(names) == 0 {
		return all.wrong, nil
	}
	var some []wrong.Engine
	for _, name := range names {
		i := slices.IndexFunc(all.wrong, func(w wrong.Engine) bool { return w.Name == name })
		if i < 0 {
			return nil, amongf(all.list, "no engine that must fail is called %q; %s", name, scenarios.Suggest(name, all.wrongNames()))
		}
		if !slices.ContainsFunc(some, func(w wrong.Engine) bool { return w.Name == name }) {
			some = append(some, all.wrong[i])
		}
	}
	return some, nil
}

func (all *engines) names() []string {
	return append(scenarios.Names(all.right, func(e engine.Engine) string { return e.Name }), all.wrongNames()...)
}

func (all *engines) wrongNames() []string {
	return scenarios.Names(all.wrong, func(w wrong.Engine) string { return w.Name })
}

// command is what the command line is called.
func (own *Own) command() string { return cmp.Or(own.Command, "pawl") }
