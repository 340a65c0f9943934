package main

import (
	"testing"
	"time"

	"pawl/checker"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

const (
	keeping   = "dex-2.13.0"
	refetches = "dex-2.13.0-refetching"
	oneClock  = "dex-2.13.0-one-clock"
)

// 1, confirmed: a new key signs as soon as it is published. Nothing goes wrong in this day; a
// relying party that keeps keys no longer than the header allows does not have the new one.
func TestNewKeySignsAtOnce(t *testing.T) {
	o := finds(t, on(t, keeping, 2), "S3")
	relied := false
	for i := range o.Past.Opens {
		p := &o.Past.Opens[i]
		relied = relied || p.Relying && p.Answer == checker.UnknownKey && p.Emitted-p.Asked <= leastAge
		if !p.Relying && p.Answer == checker.UnknownKey {
			t.Errorf("%s did not know v%d at %s", p.Node, p.Version, p.Emitted)
		}
	}
	if !relied {
		t.Error("no relying party went without a key by a view that it was allowed to keep")
	}
}

// And with the times that dex has by default.
func TestNewKeySignsAtOnceByDefault(t *testing.T) {
	s := on(t, keeping, 3)
	s.Policy.Period, s.Policy.Lifetime, s.Policy.KeyLife = 6*time.Hour, 24*time.Hour, 60*time.Hour
	s.Truth.Lifetime = s.Policy.Lifetime
	s.Duration, s.Healed = 6*time.Hour+10*time.Minute, 6*time.Hour
	finds(t, s, "S3")
}

// 1, the other half: whoever asks again for a key that it does not know has it, where the clocks
// of the servers are right.
func TestWhoAsksAgainHasTheKey(t *testing.T) {
	for _, o := range holds(t, 5, oneClock, nil) {
		if made, signed := versionsOf(&o); made < 7 || signed < 7 {
			t.Errorf("seed %d: %d keys made, %d signed: too few rotations to speak of", o.Setup.Seed, made, signed)
		}
	}
}

// 2, refuted: where both servers rotate at the same time two keys are made, and one of them is
// lost: it never signs, and nobody is ever told of it.
func TestTwoRotateAtOnce(t *testing.T) {
	raced := 0
	for _, o := range holds(t, 20, oneClock, nil) {
		if made, signed := versionsOf(&o); made > signed {
			raced++
		}
	}
	if raced < 5 {
		t.Errorf("two keys were made for one rotation in %d days of 20: too few to speak of", raced)
	}
}

// The clocks of two servers are apart, by no more than policy allows.
var apart = []string{"wall-jump node/a1 by +5s at 1s for 109m", "wall-jump node/b1 by -5s at 1s for 109m"}

// 3, confirmed: a server whose clock is behind goes by the keys that it has kept, and signs with
// the old one when the other has signed with the new one.
func TestServerBehindSignsWithTheOldKey(t *testing.T) {
	finds(t, on(t, refetches, 16, apart...), "S2")
}

// 3, and it hands out the old keys: whoever does not know the new one, and asks it again, is not
// told.
func TestServerBehindDoesNotTellOfTheNewKey(t *testing.T) {
	o := finds(t, on(t, refetches, 4, apart...), "S3")
	for i := range o.Past.Opens {
		if p := &o.Past.Opens[i]; p.Relying && p.Answer == checker.UnknownKey {
			return
		}
	}
	t.Error("no relying party went without the key")
}

// hurried is a day of short times, in which tokens end, and are asked about, often.
func hurried(s *deploy.Setup) {
	s.Policy.Period, s.Policy.Lifetime, s.Truth.Lifetime = 2*time.Minute, 8*time.Minute, 8*time.Minute
	s.Think, s.Duration, s.Healed = 10*time.Second, 30*time.Minute, 28*time.Minute
	s.Relying, s.Clients = nil, 8
}

// 4, confirmed: the key of a token is dropped before the token has ended, which was signed by a
// server whose clock is behind that of the other. Neither is behind the right time, so that by
// the end that stands in the token it has longer to go than by the lifetime it is judged by.
func TestKeyIsDroppedBeforeItsLastToken(t *testing.T) {
	s := on(t, refetches, 52, "wall-jump node/a1 by +5s at 1s for 27m", "wall-jump node/b1 by +5s at 1s for 27m")
	hurried(&s)
	o := finds(t, s, "S5")
	if droppedEarly(&o) == 0 {
		t.Error("a key was not known, but none that had been known")
	}
}

// 4, where all clocks are right: a key outlives what it has signed.
func TestKeyOutlivesItsTokens(t *testing.T) {
	old := 0
	longer := func(s *deploy.Setup) {
		hurried(s)
		s.Truth.Lifetime += time.Minute // clients come back with what has ended, too: that keys are dropped is seen
	}
	for _, o := range holds(t, 6, oneClock, longer) {
		for i := range o.Past.Opens {
			if p := &o.Past.Opens[i]; p.Answer == checker.UnknownKey {
				old++ // of a token that has ended
			}
		}
	}
	if old == 0 {
		t.Error("no key was ever dropped: nothing was seen of that")
	}
}

// droppedEarly counts answers that do not know the key of a token that has yet to end, and was
// signed so long ago that all have known it.
func droppedEarly(o *scenarios.Outcome) (n int) {
	signed := map[int]time.Duration{}
	for i := range o.Past.Seals {
		signed[o.Past.Seals[i].ID] = o.Past.Seals[i].Emitted
	}
	p := &o.Setup.Policy
	for i := range o.Past.Opens {
		if a := &o.Past.Opens[i]; a.Answer == checker.UnknownKey {
			if age := a.Emitted - signed[a.Seal]; age > 2*p.Period && age < p.Lifetime {
				n++
			}
		}
	}
	return n
}

// 5, refuted: a server that hears nothing of what became of its rotation goes by what is stored.
func TestRotationNotHeardOf(t *testing.T) {
	for _, event := range []string{"lose-reply actor on commit.applied #2", "lose-reply actor on commit.applied #3", "lose-reply actor x3 on commit.applied #2", "drop actor x2 on commit.due #2", "crash actor on commit.applied #2 for 2m"} {
		for _, o := range holds(t, 6, oneClock, nil, event) {
			if !o.Bit() {
				t.Errorf("seed %d: %s bit nobody", o.Setup.Seed, event)
			}
		}
	}
}

// 6, refuted: who cannot reach the storage over a rotation signs nothing, and rotates late.
func TestStorageAwayOverARotation(t *testing.T) {
	for _, event := range []string{"partition pool/a from store at 14m for 10m", "partition pool/b from store at 29m30s for 40m", "no-leader at 14m30s for 5m", "partition-one-way store to node/a1 at 14m for 3m"} {
		for _, o := range holds(t, 6, oneClock, nil, event) {
			if !o.Bit() {
				t.Errorf("seed %d: %s bit nobody", o.Setup.Seed, event)
			}
		}
	}
}

// Whatever goes wrong beside clocks, nothing is violated of who asks again.
func TestAnythingElse(t *testing.T) {
	holds(t, 40, oneClock, func(s *deploy.Setup) {
		s.Events = append(s.Events, s.Plan(deploy.Turn{Campaign: 1, N: int(s.Seed)})...)
	})
}
