package faults

import (
	"strings"
	"time"
)

// A Kind is one sort of event.
type Kind struct {
	Name   string
	Family string // what it is about, such as "network"
	Text   string // what it does, in one sentence
	Form   string // what follows the name: words, slots in angle brackets, what may be left out in square ones
	Needs  string // the interface that a deployment must have
	Beyond string // the assumption that it breaks, so that it is never drawn, and happens only where that is said; "": it lies within all

	able func(d Deployment) bool
	// prepare is called before the run, with the machines that the target stands for; its
	// form has a slot for names that are known by then.
	prepare func(s *strike, machines []string)
	// ahead: what prepare does is felt in the run, before the event's moment comes.
	ahead bool
	// strike puts an event into force; heal, if there is anything to heal, ends it.
	strike func(s *strike) (heal func())
	// request: it is asked for and not suffered.
	request bool

	// The rest is for Random.

	// sides are what it chooses from: first a group, then one of it. None: there
	// is nothing in the space that this kind could happen to.
	sides func(s Space, w When) [][]side
	// bound is the longest that it lets the event last; nil: up to the horizon.
	bound func(s Space) time.Duration
	// awaits are the moments that it lets it wait for; nil: any.
	awaits func(m Moment) bool
	// never placed by time: what is asked for at a time is the plan of the run.
	neverAt bool
	// core: one of the few kinds that most wrong engines fail by. See rounds.
	core bool
	// seldom: little is left to judge after it, so that it comes in lone events alone.
	seldom bool
	// may are the things of a key that it can be about.
	may []Thing

	form form // taken apart, by Table.ready
}

// IsFault says whether it goes wrong, rather than being asked for.
func (k *Kind) IsFault() bool { return !k.request }

// Ahead says whether a kind of event is felt in a run before its moment comes: what is to
// join is not there until then.
func Ahead(kind string) bool {
	k := All.named(kind)
	return k != nil && k.ahead
}

// Core are the names of the kinds by which most engines fail that fail.
func Core() (names []string) {
	for i := range All {
		if All[i].core {
			names = append(names, All[i].Name)
		}
	}
	return names
}

// A Table is a list of kinds.
type Table []Kind

// All are the kinds there are.
var All = Table{
	crash,
	crashLoop,
	pause,
	slow,
	partition,
	flap,
	partitionOneWay,
	drop,
	delay,
	duplicate,
	reorder,
	loseReply,
	drift,
	wallJump,
	hang,
	join,
	replace,
	newPolicy,
	oldPolicy,
	reject,
	keysPutBack,
	overload,
	fail,
	failLate,
	noLeader,
	breakWatches,
	compact,
	rewind,
	silentRewind,
	deleteByHand,
	garbleByHand,
	putBack,
	destroyByHand,
	diskFull,
	syncError,
	loseWrites,
	tearWrites,
	restore,
	trigger,
	duplicateTrigger,
	badRequest,
	abort,
	halt,
	resume,
	keep,
	letGo,
	revoke,
	rotate,
	wrongStep,
}.ready()

func (t Table) named(name string) *Kind {
	for i := range t {
		if t[i].Name == name {
			return &t[i]
		}
	}
	return nil
}

// Faults are the names of the kinds that go wrong, rather than being asked for.
func (t Table) Faults() (names []string) {
	for i := range t {
		if t[i].IsFault() {
			names = append(names, t[i].Name)
		}
	}
	return names
}

func (t Table) unknown(name string) *complaint {
	var known []string
	for i := range t {
		known = append(known, t[i].Name)
	}
	return &complaint{wrong(name, "is no kind of event"), suggest(name, known, "want one of "+strings.Join(known, ", "))}
}

// can says whether a deployment has the primitives P.
func can[P any](d Deployment) bool {
	_, ok := d.(P)
	return ok
}
