package reference

import (
	"testing"
	"time"

	"pawl/engine"
)

// extends says whether a node whose material could not be loaded has its stamps kept
// alive: a ring in this state, with stamps of rev 3 that are due, under a record of rev 4.
func extends(rec Record, change func(*Ring)) bool {
	w := &world{policy: engine.StandardPolicy()}
	asked := false
	steps := nodeSteps()
	steps.Grant = func(_ *Ring, t Terms) error {
		asked = t.Rev == 3 && t.Seal == 1
		return nil
	}
	clock := &stoppedClock{10 * time.Second}
	env := engine.Env{Role: engine.NodeRole, Name: "node/a1", Boot: "1", Policy: w.policy, Clock: clock}
	r := newRing(newAgent(env, steps), theKey)
	r.rec, r.recordMod = rec, 9
	r.maySeal, r.mayOpen, r.servingRev, r.openRev = 1, []uint32{1}, 3, 3
	r.sealing.mod, r.opening.mod = 7, 7
	r.sealing.inForce, r.opening.inForce = 4*time.Second, 4*time.Second
	change(r)
	_ = extend(r, RightsUnder(theKey, "a", &r.rec))
	return asked
}

type stoppedClock struct{ now time.Duration }

func (c *stoppedClock) Now() time.Duration  { return c.now }
func (c *stoppedClock) Wall() time.Duration { return c.now }
func (c *stoppedClock) Sleep(time.Duration) {}

// TestExtendsInPublishedOnly is rule 4 for a node that is slow to load: in PUBLISHED, and in
// HALTED from PUBLISHED, and never in another phase.
func TestExtendsInPublishedOnly(t *testing.T) {
	versions := []Version{{N: 1, State: Active}, {N: 2}}
	for p := range phases {
		rec := Record{Rev: 4, Target: 4, Phase: p, Active: 1, Next: 2, Versions: versions}
		halted := rec
		halted.Phase, halted.From = Halted, p
		if got := extends(rec, func(*Ring) {}); got != (p == Published) {
			t.Errorf("%s: extended %v", p.word(), got)
		}
		if got := extends(halted, func(*Ring) {}); got != (p == Published) {
			t.Errorf("HALTED from %s: extended %v", p.word(), got)
		}
	}
}

// TestExtendsWhatLivesOnly: what is extended is a stamp that lives, that is known to be in
// the store, by which the node lives, and that is due.
func TestExtendsWhatLivesOnly(t *testing.T) {
	rec := Record{Rev: 4, Target: 4, Phase: Published, Active: 1, Next: 2, Versions: []Version{{N: 1, State: Active}, {N: 2}}}
	for name, change := range map[string]func(*Ring){
		"a joiner's":                   func(r *Ring) { r.sealing.mod, r.opening.mod, r.openRev = 0, 0, 1 },
		"one without its seal stamp":   func(r *Ring) { r.sealing.mod = 0 },
		"one that has run out":         func(r *Ring) { r.opening.inForce = -10 * time.Second },
		"one that is not lived by":     func(r *Ring) { r.servingRev = 4 },
		"one that is young":            func(r *Ring) { r.sealing.inForce, r.opening.inForce = 9*time.Second, 9*time.Second },
		"one of which the rev differs": func(r *Ring) { r.openRev = 2 },
	} {
		if extends(rec, change) {
			t.Errorf("%s is extended", name)
		}
	}
}

// TestExtendsWhatIsInTheStore: a grant whose reply was lost has landed. The node, which had
// given its seal right up for it, is told so when it reads its stamps; what it extends is
// what they say.
func TestExtendsWhatIsInTheStore(t *testing.T) {
	rec := Record{Rev: 4, Target: 4, Phase: Published, Active: 1, Next: 2, Versions: []Version{{N: 1, State: Active}, {N: 2}}}
	read := func(rev uint64) engine.TxnResult {
		sealing, opening := Stamp{Node: "node/a1", Rev: rev, Seal: 1}, Stamp{Node: "node/a1", Rev: rev, Opens: []uint32{1}, Prints: []string{""}}
		return engine.TxnResult{Reads: [][]engine.KV{{}, {{Value: sealing.encode(), Mod: 7}}, {{Value: opening.encode(), Mod: 7}}}}
	}
	for rev, want := range map[uint64]bool{3: true, 2: false} {
		got := extends(rec, func(r *Ring) {
			r.maySeal = 0
			r.learned(read(rev))
		})
		if got != want {
			t.Errorf("stamps of rev %d in the store, of rev 3 lived by: extended %v, with the seal right %v", rev, got, want)
		}
	}
}

// TestExtendsByWhatTheRecordSaysNow: who has to read what stands in the store reads the record
// with it. When that has moved, what allowed the extension may be over, and the comparison with
// the record, which is then with the new one, would not tell.
func TestExtendsByWhatTheRecordSaysNow(t *testing.T) {
	rec := Record{Rev: 4, Target: 4, Phase: Published, Active: 1, Next: 2, Versions: []Version{{N: 1, State: Active}, {N: 2}}}
	for name, c := range map[string]struct {
		phase Phase
		mod   int64
		want  bool
	}{
		"unmoved":       {Published, 9, true},
		"aborted since": {Aborting, 10, false},
		"moved since":   {Published, 10, false}, // it is read once more
	} {
		now := rec
		now.Phase = c.phase
		sealing, opening := Stamp{Node: "node/a1", Rev: 3, Seal: 1}, Stamp{Node: "node/a1", Rev: 3, Opens: []uint32{1}, Prints: []string{""}}
		got := extends(rec, func(r *Ring) {
			r.openRev = 0
			r.a.env.Store = told{answer: engine.TxnResult{Revision: 20, Reads: [][]engine.KV{
				{{Value: now.encode(), Mod: c.mod}}, {{Value: sealing.encode(), Mod: 7}}, {{Value: opening.encode(), Mod: 7}}}}}
		})
		if got != c.want {
			t.Errorf("the record %s: extended %v", name, got)
		}
	}
}

// told is a store that answers every transaction alike.
type told struct {
	engine.Store
	answer engine.TxnResult
}

func (s told) Txn(engine.Txn) (engine.TxnResult, error) { return s.answer, nil }
