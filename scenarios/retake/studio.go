package retake

import (
	"context"
	"encoding/hex"
	"fmt"

	"pawl/engine"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// A Studio has a repro and makes takes of it.
type Studio struct {
	Repro  *campaign.Repro
	engine engine.Engine
	runner scenarios.Runner
}

// NewStudio wants the repro's engine.
func NewStudio(r *campaign.Repro, e engine.Engine, runner scenarios.Runner) *Studio {
	return &Studio{r, e, runner}
}

// A Retaken is a take as it came out. Whoever has looked at it lets go of its outcome, or keeps it.
type Retaken struct {
	Outcome scenarios.Outcome
	Near    string // how it differs from the run that it is near to; "": it is that one
	// Followed says that it followed the recorded decisions, and did not draw from the seed.
	Followed bool
}

// Case is the run of a take.
func (b *Studio) Case(t Take) (c scenarios.Case, how string, err error) {
	if c, err = b.Repro.Case(b.engine); err != nil {
		return c, "", err
	}
	if c.Events, err = t.Events(c.Events); err != nil {
		return c, "", err
	}
	if t.Same() {
		return c, "", nil
	}
	c.Replay = nil
	if t.Near > 0 {
		how = near(&c, t.Near)
	}
	return c, how, nil
}

// Make makes the run of a take. To keep is to keep the trace, which a film is made of.
func (b *Studio) Make(ctx context.Context, t Take, keep bool) (*Retaken, error) {
	c, how, err := b.Case(t)
	if err != nil {
		return nil, err
	}
	c.Keep, c.NoLog = keep, !keep && c.Replay == nil
	o, err := b.runner.Run(ctx, c)
	if err != nil {
		return nil, err
	}
	return &Retaken{o, how, c.Replay != nil}, nil
}

// Hash is the trace hash of a take, as results write it.
func (m *Retaken) Hash() string { return hex.EncodeToString(m.Outcome.Hash[:]) }

// AsRecorded says that it is the run that a repro recorded, bit for bit.
func (b *Studio) AsRecorded(m *Retaken) bool {
	return m.Outcome.Diverged == nil && m.Outcome.Hash == b.Repro.Hash
}

// Saved is a take as a repro file of its own, which the command line replays; an error if
// nothing was violated in it, of which there is no repro.
func (b *Studio) Saved(m *Retaken) (name string, text []byte, err error) {
	fired := m.Outcome.Fired()
	switch {
	case m.Outcome.Diverged != nil:
		return "", nil, fmt.Errorf("the run left the decisions that were recorded, and was given up: there is no repro of that")
	case len(fired) == 0:
		return "", nil, fmt.Errorf("nothing was violated in this run, and a repro is of a violation")
	}
	again := campaign.Replayed{Outcome: m.Outcome}
	r := campaign.NewRepro(again.Failure())
	return r.Name(), r.Bytes(), nil
}
