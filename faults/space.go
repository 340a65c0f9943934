package faults

import (
	"slices"
	"time"
)

// A Space is what exists in a run and how far its faults may go: the assumption
// boundary, inside of which Random stays. Names are those that a target uses:
// "node/a1", "pool/a", "worker/2".
type Space struct {
	Machines []string // whatever may crash and pause
	Pools    []string
	Nodes    []string
	Workers  []string
	Clients  []string
	Services []string // the store and the key service, where they may suffer too
	Paged    []string // the pager, where there is one that may be cut off
	Keys     []string // none: nobody acts on any
	Anchor   string   // the key under which the others are issued; empty: none is
	Windows  []string // whose triggers may be repeated; none: no triggers

	Generations bool // who uses the store knows when it was put back

	Keeps    bool    // nodes keep texts for good, and move them
	Outlasts bool    // a version would be gone before the run ends, if no text were left under it
	Shows    []Thing // what the engine tells of in the store; none: nobody can tell what is what

	TwoPolicies bool // machines can be started under another policy

	Strangers []string // callers without the right; none: nobody asks without it

	Unattended bool // nobody deals with alerts

	From, Until  time.Duration // what is placed by time strikes and is healed within
	Lease        time.Duration // what durations gather around; zero: half of LongestPause
	LongestPause time.Duration // longer than a lease; zero: no pauses
	DriftPPM     int           // ρ, either way; zero: no drift
	WallJump     time.Duration // how far a wall clock may jump, either way; zero: none does

	Meanings []Moment // which may be waited for; nil: all, empty: none
	Steps    []string // of which there are moments; none: of all
	Kinds    []string // which may be used; nil: all
}

// A side is a target, and its peer if the kind has one.
type side struct{ target, peer string }

// groups leaves out those that are empty. All that are left are equally likely,
// whatever their size.
func groups(all ...[]side) [][]side {
	some := make([][]side, 0, len(all))
	for _, g := range all {
		if len(g) > 0 {
			some = append(some, g)
		}
	}
	return some
}

func each(targets []string) []side { return from(targets, "") }

func from(targets []string, peer string) []side {
	all := make([]side, 0, len(targets))
	for _, t := range targets {
		all = append(all, side{t, peer})
	}
	return all
}

// roles are those that someone can play: an actor is known only by a meaning.
func (s Space) roles(w When) []string {
	var roles []string
	if len(s.Workers) > 0 {
		roles = s.owners(w)
	}
	if w.On != "" {
		roles = append(roles, actor)
	}
	return roles
}

// owners are named where neither the moment nor the space tells of which key.
func (s Space) owners(w When) []string {
	if len(s.Keys) < 2 || w.tellsKey() {
		return []string{owner}
	}
	var all []string
	for _, key := range s.Keys {
		all = append(all, ownerOf+key)
	}
	return all
}

// all is a group's name, if it has members.
func (s Space) all(group string) []string {
	if group == "workers" && len(s.Workers) > 0 {
		return []string{group}
	}
	return nil
}

// window is how long a fault can be, in whole milliseconds.
func (s Space) window() int { return milliseconds(s.Until - s.From) }

func (s Space) lease() int {
	if s.Lease == 0 {
		return milliseconds(s.LongestPause / 2)
	}
	return milliseconds(s.Lease)
}

func milliseconds(d time.Duration) int { return int(d / time.Millisecond) }

// longest is the longest that an event of a kind may last.
func (s Space) longest(k *Kind) int {
	if k.bound == nil {
		return s.window()
	}
	return min(milliseconds(k.bound(s)), s.window())
}

// possible are the kinds that have something to happen to.
func (s Space) possible(t Table) []*Kind {
	var some []*Kind
	for i := range t {
		if k := &t[i]; s.allows(k) && s.longest(k) > 0 && len(k.sides(s, When{})) > 0 {
			some = append(some, k)
		}
	}
	return some
}

// often leaves out what comes seldom, unless it is named.
func (s Space) often(some []*Kind) []*Kind {
	return slices.DeleteFunc(some, func(k *Kind) bool { return k.seldom && s.Kinds == nil })
}

func (s Space) allows(k *Kind) bool {
	if k.Beyond != "" {
		return false
	}
	if k.neverAt && len(s.meanings(k)) == 0 {
		return false
	}
	return s.Kinds == nil || slices.Contains(s.Kinds, k.Name)
}

// meanings are those that a kind may wait for.
func (s Space) meanings(k *Kind) []Moment {
	var some []Moment
	for _, m := range s.moments() {
		if k.awaits == nil || k.awaits(m) {
			some = append(some, m)
		}
	}
	return some
}

func (s Space) moments() []Moment {
	if s.Meanings != nil {
		return s.Meanings
	}
	all := everyMoment()
	if !s.Keeps {
		all = all[:keptFrom-1]
	}
	if len(s.Steps) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(m Moment) bool { return !slices.Contains(s.Steps, stepOf(m.String()).Name) })
}
