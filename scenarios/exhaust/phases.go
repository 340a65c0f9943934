package exhaust

import (
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim/deploy"
)

// slowly is how long a write takes on its way to the store, and so how long the shortest
// phases last.
const slowly = 300 * time.Millisecond

// inAllPhases are the events of a run that comes to every phase, and stays in each for as
// long as a slow write takes: a rotation that commits, one that is called off, and one that
// is halted and resumed. In each of them somebody asks for another rotation, and a node
// begins with an empty disk and loads all that there is.
var inAllPhases = []string{
	"delay workers to store by " + faults.PrintDuration(slowly) + " at 0s for 56s",
	"trigger boot at 100ms",
	"trigger w1 on settle.answered",
	"trigger w2 on settle.answered #2",
	"abort on publish.answered #3",
	"trigger w3 on settle.answered #3",
	"halt on publish.answered #4",
	"resume at 50s",
}

// inEachPhase are the moments at which a phase of a rotation begins, at one of the above.
var inEachPhase = []string{"admit.applied #2", "stage.applied #2", "publish.applied #2", "verify.applied #2", "drain.applied #2",
	"commit.applied #2", "settle.applied #2", "abort.applied", "aborted.applied", "halt.applied"}

// Phases is a small cluster that comes to every phase of a rotation, and stays in each for a
// while, so that every fault can strike in it.
func Phases() Subject {
	p := engine.StandardPolicy()
	p.SealLease, p.OpenLease, p.OwnerLease = 3*time.Second, 5*time.Second, 4*time.Second
	p.PublishLead, p.PublishDeadline, p.DrainDeadline = 400*time.Millisecond, 9*time.Second, 7*time.Second
	p.Lifetime = time.Second
	p.Changing = true
	renewed := p
	renewed.Lifetime = 2 * time.Second
	s := deploy.Setting{
		NewPolicy: &renewed,
		Pools:     []deploy.Pool{{Name: "a", Nodes: 2}, {Name: "b", Nodes: 1}}, Workers: 3, Clients: 2,
		Relying: []deploy.Cache{deploy.Aged}, Keys: []string{"pay"}, Policy: p,
		Think: 300 * time.Millisecond, Operator: true, Healed: 56 * time.Second, Duration: 74 * time.Second,
	}
	events := inAllPhases
	for _, phase := range inEachPhase {
		events = append(events, "trigger w9 on "+phase, "trigger w9 on "+phase, "trigger w9 on "+phase, "trigger w9 on "+phase, "replace node/b1 on "+phase+" for 20ms")
	}
	return Subject{Name: "phases", Arg: "phases", setting: s, events: parsed(events)}
}

// parsed are events of the texts of this package, which a test reads all.
func parsed(texts []string) []faults.Event {
	all, err := faults.ParseAll(texts...)
	if err != nil {
		panic("exhaust: " + err.Error())
	}
	return all
}
