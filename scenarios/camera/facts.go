package camera

import (
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim/deploy"
)

// An ask is how a request is found again: who asked whom for what, and when.
type ask struct {
	from, to, label string
	sent            time.Duration
}

// A service is how an answer is found again that does not follow from its request, such as one
// that waited for something: who answered what, and when.
type service struct {
	by, label string
	at        time.Duration
}

// A write is one key of the store as one revision left it. The time is in it because a store that
// was put back counts on from an older revision.
type write struct {
	stood
	object string
}

// stood is a revision of the store.
type stood struct {
	revision int64
	at       time.Duration
}

// A factIndex finds facts again. Its maps are looked up only.
type factIndex struct {
	asks     map[ask][]*checker.Fact
	served   map[service][]*checker.Fact // in the order in which requests arrived
	wrote    map[write]*checker.Fact
	children map[int][]*checker.Fact // by the fact that they follow from
	views    map[viewed]*checker.View
}

// viewed is the view of a key at a revision.
type viewed struct {
	stood
	key string
}

func indexOf(p *checker.Past) *factIndex {
	x := &factIndex{map[ask][]*checker.Fact{}, map[service][]*checker.Fact{}, map[write]*checker.Fact{}, map[int][]*checker.Fact{}, map[viewed]*checker.View{}}
	for i := range p.Facts {
		f := &p.Facts[i]
		x.add(f)
		if f.Cause != 0 {
			x.children[f.Cause] = append(x.children[f.Cause], f)
		}
	}
	for _, all := range x.served {
		slices.SortStableFunc(all, func(a, b *checker.Fact) int { return int(min(max(a.Arrived-b.Arrived, -1), 1)) })
	}
	for i := range p.Views {
		v := &p.Views[i]
		x.views[viewed{stood{v.Revision, v.At}, v.Key}] = v
	}
	return x
}

// asked says that a fact is of a request, whatever became of it.
func (x *factIndex) asked(f *checker.Fact, from, to, label string) {
	a := ask{deploy.MachineOf(from), deploy.MachineOf(to), label, f.Sent}
	x.asks[a] = append(x.asks[a], f)
}

// called says that a fact is of a request that is answered, if it was.
func (x *factIndex) called(f *checker.Fact, from, to, label string) {
	x.asked(f, from, to, label)
	if f.At != 0 {
		s := service{deploy.MachineOf(to), label, f.At}
		x.served[s] = append(x.served[s], f)
	}
}

func (x *factIndex) add(f *checker.Fact) {
	switch w := f.What.(type) {
	case *checker.Wrote:
		x.wrote[write{stood{f.Revision, f.At}, w.Object}] = f
	case *checker.Asked:
		x.called(f, f.Actor, w.To, labelOf(w))
	case *checker.Emitted:
		x.called(f, w.Client, f.Actor, "seal")
	case *checker.Denied:
		x.called(f, w.Client, f.Actor, "seal")
	case *checker.Opened:
		x.called(f, w.Client, w.Node, "open")
	case *checker.Lodged:
		x.called(f, w.Client, w.Node, "keep")
	case *checker.Recalled:
		x.called(f, w.Client, w.Node, "recall")
	case *checker.Requested:
		x.asked(f, deploy.SchedulerName, w.Worker, "trigger")
	case *checker.Acted:
		x.asked(f, deploy.OperatorName, w.Worker, deploy.Acting)
	}
}

// labelOf is what a request is called: by its step, else by its verb.
func labelOf(a *checker.Asked) string {
	if a.Step != "" {
		return a.Step
	}
	return a.Verb
}

// labelIn is what facts call what is called so in a trace, where a push is called by its errand.
func labelIn(label string) string {
	if slices.Contains([]engine.Errand{engine.Install, engine.Activate, engine.Retire, engine.Erase}, engine.Errand(label)) {
		return string(engine.VerbPush)
	}
	return label
}

// take is the first of the facts of a request that was not taken yet.
func (x *factIndex) take(a ask) *checker.Fact {
	all := x.asks[a]
	if len(all) == 0 {
		return nil
	}
	x.asks[a] = all[1:]
	return all[0]
}
