package camera_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports/chrome"
	"pawl/reports/film"
	"pawl/reports/shiviz"
	"pawl/scenarios"
	"pawl/scenarios/camera"
	"pawl/scenarios/library"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

var update = flag.Bool("update", false, "write the golden files")

// run makes a random run of a campaign with its trace.
func run(t testing.TB, e engine.Engine, seed uint64) *scenarios.Outcome {
	t.Helper()
	return made(t, scenarios.Case{Engine: e, Seed: seed, Turn: deploy.Turn{N: int(seed)}, Keep: true})
}

func made(t testing.TB, c scenarios.Case) *scenarios.Outcome {
	t.Helper()
	o, err := scenarios.On(cluster.Simulated{}).Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return &o
}

func filmed(t testing.TB, o *scenarios.Outcome) *film.Film {
	t.Helper()
	f, err := camera.Film(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func wrongEngine(t testing.TB, name string) engine.Engine {
	t.Helper()
	for _, w := range wrong.All {
		if w.Engine.Name == name {
			return w.Engine
		}
	}
	t.Fatalf("no engine is called %s", name)
	return engine.Engine{}
}

// seeds are the random runs that most tests look at: of each setting there are some.
const seeds = 12

// TestWrittenAndRead: what is written is read again as it was, and a page of it is small.
func TestWrittenAndRead(t *testing.T) {
	for seed := range uint64(seeds) {
		f := filmed(t, run(t, reference.Engine(), seed))
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		again, err := film.Read(&b)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var second bytes.Buffer
		_ = again.Write(&second)
		if second.String() != text {
			t.Errorf("seed %d: it is another when it is written again", seed)
		}
		if most := 250 * (f.Len() + 100); len(text) > most {
			t.Errorf("seed %d: %d frames take %d bytes, want at most %d", seed, f.Len(), len(text), most)
		}
	}
}

// TestTheSameFilm: the same run is the same film, made by whichever desk.
func TestTheSameFilm(t *testing.T) {
	var all [2]bytes.Buffer
	for i := range all {
		_ = filmed(t, run(t, reference.Engine(), 5)).Write(&all[i])
	}
	if !bytes.Equal(all[0].Bytes(), all[1].Bytes()) {
		t.Error("two films of one run differ")
	}
}

// TestFilmingChangesNothing: the run is the same, whether it is filmed or not.
func TestFilmingChangesNothing(t *testing.T) {
	o := run(t, reference.Engine(), 3)
	before := fmt.Sprintf("%x %v", o.Hash, o.Report)
	filmed(t, o)
	bare := made(t, scenarios.Case{Engine: reference.Engine(), Seed: 3, Turn: deploy.Turn{N: 3}})
	if fmt.Sprintf("%x %v", o.Hash, o.Report) != before || bare.Hash != o.Hash {
		t.Error("a filmed run is another")
	}
}

// TestNothingToFilm says what is missing.
func TestNothingToFilm(t *testing.T) {
	if _, err := camera.Film(made(t, scenarios.Case{Engine: reference.Engine(), Seed: 3})); err == nil {
		t.Error("a run without a trace was filmed")
	}
	if _, err := camera.Film(&scenarios.Outcome{}); err == nil {
		t.Error("a run without a history was filmed")
	}
}

// struck are the kinds of frames in which somebody is struck by a fault, or somebody asks for
// something, because of a moment that anybody else came to.
var struck = []string{deploy.Crashed, deploy.Paused, deploy.Resumed, deploy.Started, deploy.Hung, deploy.PutBack, deploy.Compacted, deploy.Broken, deploy.Leaderless, deploy.ByHand, deploy.Elsewhere, deploy.Written}

// misled says at which frame something happens on one machine because of a message to another.
func misled(f *film.Film) error {
	for id := f.First; id <= f.Last(); id++ {
		x := f.Frame(id)
		if !f.Has(x.Cause) || slices.Contains(struck, x.Kind) || f.Lanes[x.Lane].Kind == film.SchedulerLane || f.Lanes[x.Lane].Kind == film.OperatorLane {
			continue
		}
		c := f.Frame(x.Cause)
		if c.Lane == x.Lane || c.Message == 0 {
			continue
		}
		m := f.Message(c.Message)
		if c.Kind == deploy.Sent && f.Lanes[m.To].Kind == film.OperatorLane {
			continue // who is paged may do things by hand
		}
		if amid(f, &c) {
			continue // it follows from what came before that
		}
		if c.Kind == deploy.Sent && m.To != x.Lane || c.Kind == deploy.Replied && m.From != x.Lane {
			return fmt.Errorf("frame %d at %s follows from frame %d, which is part of a message from %s to %s", id, f.Lanes[x.Lane].Name, c.ID, f.Lanes[m.From].Name, f.Lanes[m.To].Name)
		}
	}
	return nil
}

// amid says that a frame is part of what a fault does at the moment that it was led to.
func amid(f *film.Film, x *film.Frame) bool {
	for id := x.Cause; f.Has(id); id = f.Frame(id).Cause {
		c := f.Frame(id)
		switch {
		case c.At != x.At:
			return false
		case slices.Contains(struck, c.Kind):
			return true
		}
	}
	return false
}

// TestAnswersFindTheirRequests: whoever goes on from an answer is who asked, and no answer is of
// no request.
func TestAnswersFindTheirRequests(t *testing.T) {
	for seed := range uint64(seeds) {
		f := filmed(t, run(t, reference.Engine(), seed))
		if err := misled(f); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		for id := f.First; id <= f.Last(); id++ {
			if x := f.Frame(id); x.Kind == deploy.Replied && x.Message == 0 {
				t.Errorf("seed %d: frame %d answers nothing", seed, id)
			}
		}
	}
}

// TestAnswersThatCameLate: the same where a machine stood still while many asked it, where people
// do things by hand, and where the store is put back.
func TestAnswersThatCameLate(t *testing.T) {
	all, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"asks-for-what-was-burnt", "node-stalls-while-publishing", "node-gone-for-good", "rewound-in-silence"} {
		i := slices.IndexFunc(all, func(s *scenarios.Scenario) bool { return s.Name == name })
		if i < 0 {
			t.Fatalf("no scenario is called %s", name)
		}
		o := made(t, scenarios.Case{Scenario: all[i], Engine: reference.Engine(), Seed: 1, Keep: true})
		f := filmed(t, o)
		if err := misled(f); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, l := range f.Lamps {
			for _, b := range l.Broken {
				for _, c := range b.Cites {
					if c.Frame == 0 {
						t.Errorf("%s: the %s of %s at %d that %s speaks of is in no frame", name, c.Of, c.Who, c.At, l.ID)
					}
				}
			}
		}
	}
}

// TestAWrongAnswerIsSeen: the test above fails where two answers are exchanged.
func TestAWrongAnswerIsSeen(t *testing.T) {
	f := filmed(t, run(t, reference.Engine(), 1))
	m := &f.Messages
	var heard []int
	for i := range m.Heard {
		if m.Heard[i] != 0 && (len(heard) == 0 || m.From[i] != m.From[heard[0]]) {
			heard = append(heard, i)
		}
	}
	a, b := heard[0], heard[len(heard)-1]
	f.Frames.Message[m.Answer[a]-1], f.Frames.Message[m.Answer[b]-1] = b+1, a+1
	if misled(f) == nil {
		t.Error("two answers were exchanged, and nobody saw")
	}
}

// TestMessagesAreTheHistorys: each request of an engine's process is one message, with the times
// that the witness wrote down.
func TestMessagesAreTheHistorys(t *testing.T) {
	type times struct{ from, to, sent, arrived, received int64 }
	for seed := range uint64(seeds) {
		o := run(t, reference.Engine(), seed)
		f := filmed(t, o)
		if f.Cut.Advice != "" {
			continue
		}
		lane := map[string]int64{}
		for i := range f.Lanes {
			lane[f.Lanes[i].Name] = int64(i)
		}
		left := map[times]int{}
		for i := range f.Messages.Sent {
			m := f.Message(i + 1)
			left[times{int64(m.From), int64(m.To), m.Sent, m.Arrived, m.Received}]++
		}
		for i := range o.History.Facts {
			x := &o.History.Facts[i]
			if a, is := x.What.(*checker.Asked); is {
				k := times{lane[deploy.MachineOf(x.Actor)], lane[a.To], int64(x.Sent), int64(x.Arrived), int64(x.Received)}
				if left[k]--; left[k] < 0 && x.Received != 0 {
					t.Errorf("seed %d: fact %d, %s to %s at %s, is no message", seed, x.ID, x.Actor, a.To, x.Sent)
				}
			}
		}
	}
}

// TestLamps: what the checker found is at the frames that it speaks of.
func TestLamps(t *testing.T) {
	broken := 0
	for seed := range uint64(12) {
		o := run(t, wrongEngine(t, "no-drain"), seed)
		f := filmed(t, o)
		for _, v := range o.Report.Verdicts {
			i := slices.IndexFunc(f.Lamps, func(l film.Lamp) bool { return l.ID == v.Invariant })
			if i < 0 {
				t.Fatalf("seed %d: no lamp is of %s", seed, v.Invariant)
			}
			l := &f.Lamps[i]
			if (l.State == film.Violated) != slices.Contains(o.Report.Fired(), v.Invariant) || l.State == film.Held && !v.Judged && len(o.Report.Linear) == 0 {
				t.Errorf("seed %d: the lamp of %s is %s, of %d violations", seed, l.ID, l.State, v.Count)
			}
			for k, b := range l.Broken {
				broken++
				x := f.Frame(b.Frame)
				if x.At > b.At || b.Frame < f.Last() && f.Frame(b.Frame+1).At > b.At && x.At < b.At && f.FrameAt(b.At) != b.Frame {
					t.Errorf("seed %d: violation %d of %s was at %d, and its frame %d is of %d", seed, k, l.ID, b.At, b.Frame, x.At)
				}
				for _, c := range b.Cites {
					if c.Frame != 0 && f.Frame(c.Frame).At != c.At {
						t.Errorf("seed %d: a %s of %d is at frame %d, of %d", seed, c.Of, c.At, c.Frame, f.Frame(c.Frame).At)
					}
					if c.Frame == 0 {
						t.Errorf("seed %d: the %s of %s that %s speaks of is in no frame", seed, c.Of, c.Who, l.ID)
					}
				}
			}
		}
	}
	if broken == 0 {
		t.Error("nothing was violated: there was nothing to look at")
	}
}

// TestKnowings works out anew, for some frames, what the workers had read of the record.
func TestKnowings(t *testing.T) {
	looked := 0
	for seed := range uint64(seeds) {
		o := run(t, reference.Engine(), seed)
		f := filmed(t, o)
		if f.Cut.Advice != "" {
			continue
		}
		key := o.Past.Keys[0]
		for id := 40; id < f.Last(); id += 97 {
			known := f.KnownAt(id, key)
			for lane := range f.Lanes {
				if f.Lanes[lane].Kind != film.WorkerLane {
					continue
				}
				want := readBy(o, f.Lanes[lane].Name, key, f, id)
				if got := known[lane].Revision; want != got {
					t.Errorf("seed %d, frame %d: %s knows revision %d of %s, want %d", seed, id, f.Lanes[lane].Name, got, key, want)
				}
				looked++
			}
		}
	}
	if looked < 100 {
		t.Errorf("looked at %d", looked)
	}
}

// readBy is the last revision of a record that a machine was told of before a frame.
func readBy(o *scenarios.Outcome, machine, key string, f *film.Film, id int) (revision int64) {
	at := int64(0)
	object := ""
	views := map[int64]bool{}
	for i := range o.Past.Views {
		if v := &o.Past.Views[i]; v.Key == key && v.RecordWritten {
			object = v.Object
			views[v.Revision] = true
		}
	}
	since := int64(0)
	for n := f.First; n <= id; n++ {
		if x := f.Frame(n); f.Lanes[x.Lane].Name == machine && (x.Kind == deploy.Crashed || x.Kind == deploy.Started) {
			since = x.At
		}
	}
	for i := range o.History.Facts {
		x := &o.History.Facts[i]
		a, is := x.What.(*checker.Asked)
		if !is || deploy.MachineOf(x.Actor) != machine || x.Received == 0 || int64(x.Received) > f.Frame(id).At || int64(x.Received) <= since && since != 0 || int64(x.Received) < at {
			continue
		}
		told := int64(0)
		for _, s := range a.Reads {
			if s.Object == object {
				told = s.Mod
			}
		}
		if a.Reply == checker.Done && views[x.Revision] && (a.Verb == "await" || slices.Contains(a.Puts, object)) {
			told = x.Revision
			if a.Verb == "await" && !writtenAt(o, key, x) {
				told = 0
			}
		}
		if told != 0 {
			revision, at = told, int64(x.Received)
		}
	}
	return revision
}

func writtenAt(o *scenarios.Outcome, key string, x *checker.Fact) bool {
	return slices.ContainsFunc(o.Past.Views, func(v checker.View) bool {
		return v.Key == key && v.Revision == x.Revision && v.At == x.At && v.RecordWritten
	})
}

// TestOwnerMargin holds what is left of the owner's lease against the store's: while somebody
// owns a key, some lease of its process stands for as long.
func TestOwnerMargin(t *testing.T) {
	looked := 0
	for seed := range uint64(seeds) {
		o := run(t, reference.Engine(), seed)
		f := filmed(t, o)
		for i := range f.Margins {
			m := &f.Margins[i]
			if m.Kind != film.OwnerLease {
				continue
			}
			looked++
			if !slices.ContainsFunc(o.Past.Leases, func(l checker.LeaseLife) bool {
				last := int64(l.Granted)
				for _, e := range l.Extended {
					if int64(e) <= m.From {
						last = int64(e)
					}
				}
				return deploy.MachineOf(l.By) == f.Lanes[m.Lane].Name && last <= m.From && int64(l.Ended) >= m.To && max(0, last+int64(l.TTL)-m.From) == m.Left
			}) {
				t.Errorf("seed %d: no lease has %d left at %d, as margin %d says", seed, m.Left, m.From, i)
			}
		}
	}
	if looked == 0 {
		t.Error("no owner had a lease")
	}
}

// TestNearestStamp works out anew, at the middle of each margin, which stamp runs out next.
func TestNearestStamp(t *testing.T) {
	looked := 0
	for seed := range uint64(6) {
		f := filmed(t, run(t, reference.Engine(), seed))
		for i := range f.Margins {
			m := &f.Margins[i]
			if m.Kind != film.SealStamp {
				continue
			}
			at, first := (m.From+m.To)/2, int64(-1)
			for k := range f.Stamps {
				s := &f.Stamps[k]
				if s.Key == m.Key && s.Sealing && s.Seal != 0 && s.Ends != 0 && s.From <= at && at < s.To && (first < 0 || s.Ends < first) {
					first = s.Ends
				}
			}
			looked++
			if want := max(0, first-m.From); first >= 0 && m.Left != want || first < 0 {
				t.Errorf("seed %d: margin %d has %d left at %d, and the stamp that ends first has %d", seed, i, m.Left, m.From, want)
			}
		}
	}
	if looked == 0 {
		t.Error("nobody might seal")
	}
}

// small is a run of few machines, for the golden files.
func small(t testing.TB) *film.Film {
	s := deploy.Standard(reference.Engine(), 1)
	s.Setting.Pools = []deploy.Pool{{Name: "a", Nodes: 1}}
	s.Setting.Workers, s.Setting.Clients = 1, 1
	s.Setting.Duration, s.Setting.Healed = 1_500_000_000, 1_000_000_000
	o := made(t, scenarios.Case{Engine: reference.Engine(), Seed: 1, Setting: &s.Setting, Keep: true})
	return filmed(t, o)
}

// TestGolden holds a small run against what was written of it.
func TestGolden(t *testing.T) {
	f := small(t)
	for _, x := range []struct {
		name  string
		write func(*bytes.Buffer) error
	}{
		{"small.film.json", func(b *bytes.Buffer) error { return f.Write(b) }},
		{"small.chrome.json", func(b *bytes.Buffer) error { return chrome.Write(b, f) }},
		{"small.shiviz.log", func(b *bytes.Buffer) error { return shiviz.Write(b, f) }},
	} {
		var b bytes.Buffer
		if err := x.write(&b); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", x.name)
		if *update {
			if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(path, b.Bytes(), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), want) {
			t.Errorf("%s is another; look at the difference, and write it anew with -update", path)
		}
	}
}
