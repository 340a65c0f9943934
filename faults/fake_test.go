package faults

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// fake is a deployment that does nothing but write down what it is told.
type fake struct {
	clock  time.Duration
	timers []timer
	log    []string
	owner  []string            // of any key that has no line in owners
	owners map[string][]string // by key
	down   map[string]bool
	absent map[string]bool
	bits   map[string]func() // the latest of each primitive and machine
	heard  map[string][]*interception
	meant  bool // what is done by hand changes something
}

type timer struct {
	at time.Duration
	f  func()
}

func newFake() *fake {
	return &fake{down: map[string]bool{}, absent: map[string]bool{}, bits: map[string]func(){}, heard: map[string][]*interception{}}
}

func (d *fake) now() time.Duration { return d.clock }

func (d *fake) Members(target, key string) []string {
	switch target {
	case "owner":
		if some, ok := d.owners[key]; ok {
			return some
		}
		return d.owner
	case "pool/a":
		return []string{"node/a1", "node/a2"}
	case "everything":
		return []string{"store", "worker/1", "node/a1", "node/a2"}
	case "store", "keys", "worker/1", "worker/2", "node/a1", "node/a2":
		return []string{target}
	}
	return nil
}

func (d *fake) After(after time.Duration, f func()) {
	d.timers = append(d.timers, timer{d.clock + after, f})
}

// run lets time pass until then, timers of the same instant in their order.
func (d *fake) run(until time.Duration) {
	for {
		next := -1
		for i, t := range d.timers {
			if t.at <= until && (next < 0 || t.at < d.timers[next].at) {
				next = i
			}
		}
		if next < 0 {
			d.clock = until
			return
		}
		t := d.timers[next]
		d.timers = slices.Delete(d.timers, next, next+1)
		d.clock = t.at
		t.f()
	}
}

func (d *fake) say(format string, args ...any) {
	d.log = append(d.log, fmt.Sprintf("%v ", d.clock)+fmt.Sprintf(format, args...))
}

func (d *fake) Crash(machine string) bool {
	d.say("crash %s", machine)
	wasUp := !d.down[machine]
	d.down[machine] = true
	return wasUp
}

func (d *fake) Restart(machine string) {
	d.say("restart %s", machine)
	d.down[machine] = false
}

func (d *fake) Pause(machine string, bit func()) {
	d.say("pause %s", machine)
	d.bits["pause "+machine] = bit
}

func (d *fake) Resume(machine string) { d.say("resume %s", machine) }

func (d *fake) Slow(machine string, lag time.Duration, bit func()) {
	d.say("slow %s %v", machine, lag)
	d.bits["slow "+machine] = bit
}

type interception struct{ f func(*Passage) Fate }

func (d *fake) Intercept(machine string, f func(*Passage) Fate) (stop func()) {
	d.say("intercept %s", machine)
	i := &interception{f}
	d.heard[machine] = append(d.heard[machine], i)
	return func() {
		d.say("let %s be", machine)
		d.heard[machine] = slices.DeleteFunc(slices.Clone(d.heard[machine]), func(other *interception) bool { return other == i })
	}
}

// pass lets a message leave, and tells its fate.
func (d *fake) pass(from, to string, reply bool) (fate Fate) {
	p := &Passage{From: from, To: to, Verb: "txn", Reply: reply}
	for _, machine := range []string{from, to} {
		for _, i := range d.heard[machine] {
			fate = fate.And(i.f(p))
		}
	}
	return fate
}

func (d *fake) Trigger(window, key string, attempt int, by string) {
	d.say("trigger %q of %q attempt %d by %q", window, key, attempt, by)
}

func (d *fake) Act(verb, key, by string, how Manner) {
	if how != "" {
		verb += " " + string(how)
	}
	d.say("%s %q by %q", verb, key, by)
}

func (d *fake) Slip(how Slip, key string, bit func()) (stop func()) {
	d.say("slip %s %q", how, key)
	d.bits["slip"] = bit
	return func() { d.say("no slip %s %q", how, key) }
}

func (d *fake) BadRequest(defect Defect, key string) { d.say("bad-request %s %q", defect, key) }

func (d *fake) Hang(machine string, bit func()) (release func()) {
	d.say("hang %s", machine)
	d.bits["hang "+machine] = bit
	return func() { d.say("release %s", machine) }
}

func (d *fake) Absent(machine string) {
	d.say("absent %s", machine)
	d.absent[machine] = true
}

func (d *fake) Join(machine string) (wasAbsent bool) {
	d.say("join %s", machine)
	wasAbsent = d.absent[machine]
	d.absent[machine] = false
	return wasAbsent
}

func (d *fake) Restore(machine string, ago time.Duration) { d.say("restore %s by %v", machine, ago) }

func (d *fake) Demote() (elected func()) {
	d.say("demote")
	return func() { d.say("elected") }
}

func (d *fake) BreakWatches() { d.say("break watches") }

func (d *fake) Compact() { d.say("compact") }

func (d *fake) Govern(machine string, renewed bool) { d.say("govern %s, new %v", machine, renewed) }

func (d *fake) BackUp() { d.say("back up") }

func (d *fake) KeepCopies() { d.say("keep copies") }

func (d *fake) Forget(ago time.Duration) (start func()) {
	if d.down["keys"] {
		return nil
	}
	d.down["keys"] = true
	d.say("forget %v", ago)
	return func() { d.down["keys"] = false; d.say("start keys") }
}

func (d *fake) Rewind(ago time.Duration, silently bool) (start func()) {
	if d.down["store"] {
		return nil
	}
	d.down["store"] = true
	how := ""
	if silently {
		how = ", silently"
	}
	d.say("put back by %v%s", ago, how)
	return func() { d.down["store"] = false; d.say("start anew") }
}

func (d *fake) Delete(what Thing, key string) bool {
	d.say("delete %s of %q", what, key)
	return d.meant
}

func (d *fake) Garble(what Thing, key string) bool {
	d.say("garble %s of %q", what, key)
	return d.meant
}

func (d *fake) PutBack(key string, ago time.Duration) bool {
	d.say("put back %q by %v", key, ago)
	return d.meant
}

func (d *fake) DestroyByHand(of Material, key string) bool {
	d.say("destroy %s of %q", of, key)
	return d.meant
}

func (d *fake) Wipe(machine string) { d.say("wipe %s", machine) }

func (d *fake) FailDisk(machine string, sync bool, bit func()) (stop func()) {
	d.say("fail disk of %s, sync %v", machine, sync)
	d.bits["disk "+machine] = bit
	return func() { d.say("disk of %s is well", machine) }
}

func (d *fake) LosePower(machine string, torn bool, lost func()) (stop func()) {
	d.say("power of %s, torn %v", machine, torn)
	d.bits["power "+machine] = lost
	return func() { d.say("power of %s is safe", machine) }
}

func (d *fake) DuplicateTrigger(n int, bit func()) (stop func()) {
	d.say("duplicate %d", n)
	for range n {
		bit()
	}
	return func() { d.say("duplicate no more") }
}

func (d *fake) Drift(machine string, ppm int, bit func()) {
	d.say("drift %s %d", machine, ppm)
	d.bits["drift "+machine] = bit
}

func (d *fake) JumpWall(machine string, by time.Duration) (running bool) {
	d.say("wall of %s %v", machine, by)
	return true
}

func (d *fake) Steady(machine string) { d.say("steady %s", machine) }

// mute has none of the primitives.
type mute struct{ d *fake }

func (m mute) Members(target, key string) []string { return m.d.Members(target, key) }
func (m mute) After(after time.Duration, f func()) { m.d.After(after, f) }

func plan(t testing.TB, texts ...string) []Event {
	t.Helper()
	var all []Event
	for _, text := range texts {
		f, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}

func inject(t testing.TB, d *fake, until time.Duration, texts ...string) *Injector {
	t.Helper()
	in, err := NewInjector(plan(t, texts...), d, []string{"orders"}, d.now, until)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func wantLog(t *testing.T, d *fake, want ...string) {
	t.Helper()
	if !slices.Equal(d.log, want) {
		t.Errorf("the deployment was told\n%q\nwant\n%q", d.log, want)
	}
}

func moment(t testing.TB, name string) Moment {
	t.Helper()
	m, ok := MeaningOf(name)
	if !ok {
		t.Fatalf("no meaning %s", name)
	}
	return m
}
