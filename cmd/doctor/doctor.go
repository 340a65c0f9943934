package doctor

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Patience is how long anything is waited for.
const Patience = 3 * time.Second

// State is what was found out.
type State string

const (
	Fit     State = "fit"
	Unfit   State = "unfit"   // it is there, and not enough, or not right
	Missing State = "missing" // it is not there
	Unclear State = "unclear" // it could not be found out
)

// A Reading is one thing that was looked at.
type Reading struct {
	Name     string
	State    State
	Found    string   // in words
	Wants    string   // what would be right
	NeededBy []string // verbs; none: no verb of this build
	Cost     string   // what it costs that it is not fit; empty if it is
}

// Needs says whether any of some verbs needs it.
func (r *Reading) Needs(verbs []string) bool {
	return slices.ContainsFunc(r.NeededBy, func(v string) bool { return slices.Contains(verbs, v) })
}

// Examine looks at everything. Dir is where repros would go.
func Examine(ctx context.Context, h Host, dir string) (all []Reading) {
	for i := range probes {
		p := &probes[i]
		r := Reading{Name: p.name, Wants: p.wants, NeededBy: append([]string{}, p.neededBy...)}
		r.State, r.Found = within(ctx, Patience, func(ctx context.Context) (State, string) { return p.look(ctx, &h, dir) })
		if r.State != Fit {
			r.Cost = p.cost
		}
		all = append(all, r)
	}
	return all
}

// Verbs are those that need anything.
func Verbs() (all []string) {
	for _, p := range probes {
		for _, v := range p.neededBy {
			if !slices.Contains(all, v) {
				all = append(all, v)
			}
		}
	}
	return all
}

// within does not wait for what does not come back, such as a file system that is gone.
func within(ctx context.Context, patience time.Duration, look func(context.Context) (State, string)) (State, string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	type seen struct {
		state State
		found string
	}
	done := make(chan seen, 1)
	go func() {
		state, found := look(ctx)
		done <- seen{state, found}
	}()
	select {
	case s := <-done:
		return s.state, s.found
	case <-ctx.Done():
		return Unclear, fmt.Sprintf("no answer within %s", patience)
	}
}
