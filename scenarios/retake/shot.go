package retake

import (
	"encoding/hex"
	"errors"
	"fmt"

	"pawl/faults"
	"pawl/reports/film"
	"pawl/scenarios"
	"pawl/scenarios/camera"
)

// A Shot is a take as data.
type Shot struct {
	Hash       string     `json:"hash"`        // of the trace
	Recorded   string     `json:"recorded"`    // and that of the repro
	AsRecorded bool       `json:"as_recorded"` // they are the same
	Followed   bool       `json:"followed"`    // it followed the recorded decisions
	Near       string     `json:"near"`        // how it differs from what it is near to; "": it is that
	Verdict    string     `json:"verdict"`
	Fired      []string   `json:"fired"`  // what was violated
	Events     []string   `json:"events"` // that were planned in it
	Film       *film.Film `json:"film"`   // null: it was not asked for
}

// Shot tells of a take. Its film is made of the trace that was kept.
func (b *Studio) Shot(m *Retaken, filmed bool) (*Shot, error) {
	o := &m.Outcome
	if d := o.Diverged; d != nil {
		return nil, fmt.Errorf("the run leaves the recorded decisions at decision %d, %q: expected %s, and there is %s; engine, harness or file have changed since", d.Index, d.Label, d.Expected, d.Actual)
	}
	s := &Shot{Hash: m.Hash(), Recorded: hex.EncodeToString(b.Repro.Hash[:]), AsRecorded: b.AsRecorded(m), Followed: m.Followed,
		Near: m.Near, Verdict: string(o.Verdict()), Fired: append([]string{}, o.Fired()...),
		Events: scenarios.Names(o.Setup.Events, faults.Event.String)}
	if !filmed {
		return s, nil
	}
	var err error
	if s.Film, err = camera.Film(o); err != nil {
		return nil, err
	}
	if s.Film.Len() == 0 {
		return nil, errors.New("nothing happened in the run, so that there is nothing to be shown")
	}
	return s, nil
}

// A Planned is an event of a repro, as whoever changes it needs it.
type Planned struct {
	Text  string `json:"text"`
	Fault bool   `json:"fault"` // and not asked for
	Spare bool   `json:"spare"` // the run could do without it
	At    int64  `json:"at_ns"`
	On    string `json:"on"` // the moment that it waits for; "": it has a time
	Nth   int    `json:"nth"`
	For   int64  `json:"for_ns"` // 0: it does not last
}

// Planned are the events of the repro, in its order.
func (b *Studio) Planned() []Planned {
	all := make([]Planned, len(b.Repro.Events))
	for i, e := range b.Repro.Events {
		on := e.On
		if on != "" && e.When.Key != "" {
			on = e.When.Key + "/" + on
		}
		all[i] = Planned{Text: e.String(), Fault: e.IsFault(), Spare: scenarios.Spare(e), At: int64(e.At), On: on, Nth: e.Nth, For: int64(e.For)}
	}
	return all
}
