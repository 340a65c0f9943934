package main

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/moby/swarmkit/v2/api"
	"github.com/moby/swarmkit/v2/manager/keymanager"
	"github.com/moby/swarmkit/v2/manager/state/store"

	"pawl/engine"
	"pawl/real/swarmkit/network"
	"pawl/scenarios"
)

// The rotation of the second tick, at 24h, is dropped. That of the third leads two keys ahead of
// what agents have.
const dropped = "fail actor on commit.due #2"

// Hypothesis 1: an agent that misses one rotation talks to all others, unless the proposal before
// it was dropped: the ring in memory went on, and what comes next is two keys ahead.
func TestDroppedProposal(t *testing.T) {
	const away = "partition node/a1 from store at 35h for 5h"
	for _, e := range both {
		fired(t, e, "", away)
	}
	fired(t, Engine(), "S3", dropped, away)
}

// With libnetwork it takes no cut-off: gossip is told of one of the two new keys, agents stay with
// the old primary key until the next rotation, and whoever starts meanwhile has another.
func TestDroppedProposalLibnetwork(t *testing.T) {
	const starts = "crash node/b1 at 37h for 1m"
	for _, e := range both {
		fired(t, e, "", starts)
	}
	for seed := uint64(1); seed <= seeds; seed++ {
		for _, c := range []struct {
			e     engine.Engine
			apart bool
		}{{Engine(), false}, {Docker(), true}} {
			r := run(t, with(t, c.e, seed, dropped, starts))
			if n := r.unknown(37*time.Hour+10*time.Minute, 47*time.Hour); (n > 5) != c.apart || (n == 0) == c.apart {
				t.Errorf("%s, seed %d: %d opens that nobody could answer", c.e.Name, seed, n)
			}
			if n := r.unknown(48*time.Hour+10*time.Minute, 96*time.Hour); n != 0 {
				t.Errorf("%s, seed %d: %d after the next rotation", c.e.Name, seed, n)
			}
		}
	}
	fired(t, Docker(), "S3", dropped, starts)
}

// Hypotheses 1 and 3: whoever leads after a rotation that came to nothing takes its number again,
// with another key. By the letter that is S7. Nobody ever had the first key: nothing is sealed
// under two keys of one number, and all that is sealed is opened.
func TestNumberAgain(t *testing.T) {
	for _, e := range both {
		for _, events := range [][]string{
			{"crash actor on commit.due #2 for 1h"},
			{dropped, "crash worker/1 at 30h for 20m", "crash worker/2 at 30h for 20m", "crash worker/3 at 30h for 20m"},
		} {
			fired(t, e, "S7", events...)
			for seed := uint64(1); seed <= seeds; seed++ {
				if r := run(t, with(t, e, seed, events...)); !r.alike() {
					t.Errorf("%s, seed %d: two keys of one number are in use", e.Name, seed)
				}
			}
		}
	}
}

// Hypothesis 2: the search for the oldest key takes an index of keys[1:] for one of keys. In a ring
// that is not in the order of its keys it drops another than the oldest one. No ring is: in no run
// is one written that is not in order, or that has lost any other than the oldest.
func TestOldestIsDropped(t *testing.T) {
	if got := rotated(t, 1, 2, 3); !slices.Equal(got, []uint64{2, 3, 4}) {
		t.Errorf("of 1, 2, 3 it makes %v", got)
	}
	if got := rotated(t, 2, 3, 1); slices.Equal(got, []uint64{2, 3, 4}) {
		t.Errorf("of 2, 3, 1 it makes %v: the mistake is no longer there", got)
	}
	writes := 0
	for seed := uint64(1); seed <= 60; seed++ {
		e, seen := watched(Engine())
		run(t, random(e, seed))
		for _, c := range *seen {
			for _, s := range []string{gossip, ipsec} {
				var ring []uint64
				for _, k := range c.NetworkBootstrapKeys {
					if k.Subsystem == subsystemOf(s) {
						ring = append(ring, k.LamportTime)
					}
				}
				if !slices.IsSorted(ring) || len(ring) != 0 && len(ring) != network.PerSubsystem {
					t.Errorf("seed %d: a ring of %v", seed, ring)
				}
				writes++
			}
		}
	}
	if writes < 300 {
		t.Errorf("%d rings were written", writes)
	}
}

// rotated is what one rotation makes of a ring.
func rotated(t *testing.T, times ...uint64) (after []uint64) {
	t.Helper()
	memory := store.NewMemoryStore(nil)
	defer memory.Close()
	c := fresh()
	for _, at := range times {
		c.NetworkBootstrapKeys = append(c.NetworkBootstrapKeys, &api.EncryptionKey{Subsystem: subsystemOf(gossip), LamportTime: at})
		c.EncryptionKeyLamportClock = max(c.EncryptionKeyLamportClock, at)
	}
	if err := restore(memory, c); err != nil {
		t.Fatal(err)
	}
	k := keymanager.New(memory, keymanager.DefaultConfig())
	begin(k)
	if err := rotateKey(k, silent()); err != nil {
		t.Fatal(err)
	}
	_, keys := remembered(k)
	for _, key := range keys {
		after = append(after, key.LamportTime)
	}
	return after
}

// watched is an engine whose proposals are looked at.
func watched(e engine.Engine) (engine.Engine, *[]*api.Cluster) {
	seen, worker := new([]*api.Cluster), e.Worker
	e.Worker = func(env engine.Env) engine.Control { return worker(env.Through(&watching{env.Door, seen})) }
	return e, seen
}

type watching struct {
	engine.Door
	seen *[]*api.Cluster
}

func (w *watching) Ask(r engine.Request) (engine.Reply, error) {
	if txn, ok := r.(engine.Txn); ok {
		for _, op := range txn.Then {
			var e entry
			c := new(api.Cluster)
			if op.Kind == engine.OpPut && op.Key == clusterAt && json.Unmarshal(op.Value, &e) == nil && c.Unmarshal(e.Cluster) == nil {
				*w.seen = append(*w.seen, c)
			}
		}
	}
	return w.Door.Ask(r)
}

// Hypothesis 4: a proposal that is committed and of which nobody is told. In raft that is a leader
// that leads no more; whoever does begins with what is committed.
func TestReplyLost(t *testing.T) {
	for _, e := range both {
		for _, event := range []string{"lose-reply actor on commit.applied #2", "fail-late actor on commit.due #2", "crash actor on commit.applied #2 for 1h", "crash actor on commit.sent #2 for 1h"} {
			fired(t, e, "", event)
			r := run(t, with(t, e, 1, event))
			all := r.versions(gossip)
			for i := 3; i < len(all); i++ { // a number of each subsystem at a time
				if all[i] != all[i-1]+2 {
					t.Errorf("%s: %s: sealed under %v: a key was left out", e.Name, event, all)
				}
			}
			if len(all) < 7 {
				t.Errorf("%s: %s: sealed under %v", e.Name, event, all)
			}
		}
	}
}

// Hypothesis 5: a leader that stands still while another is elected, and rotates when it wakes up.
// What it proposes is of an older term, and refused. Where no term is looked at, it takes back
// what the other one did.
func TestTwoLeaders(t *testing.T) {
	for _, event := range []string{"pause actor on commit.due #2 for 40m", "pause actor on commit.due #2 for 13h"} {
		for _, e := range both {
			fired(t, e, "S7", event)
			for seed := uint64(1); seed <= seeds; seed++ {
				if r := run(t, with(t, e, seed, event)); !r.alike() || r.unknown(0, 96*time.Hour) != 0 {
					t.Errorf("%s, seed %d: two keys of one number, or texts that nobody opens", e.Name, seed)
				}
			}
		}
	}
	termless := engineOf("termless", network.Told, true)
	caught := 0
	for seed := uint64(1); seed <= seeds; seed++ {
		if r := run(t, with(t, termless, seed, "pause actor on commit.due #2 for 13h")); !r.alike() || r.unknown(0, 96*time.Hour) != 0 {
			caught++
		}
	}
	if caught == 0 {
		t.Error("where no term is looked at nothing goes wrong either: this test shows nothing")
	}
}

// Hypothesis 6: an agent that is cut off over one rotation talks to all others, over two to none.
// That is how it is made. With libnetwork it goes on so when the agent is back, at 40h, until the
// next rotation.
func TestCutOff(t *testing.T) {
	for _, e := range both {
		fired(t, e, "", "partition node/a1 from store at 14h for 20h")
		fired(t, e, "S3", "partition node/a1 from store at 14h for 26h")
	}
	for seed := uint64(1); seed <= seeds; seed++ {
		for _, e := range both {
			r := run(t, with(t, e, seed, "partition node/a1 from store at 14h for 26h"))
			back := r.unknown(40*time.Hour+10*time.Minute, 47*time.Hour)
			if libnetwork := e.Name == Docker().Name; libnetwork != (back > 5) || libnetwork == (back == 0) {
				t.Errorf("%s, seed %d: %d opens that nobody could answer after it was back", e.Name, seed, back)
			}
			if n := r.unknown(48*time.Hour+10*time.Minute, 96*time.Hour); n != 0 {
				t.Errorf("%s, seed %d: %d after the next rotation", e.Name, seed, n)
			}
		}
	}
}

// Beside the hypotheses: the write of the first keys is dropped. Nobody has a key until the tick,
// 12 hours later, at which the key manager panics; the daemon starts again, and makes some.
func TestFirstKeysDropped(t *testing.T) {
	for seed := uint64(1); seed <= seeds; seed++ {
		r := run(t, with(t, Engine(), seed, "fail actor on publish.due"))
		if first := r.Past.Seals[0].Emitted; first < 12*time.Hour || first > 13*time.Hour {
			t.Errorf("seed %d: the first seal is at %s", seed, first)
		}
	}
}

// Beside the hypotheses: who leads counts 12 hours from when it began to. With a new leader every
// eleven hours no key is ever rotated.
func TestLeadersComeAndGo(t *testing.T) {
	for seed := uint64(1); seed <= seeds; seed++ {
		var events []string
		for _, at := range []string{"11h", "22h", "33h", "44h", "55h", "66h", "77h", "88h"} {
			events = append(events, "crash workers at "+at+" for 11m")
		}
		r := run(t, with(t, Engine(), seed, events...))
		if got := r.versions(gossip); r.Verdict() != scenarios.Passed || len(got) != 1 {
			t.Errorf("seed %d: %s, sealed under %v in 96 hours", seed, r.Verdict(), got)
		}
	}
}

// In random runs what is found is what is named above; and no number is in use with two keys.
func TestRandom(t *testing.T) {
	found := map[string]int{}
	for seed := uint64(1); seed <= 100; seed++ {
		for _, e := range both {
			r := run(t, random(e, seed))
			if !r.alike() {
				t.Errorf("%s, seed %d: two keys of one number are in use", e.Name, seed)
			}
			for _, id := range r.Fired() {
				found[id]++
			}
		}
	}
	if found["V0"] != 0 || found["S3"] == 0 || found["S7"] == 0 {
		t.Errorf("found %v", found)
	}
	t.Log(found)
}
