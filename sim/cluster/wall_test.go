package cluster

import (
	"errors"
	"testing"
	"time"

	"pawl/engine"
	"pawl/sim/deploy"
	"pawl/sim/deploy/keymaker"
)

// TestWallClocksAreOff: each machine's time of day is off by an amount of its own, within half of
// policy's bound, and goes with true time.
func TestWallClocksAreOff(t *testing.T) {
	s := deploy.Standard(engine.Engine{}, 3)
	c := build(&s)
	shown := map[time.Duration]bool{}
	for _, m := range c.machines {
		off := m.wall.read(time.Minute) - dayBegan - time.Minute
		if off > s.Policy.WallSkew/2 || off < -s.Policy.WallSkew/2 {
			t.Errorf("%s is off by %v", m.name, off)
		}
		if again := m.wall.read(time.Hour) - dayBegan - time.Hour; again != off {
			t.Errorf("%s is off by %v, and later by %v", m.name, off, again)
		}
		shown[off] = true
	}
	if len(shown) < 3 {
		t.Errorf("all machines are off by one of %v", shown)
	}
}

// TestWallJumps: a jump is seen on the wall clock, and there only, until it is over.
func TestWallJumps(t *testing.T) {
	inside(t, func(env engine.Env) {
		c := env.Door.(door).m.c
		now, wall := env.Clock.Now(), env.Clock.Wall()
		for _, by := range []time.Duration{-time.Minute, time.Hour, 0} {
			if !c.JumpWall(env.Name, by) {
				t.Errorf("%s does not run", env.Name)
			}
			if got := env.Clock.Wall() - wall; got != by || env.Clock.Now() != now {
				t.Errorf("after a jump by %v the wall clock is off by %v, the other by %v", by, got, env.Clock.Now()-now)
			}
		}
	})
}

// TestKeysEnd: material is handed out until its end by the key service's wall clock; a second
// making does not put that off.
func TestKeysEnd(t *testing.T) {
	at := 10 * time.Second
	wall := func() time.Duration { return at }
	k := keymaker.New(materialOf(1))
	made, _, _ := k.Create(engine.Create{Op: "a", Key: "k", Version: 1, Fence: 1}, at+time.Minute)
	if again, _, _ := k.Create(engine.Create{Op: "a", Key: "k", Version: 1, Fence: 1}, at+time.Hour); again != made || made.End != at+time.Minute {
		t.Errorf("made %+v, and then %+v", made, again)
	}
	for _, c := range []struct {
		at   time.Duration
		want error
	}{{made.End - 1, nil}, {made.End, engine.ErrEnded}} {
		at = c.at
		if _, err := k.Fetch("k", 1, wall); !errors.Is(err, c.want) {
			t.Errorf("at %v: %v, want %v", at, err, c.want)
		}
	}
}
