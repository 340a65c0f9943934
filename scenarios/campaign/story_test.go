package campaign

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/checker"
	"pawl/cmd/house/lengthy"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

const key = "k"

// aView is a revision of the record, in which nothing else is of interest.
func aView(at time.Duration, by, phase, rotation string) checker.View {
	return checker.View{Key: key, At: at, Sent: at - time.Millisecond, By: by, RecordWritten: true,
		Record: checker.Record{Phase: phase, Rotation: rotation, Window: "w-" + rotation, Owner: "worker/1#1", Fence: 1}}
}

// aRun is a history whose revisions are numbered from 1.
func aRun(views ...checker.View) *scenarios.Outcome {
	for i := range views {
		views[i].Revision = int64(i + 1)
	}
	return &scenarios.Outcome{Past: &checker.Past{History: &checker.History{Keys: []string{key}}, Views: views}}
}

func linesOf(story []reports.Moment) string {
	var b strings.Builder
	for _, m := range story {
		fmt.Fprintf(&b, "%s|%s|%s|%s\n", m.At, m.Who, m.What, m.Kind)
	}
	return b.String()
}

func wants(t *testing.T, story []reports.Moment, lines ...string) {
	t.Helper()
	all := linesOf(story)
	rest := all
	for _, line := range lines {
		_, after, found := strings.Cut(rest, line)
		if !found {
			t.Errorf("no line, here or in this place, that says %q:\n%s", line, all)
			return
		}
		rest = after
	}
}

// What the sentence speaks of is told however long before, and the gap is marked.
func TestStoryKeepsWhatIsCited(t *testing.T) {
	views := []checker.View{aView(4*time.Second, "worker/1#1", checker.Intent, "lost"), aView(4*time.Second+time.Millisecond, "worker/2#1", checker.Intent, "r")}
	for i := range 40 {
		v := aView(time.Duration(5+i)*time.Second, "worker/1#1", []string{checker.Published, checker.Verified}[i%2], "r")
		views = append(views, v)
	}
	o := aRun(views...)
	vs := o.Past.Views
	end := ending{at: 50 * time.Second, who: "L1", what: "is still INTENT", key: key, cites: []checker.Cite{vs[0].Cite(), vs[1].Cite()}}
	told := story(o, end)
	wants(t, told, "records INTENT for window w-lost (revision 1)", "records INTENT for window w-r (revision 2)",
		"|…|(28 left out)|left out", "(revision 42)", "|L1|is still INTENT|ending")
}

// Of the rest only what is about the same thing is told.
func TestStoryDropsWhatIsAboutSomethingElse(t *testing.T) {
	other := aView(12*time.Second, "worker/3#1", checker.Idle, "")
	other.Versions = []checker.Version{{N: 1, State: checker.Retiring}}
	o := aRun(aView(4*time.Second, "worker/1#1", checker.Intent, "mine"), aView(5*time.Second, "worker/1#1", checker.Idle, ""), other)
	o.Past.Triggers = []checker.Trigger{
		{Key: key, Called: 3 * time.Second, Returned: 6 * time.Second, Requested: checker.Requested{ID: "t1", Window: "w-mine", Attempt: 1, Worker: "worker/2", Outcome: checker.Refused, Why: "busy"}},
		{Key: key, Called: 7 * time.Second, Requested: checker.Requested{ID: "t2", Window: "another", Attempt: 1, Worker: "worker/2"}},
	}
	told := story(o, ending{at: 20 * time.Second, who: "S1", what: "fits no order", key: key, cites: []checker.Cite{o.Past.Triggers[0].Cite()}})
	wants(t, told, "3.000 s|scheduler|asks for the rotation of window w-mine, attempt 1 (t1 to worker/2)",
		"records INTENT for window w-mine", "6.000 s|scheduler|hears of t1 from worker/2: refused, busy", "|S1|")
	for _, not := range []string{"another", "RETIRING"} {
		if all := linesOf(told); strings.Contains(all, not) {
			t.Errorf("%q is about something else:\n%s", not, all)
		}
	}
}

// The second of two equal moments stays where it is if it is the failing one; others
// are put in a row, from its first to its last moment.
func TestRowsDoNotMoveTheFailingMoment(t *testing.T) {
	o := aRun(aView(time.Second, "worker/1#1", checker.Intent, "r"))
	mint := func(at time.Duration, op string) checker.Effect {
		return checker.Effect{Key: key, By: "worker/2#1", At: at, Outside: checker.Outside{Kind: checker.Mint, Version: 2, Op: op, Accepted: true, Made: true}}
	}
	push := func(at time.Duration, by string) checker.Effect {
		return checker.Effect{Key: key, By: by, At: at, Outside: checker.Outside{Kind: checker.Install, Version: 2, Accepted: true, Made: true}}
	}
	o.Past.Effects = []checker.Effect{push(1500*time.Millisecond, "worker/1#1"), push(1600*time.Millisecond, "worker/2#1"), push(1700*time.Millisecond, "worker/1#1"),
		mint(4027*time.Millisecond, "a"), mint(5036*time.Millisecond, "b")}
	e := o.Past.Effects
	told := story(o, ending{at: e[4].At, who: "S7", what: "was made twice", key: key, cites: []checker.Cite{e[3].Cite(), e[4].Cite()}})
	wants(t, told, "1.500–1.700 s|worker/1|pushes install of version 2, twice", "1.600 s|worker/2|pushes install of version 2|",
		"4.027 s|worker/2|has version 2 minted|", "5.036 s|worker/2|has version 2 minted|", "5.036 s|S7|",
		"|missing|the second mint of version 2 did not repeat the operation id of the first")
}

// What is cited and comes after the violation is told after it.
func TestStoryGoesOnToTheLastThatIsCited(t *testing.T) {
	o := aRun(aView(4009*time.Millisecond, "worker/3#1", checker.Intent, "r"))
	told := story(o, ending{at: 4005 * time.Millisecond, who: "S6", what: "minted too soon", key: key, cites: []checker.Cite{o.Past.Views[0].Cite()}})
	wants(t, told, "4.005 s|S6|minted too soon|ending", "4.009 s|worker/3|records INTENT")
}

func TestMissing(t *testing.T) {
	const s = time.Second
	for _, c := range []struct {
		name  string
		views func() []checker.View
		want  string
	}{
		{"a phase", func() []checker.View {
			return []checker.View{aView(4*s, "worker/1#1", checker.Verified, "r"), aView(5*s, "worker/1#1", checker.Committed, "r")}
		}, "no DRAINING was recorded between VERIFIED (revision 1) and COMMITTED (revision 2)"},
		{"ownership", func() []checker.View {
			return []checker.View{aView(4*s, "worker/1#1", checker.Intent, "r"), aView(5*s, "worker/2#1", checker.Staged, "r")}
		}, "worker/2#1 did not own the key at revision 2: worker/1#1 did, with fence 1"},
		{"a comparison, by the time", func() []checker.View {
			late := aView(5*s, "worker/1#1", checker.Staged, "r")
			late.Sent = 3 * s
			return []checker.View{aView(4*s, "worker/1#1", checker.Intent, "r"), late}
		}, "revision 2 was not compared with revision 1: it was sent before that was written"},
		{"a comparison, by what it says", func() []checker.View {
			new := aView(4*s, "worker/1#1", checker.Intent, "r")
			new.Rev = 9
			return []checker.View{new, aView(5*s, "worker/1#1", checker.Staged, "r")}
		}, "revision 2 was not compared with revision 1: it was made from an older record"},
		{"a comparison, by the version", func() []checker.View {
			old, new := aView(4*s, "worker/1#1", checker.Intent, "r"), aView(5*s, "worker/1#1", checker.Intent, "q")
			old.Next, new.Next = 3, 3
			return []checker.View{old, new}
		}, "revision 2 was not compared with revision 1: it was made from an older record"},
		{"an active version", func() []checker.View {
			old, new := aView(4*s, "worker/1#1", checker.Draining, "r"), aView(6*s, "worker/1#1", checker.Committed, "r")
			old.Active, new.Active = 1, 2
			return []checker.View{old, aView(5*s, "worker/1#1", checker.Draining, "r"), new}
		}, "revision 2 names no version in the place of version 1; version 2 became active with revision 3, at 6.000 s"},
		{"an entry", func() []checker.View {
			entry := aView(6*s, "worker/1#1", checker.Staged, "r")
			entry.RecordWritten, entry.Audit = false, []checker.Entry{{Transition: "STAGED"}}
			return []checker.View{aView(4*s, "worker/1#1", checker.Intent, "r"), aView(5*s, "worker/1#1", checker.Staged, "r"), entry}
		}, "no entry was in revision 2, which changed the record: it came by itself with revision 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := aRun(c.views()...)
			v := &o.Past.Views[1]
			wants(t, story(o, ending{at: v.At, who: "S", what: "it", key: key, cites: []checker.Cite{v.Cite()}}), "|missing|"+c.want)
		})
	}
}

// A stamp that a barrier did not wait for shows in the stamps, whatever the engine
// says it read.
func TestMissingConsent(t *testing.T) {
	published, verified := aView(4*time.Second, "worker/1#1", checker.Published, "r"), aView(5*time.Second, "worker/1#1", checker.Verified, "r")
	published.Target, verified.Target = 4, 4
	o := aRun(published, verified)
	o.Past.Offers.Stamps = true
	o.Past.Stamps = []checker.Grant{
		{Key: key, At: time.Second, Until: 9 * time.Second, Stamp: checker.Stamp{Node: "node/a1", Rev: 4}},
		{Key: key, At: time.Second, Until: 9 * time.Second, Stamp: checker.Stamp{Node: "node/c1", Rev: 3}},
	}
	v := &o.Past.Views[1]
	wants(t, story(o, ending{at: v.At, who: "S3", what: "it", key: key, cites: []checker.Cite{v.Cite()}}),
		"|missing|node/c1 was not waited for: its stamp of rev 3, below the target 4, stood when VERIFIED was recorded (revision 2)")
}

// Every violation of every engine that must fail has a story that comes to its moment,
// and in which all that it speaks of is told.
func TestEveryCiteIsTold(t *testing.T) {
	every := 4
	if lengthy.Wanted() {
		every = 1
	}
	for k := 0; k < len(wrong.All); k += every {
		w := wrong.All[k]
		f, err := (&Campaign{Runner: simulated(), Engine: w.Engine, Seed: 7, Runs: 1}).Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i, failed := range f.Failures {
			if i == 0 && k%9 == 0 && !strings.HasPrefix(w.Name, "lies-about-") { // reducing a run makes it many times
				for _, told := range describe(failed) {
					wants(t, told.Story, told.At+"|"+told.Invariant+"|"+told.Detail)
				}
			}
			for _, v := range failed.Violated {
				cited(t, w.Name, story(failed.Outcome, v.ending()), v.Violation)
			}
		}
	}
}

func cited(t *testing.T, engine string, told []reports.Moment, v checker.Violation) {
	t.Helper()
	if len(v.Cites) == 0 {
		t.Errorf("%s: %s cites nothing: %s", engine, v.Invariant, v.Detail)
	}
	for _, c := range v.Cites {
		who := deploy.MachineOf(c.Who)
		if c.Of == checker.OfTrigger {
			who = deploy.SchedulerName
		}
		if !slices.ContainsFunc(told, func(m reports.Moment) bool { return m.At == clock(c.At) && m.Who == who && m.Kind == "" }) {
			t.Errorf("%s: %s cites %+v, and no line tells it:\n%s", engine, v.Invariant, c, linesOf(told))
		}
	}
}

// Nothing is missing from what the reference does, whatever strikes it: no rule speaks
// of any of its writes.
func TestNothingIsMissingFromTheReference(t *testing.T) {
	c := &Campaign{Engine: reference.Engine(), Seed: 3, Runs: 20}
	for i := range c.Runs {
		again := c.Case(i)
		again.Keep = true
		o, err := simulated().Run(t.Context(), again)
		if err != nil {
			t.Fatal(err)
		}
		end := ending{at: o.Setup.Duration, key: o.Past.Keys[0]}
		for k := range o.Past.Views {
			end.cites = append(end.cites, o.Past.Views[k].Cite())
		}
		for k := range o.Past.Stamps {
			end.cites = append(end.cites, o.Past.Stamps[k].Cite())
		}
		for _, what := range missing(&o, &end, subjectOf(o.Past, &end)) {
			t.Errorf("run %d: %s", i+1, what)
		}
	}
}

// A record that is lost is told as that, not as one made from an older one.
func TestLostRecordIsTold(t *testing.T) {
	o := aRun(aView(time.Second, "worker/1#1", checker.Published, "r"), checker.View{Key: key, At: 2 * time.Second, Sent: 2 * time.Second, By: "worker/2#1", RecordWritten: true, Record: checker.Record{Phase: checker.Idle}})
	v := &o.Past.Views[1]
	told := story(o, ending{at: v.At, who: "S10", what: "the key set is empty", key: key, cites: []checker.Cite{v.Cite()}})
	wants(t, told, "2.000 s|worker/2|deletes the record, or makes it unreadable (revision 2)", "|S10|")
	if all := linesOf(told); strings.Contains(all, "older record") {
		t.Errorf("the record was not written anew:\n%s", all)
	}
}
