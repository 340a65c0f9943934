package camera

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"pawl/checker"
	"pawl/reports/film"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// Film films a run. Its outcome must have its history and its trace.
func Film(o *scenarios.Outcome) (*film.Film, error) { return shoot(o, film.MostFrames) }

// shoot films at most so many frames.
func shoot(o *scenarios.Outcome, most int) (*film.Film, error) {
	switch {
	case o.Diverged != nil:
		return nil, errors.New("the run left the decisions that were recorded, and was given up: there is nothing to film that anybody meant")
	case o.History == nil || o.Past == nil:
		return nil, errors.New("the run left no history, without which there is no film")
	case len(o.Trace) == 0:
		return nil, errors.New("the run kept no trace, without which there is no film: make it with its trace")
	}
	c := newCamera(o)
	c.frames()
	c.bands()
	c.tenures()
	c.marks()
	c.lamps()
	c.margins()
	c.knowings()
	c.cut(most)
	if err := c.f.Agrees(); err != nil {
		return nil, fmt.Errorf("the film contradicts itself, which is a fault of the harness: %w", err)
	}
	return c.f, nil
}

// A camera is a film in the making. Its maps are looked up only.
type camera struct {
	o     *scenarios.Outcome
	p     *checker.Past
	trace []sim.Event
	f     *film.Film

	texts map[string]int
	lanes map[string]int
	keys  map[string]int

	facts    *factIndex
	letters  []*checker.Fact // what the history has of each message; nil: nothing
	follows  map[int][]int   // frames that follow from a frame
	writes   map[write]int   // frame, by what was written
	revision map[stood]int   // first frame of a revision
	lease    map[int64]int   // place of a lease among the film's
	record   map[string]*checker.View
}

func newCamera(o *scenarios.Outcome) *camera {
	c := &camera{o: o, p: o.Past, trace: o.Trace, f: &film.Film{Version: film.Version, First: 1},
		texts: map[string]int{}, lanes: map[string]int{}, keys: map[string]int{},
		follows: map[int][]int{}, writes: map[write]int{}, revision: map[stood]int{}, lease: map[int64]int{}, record: map[string]*checker.View{}}
	c.text("")
	c.f.Run = film.Run{Engine: o.Case.Engine.Name, Scenario: "standard", Seed: fmt.Sprint(o.Case.Seed), TraceHash: hex.EncodeToString(o.Hash[:]),
		Verdict: string(o.Verdict()), Why: why(o), CallTimeout: int64(o.Past.CallTimeout), End: int64(o.Past.End)}
	if o.Case.Scenario != nil {
		c.f.Run.Scenario = o.Case.Scenario.Name
	}
	for i, k := range o.Past.Keys {
		c.keys[k] = i
		c.f.Keys = append(c.f.Keys, k)
	}
	for i := range o.Past.Machines {
		m := &o.Past.Machines[i]
		c.lane(m.Name, kindOf(m), m.Pool)
	}
	for i := range o.Past.Starts {
		s := &o.Past.Starts[i]
		l := &c.f.Lanes[c.laneOf(s.Machine)]
		l.Lives = append(l.Lives, film.Life{Self: s.Incarnation, From: int64(s.From), To: int64(s.To)})
	}
	for i := range o.Past.Stands {
		s := &o.Past.Stands[i]
		l := &c.f.Lanes[c.laneOf(s.Machine)]
		l.Stands = append(l.Stands, film.Standstill{From: int64(s.From), To: int64(s.To)})
	}
	c.facts = indexOf(o.Past)
	return c
}

// why is what has to be known beside the verdict.
func why(o *scenarios.Outcome) []string {
	all := append([]string{}, o.Report.Invalid...)
	for _, m := range o.Report.Missed {
		all = append(all, "not seen: "+m)
	}
	for _, b := range o.Broken() {
		all = append(all, "an assumption was broken: "+b)
	}
	return append(all, o.Missed...)
}

// text is the number of a text.
func (c *camera) text(s string) int {
	s = strings.ToValidUTF8(s, "�")
	n, known := c.texts[s]
	if !known {
		n = len(c.f.Texts)
		c.texts[s] = n
		c.f.Texts = append(c.f.Texts, s)
	}
	return n
}

func (c *camera) lane(name, kind, pool string) int {
	n := len(c.f.Lanes)
	c.lanes[name] = n
	c.f.Lanes = append(c.f.Lanes, film.Track{Name: name, Kind: kind, Pool: pool, Lives: []film.Life{}, Stands: []film.Standstill{}})
	return n
}

// laneOf is the lane of a machine or of one of its processes. Somebody nobody has heard of, such
// as a process that a foreign engine names, is outside.
func (c *camera) laneOf(who string) int {
	name := deploy.MachineOf(who)
	if n, known := c.lanes[name]; known {
		return n
	}
	if name == planActor {
		return c.lane(name, film.PlanLane, "")
	}
	return c.lane(name, film.OutsideLane, "")
}

// planActor is whom a trace has tell what is to happen.
const planActor = "plan"

func kindOf(m *checker.Machine) string {
	switch m.Duty {
	case checker.StoreDuty:
		return film.StoreLane
	case checker.KeysDuty:
		return film.KeysLane
	case checker.WorkerDuty:
		return film.WorkerLane
	case checker.NodeDuty:
		return film.NodeLane
	case checker.ClientDuty:
		return film.ClientLane
	case checker.RelyingDuty:
		return film.RelyingLane
	case checker.OperatorDuty:
		if m.Name == deploy.SchedulerName {
			return film.SchedulerLane
		}
		return film.OperatorLane
	}
	return film.OutsideLane
}
