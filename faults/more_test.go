package faults

import (
	"fmt"
	"testing"
	"time"
)

func TestHangIsReleased(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "hang node/a1 at 1s for 4s")
	d.run(2 * time.Second)
	d.bits["hang node/a1"]()
	d.run(time.Minute)
	wantLog(t, d, "1s hang node/a1", "5s release node/a1")
	wantReport(t, in, "1s-5s bit 1 [node/a1]")
}

// TestJoinerIsAbsentFirst: it is told before the run, and who is there already cannot
// join.
func TestJoinerIsAbsentFirst(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "join pool/a at 2s", "join node/a1 at 3s")
	wantLog(t, d, "0s absent node/a1", "0s absent node/a2", "0s absent node/a1")
	d.run(time.Minute)
	wantLog(t, d, "0s absent node/a1", "0s absent node/a2", "0s absent node/a1", "2s join node/a1", "2s join node/a2", "3s join node/a1")
	wantReport(t, in, "2s-2s bit 2 [node/a1 node/a2]", "3s-3s bit 0 [node/a1]")
}

// TestARestoredDisk is put back while its machine is down, by as long as that is.
func TestARestoredDisk(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "restore node/a1 at 1s for 3s")
	d.run(time.Minute)
	wantLog(t, d, "1s crash node/a1", "1s restore node/a1 by 3s", "4s restart node/a1")
	wantReport(t, in, "1s-4s bit 1 [node/a1]")
}

// What is done past the engine bites where it changes what something means.
func TestByHand(t *testing.T) {
	texts := []string{"delete-by-hand record at 1s", "garble-by-hand stamp at 2s", "put-back by 5s at 3s", "destroy-by-hand next at 4s"}
	for _, meant := range []bool{true, false} {
		d := newFake()
		d.meant = meant
		in := inject(t, d, 0, texts...)
		d.run(time.Minute)
		wantLog(t, d, `1s delete record of "orders"`, `2s garble stamp of "orders"`, `3s put back "orders" by 5s`, `4s destroy next of "orders"`)
		if meant {
			wantReport(t, in, "1s-1s bit 1 [store]", "2s-2s bit 1 [store]", "3s-3s bit 1 [store]", "4s-4s bit 1 [keys]")
		} else {
			wantReport(t, in, "1s-1s bit 0 [store]", "2s-2s bit 0 [store]", "3s-3s bit 0 [store]", "4s-4s bit 0 [keys]")
		}
	}
}

// What is done past the engine comes alone, unless it is asked for.
func TestByHandIsSeldom(t *testing.T) {
	named := standard
	named.Kinds = []string{putBack.Name}
	alone := 0
	for seed := range seeds {
		plan := roll(seed, standard)
		for _, e := range plan {
			if All.named(e.Kind).seldom && len(plan) > 2 {
				t.Fatalf("seed %d: %s among %d events", seed, e, len(plan))
			}
			if All.named(e.Kind).seldom {
				alone++
			}
		}
		if plan := roll(seed, named); len(plan) == 0 || plan[0].Kind != putBack.Name {
			t.Fatalf("seed %d: %s where nothing but %s may be", seed, plan, putBack.Name)
		}
	}
	if alone == 0 || alone > seeds/20 {
		t.Errorf("%d of %d plans have something done past the engine", alone, seeds)
	}
}

// What an event is about has to be told of by the engine's view.
func TestWhatEventsMean(t *testing.T) {
	for text, want := range map[string]string{
		"delete-by-hand entry at 1s": "[entry]", "garble-by-hand stamp at 1s": "[stamp]", "put-back by 5s at 1s": "[record]",
		"destroy-by-hand next at 1s": "[record]", "crash worker/1 at 1s for 1s": "[]",
	} {
		if got := fmt.Sprint(plan(t, text)[0].Means()); got != want {
			t.Errorf("%s is about %s, want %s", text, got, want)
		}
	}
	if some := (Event{Kind: "lunch"}).Means(); some != nil {
		t.Errorf("what is no event is about %v", some)
	}
}

// TestReplacementIsWiped, unless it was down already.
func TestReplacementIsWiped(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "replace node/a1 at 1s for 4s", "replace node/a1 at 2s for 1s")
	d.run(time.Minute)
	wantLog(t, d, "1s crash node/a1", "1s wipe node/a1", "2s crash node/a1", "5s restart node/a1")
	wantReport(t, in, "1s-5s bit 1 [node/a1]", "2s-3s bit 0 [node/a1]")
}

// TestPoliciesComeWithARestart, forward and back; a machine that is down already keeps what it had.
func TestPoliciesComeWithARestart(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "new-policy worker/1 at 1s for 2s", "old-policy worker/1 at 2s for 500ms", "old-policy worker/1 at 5s for 1s")
	d.run(time.Minute)
	wantLog(t, d, "1s crash worker/1", "1s govern worker/1, new true", "2s crash worker/1", "3s restart worker/1",
		"5s crash worker/1", "5s govern worker/1, new false", "6s restart worker/1")
	wantReport(t, in, "1s-3s bit 1 [worker/1]", "2s-2.5s bit 0 [worker/1]", "5s-6s bit 1 [worker/1]")
}

func TestDisksFail(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "disk-full node/a1 at 1s for 1s", "sync-error node/a2 at 3s for 1s")
	d.run(1500 * time.Millisecond)
	d.bits["disk node/a1"]()
	d.run(time.Minute)
	wantLog(t, d, "1s fail disk of node/a1, sync false", "2s disk of node/a1 is well", "3s fail disk of node/a2, sync true", "4s disk of node/a2 is well")
	wantReport(t, in, "1s-2s bit 1 [node/a1]", "3s-4s bit 0 [node/a2]")
}

// TestPowerIsLostOnce: who has lost it starts again at the end, and nobody else does.
func TestPowerIsLostOnce(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "lose-writes node/a1 at 1s for 3s", "tear-writes node/a2 at 1s for 3s")
	d.run(2 * time.Second)
	d.bits["power node/a1"]()
	d.run(time.Minute)
	wantLog(t, d, "1s power of node/a1, torn false", "1s power of node/a2, torn true",
		"4s power of node/a1 is safe", "4s restart node/a1", "4s power of node/a2 is safe")
	wantReport(t, in, "1s-4s bit 1 [node/a1]", "1s-4s bit 0 [node/a2]")
}

// TestServicesFail: each has messages of its own, of the store and the key service alone.
func TestServicesFail(t *testing.T) {
	for _, row := range []struct {
		text     string
		from, to string
		reply    bool
		instead  Excuse
		counted  int
	}{
		{"reject node/a1 at 1s for 9s", "node/a1", "keys", false, Rejected, 2},
		{"fail node/a1 x2 at 1s", "node/a1", "store", false, Unavailable, 2},
		{"fail-late node/a1 x2 at 1s", "keys", "node/a1", true, Unknown, 2},
	} {
		d := newFake()
		in := inject(t, d, 0, row.text)
		d.run(2 * time.Second)
		for range 2 {
			for _, other := range []Fate{d.pass("node/a1", "worker/1", false), d.pass("worker/1", "node/a1", true), d.pass("node/a2", "keys", false), d.pass("keys", "node/a2", true)} {
				if other != (Fate{}) {
					t.Errorf("%s: another message has the fate %+v", row.text, other)
				}
			}
			if fate := d.pass(row.from, row.to, row.reply); fate != (Fate{Instead: row.instead}) {
				t.Errorf("%s: the fate is %+v", row.text, fate)
			}
		}
		if got := in.Report()[0].Bit; got != row.counted {
			t.Errorf("%s bit %d times, want %d", row.text, got, row.counted)
		}
	}
}

// TestFailuresAddUp: the first that is said stands.
func TestFailuresAddUp(t *testing.T) {
	if got := (Fate{Instead: Rejected}).And(Fate{Lost: true, Instead: Unknown}); got != (Fate{Lost: true, Instead: Rejected}) {
		t.Errorf("got %+v", got)
	}
}

func TestActsAreDoneInAManner(t *testing.T) {
	d := newFake()
	inject(t, d, 0, "abort done blind at 1s", "halt by bob at 2s")
	d.run(time.Minute)
	wantLog(t, d, `1s abort blind "orders" by ""`, `2s halt "orders" by "bob"`)
}

func TestBadRequest(t *testing.T) {
	d := newFake()
	inject(t, d, 0, "bad-request no-window at 1s", "bad-request unknown-verb at 2s")
	d.run(time.Minute)
	wantLog(t, d, `1s bad-request no-window "orders"`, `2s bad-request unknown-verb "orders"`)
}

// TestPlaybooksAreGotWrong: as often as the count says, or until faults end.
func TestPlaybooksAreGotWrong(t *testing.T) {
	d := newFake()
	in := inject(t, d, time.Minute, "wrong-step doubled x2 at 1s", "wrong-step skipped at 30s")
	d.run(2 * time.Second)
	d.bits["slip"]()
	d.run(4 * time.Second)
	d.bits["slip"]()
	d.run(2 * time.Minute)
	wantLog(t, d, `1s slip doubled "orders"`, `4s no slip doubled "orders"`, `30s slip skipped "orders"`, `1m0s no slip skipped "orders"`)
	if r := in.Report(); r[0].Bit != 2 || r[0].To != 4*time.Second || r[1].Bit != 0 || r[1].To != time.Minute {
		t.Errorf("%+v", r)
	}
}

// TestStrangersAsk: one trigger in four of those that are not alone, and no act.
func TestStrangersAsk(t *testing.T) {
	s := standard
	s.Strangers = []string{"stranger"}
	by := map[string]int{}
	for seed := range 4 * seeds {
		if seed%8 == 7 { // it may be a sequel, whose triggers are those that it is about
			continue
		}
		p := roll(seed, s)
		for _, e := range p {
			if len(p) > 1 && !All.named(e.Kind).IsFault() && e.Kind != badRequest.Name {
				by[All.named(e.Kind).Family+" "+e.By]++
			}
		}
	}
	all := by["triggers "] + by["triggers stranger"]
	if part := 100 * by["triggers stranger"] / max(1, all); part < 18 || part > 32 || by["operators stranger"] != 0 {
		t.Errorf("%v: %d %% of triggers are by a stranger", by, part)
	}
}

// TestCrashLoop ends and starts a machine in turn, and leaves it up.
func TestCrashLoop(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "crash-loop node/a1 x3 at 1s for 6s")
	d.run(time.Minute)
	wantLog(t, d, "1s crash node/a1", "2s restart node/a1", "3s crash node/a1", "4s restart node/a1", "5s crash node/a1", "6s restart node/a1")
	wantReport(t, in, "1s-7s bit 3 [node/a1]")

	d = newFake()
	in = inject(t, d, 4*time.Second+time.Second/2, "crash-loop node/a1 x2 at 1s for 6s")
	d.run(time.Minute)
	wantLog(t, d, "1s crash node/a1", "2.5s restart node/a1", "4s crash node/a1", "4.5s restart node/a1")
	wantReport(t, in, "1s-4.5s bit 2 [node/a1]")
}

// TestFlap cuts a link for the first half of each turn.
func TestFlap(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "flap node/a1 from store x2 at 1s for 4s")
	for _, c := range []struct {
		at   time.Duration
		lost bool
	}{{1500, true}, {1999, true}, {2000, false}, {2999, false}, {3000, true}, {4000, false}, {5000, false}} {
		d.run(c.at * time.Millisecond)
		if got := d.pass("store", "node/a1", true).Lost; got != c.lost {
			t.Errorf("at %v lost: %v", d.now(), got)
		}
	}
	wantReport(t, in, "1s-5s bit 3 [node/a1 store]")
}

// TestRewind: copies are asked for before anything happens, and a store that is down is
// somebody else's to start.
func TestRewind(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "rewind at 1s for 3s", "rewind at 2s for 1s")
	d.run(time.Minute)
	wantLog(t, d, "0s back up", "0s back up", "1s put back by 3s", "4s start anew")
	wantReport(t, in, "1s-4s bit 1 [store]", "2s-3s bit 0 []")
}

// TestBeyond: what breaks an assumption is never drawn, and strikes where it is asked for.
func TestBeyond(t *testing.T) {
	for n := range seeds {
		for _, e := range rollTurn(All, n, everything) {
			if why := e.Beyond(); why != "" {
				t.Fatalf("run %d: %q was drawn, which breaks that %s", n, e, why)
			}
		}
	}
	d := newFake()
	in := inject(t, d, 0, "silent-rewind at 1s for 3s", "keys-put-back at 2s for 1s", "keys-put-back at 2500ms for 1s")
	d.run(time.Minute)
	wantLog(t, d, "0s back up", "0s keep copies", "0s keep copies", "1s put back by 3s, silently", "2s forget 1s", "3s start keys", "4s start anew")
	wantReport(t, in, "1s-4s bit 1 [store]", "2s-3s bit 1 [keys]", "2.5s-3.5s bit 0 [keys]")
}

// TestStoreByItself is struck as a machine, whichever way.
func TestStoreByItself(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "no-leader at 1s for 3s", "break-watches at 2s", "compaction at 3s")
	d.run(time.Minute)
	wantLog(t, d, "1s demote", "2s break watches", "3s compact", "4s elected")
	wantReport(t, in, "1s-4s bit 1 [store]", "2s-2s bit 1 [store]", "3s-3s bit 1 [store]")
}
