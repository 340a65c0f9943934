package ledger_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pawl/reports"
	"pawl/reports/ledger"
)

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// hex is a digest of which one can see whose it is.
func hex(c string) string { return strings.Repeat(c, 64/len(c)) }

func line(days int, engine, seed string, verdict reports.Verdict, violated ...string) ledger.Line {
	return ledger.Line{Time: start.AddDate(0, 0, days).Format(time.RFC3339), Engine: "mine", EngineDigest: hex(engine), Harness: hex("f"),
		Seed: seed, Whole: true, Scenarios: []string{"halt"}, Each: 10, Runs: 110, RandomRuns: 100, ViolatedRuns: len(violated), Verdict: verdict, TraceHash: "ab", Violated: violated, Result: hex("0" + engine)}
}

func chain(t testing.TB, lines ...ledger.Line) (data []byte) {
	t.Helper()
	for _, l := range lines {
		next, err := ledger.Next(data, l)
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, next...)
	}
	return data
}

func four(t testing.TB) []byte {
	return chain(t, line(0, "a", "1", reports.Pass), line(1, "b", "2", reports.Violation, "S2"), line(2, "b", "3", reports.Pass), line(3, "c", "4", reports.Pass))
}

func TestOfACheck(t *testing.T) {
	f, err := os.Open("../testdata/check.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := reports.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	written := func() []byte {
		var b bytes.Buffer
		if err := reports.JSON(&b, r, reports.Style{}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	if _, err := ledger.Of(written(), start); err == nil || !strings.Contains(err.Error(), "does not say which engine") {
		t.Errorf("without an identity: %v", err)
	}
	reports.HeadOf(r).Identity = &reports.Identity{Engine: hex("a"), Harness: hex("b")}
	l, err := ledger.Of(written(), start)
	if err != nil || l.Runs != 13 || !l.Whole || l.Each != 0 || len(l.Scenarios) == 0 || l.ViolatedRuns != 1 || l.UnjudgedRuns != 1 || strings.Join(l.Violated, " ") != "S2 S5 S3 S13 S4" || l.EngineDigest != hex("a") || l.Verdict != reports.Violation {
		t.Errorf("error %v, %+v", err, l)
	}
	other, _ := os.ReadFile("../testdata/version.json")
	if _, err := ledger.Of(other, start); err == nil || !strings.Contains(err.Error(), "want one of check") {
		t.Errorf("of another result: %v", err)
	}
}

// Whatever is done to a line before the last is found, and the first line that it breaks is
// named.
func TestTheFirstBreakIsNamed(t *testing.T) {
	data := four(t)
	if all, err := ledger.Read(data); err != nil || len(all) != 4 {
		t.Fatalf("error %v, %d lines", err, len(all))
	}
	lines := slices.Collect(bytes.Lines(data))
	join := func(all ...[]byte) []byte { return bytes.Join(all, nil) }
	change := func(n int, old, new string) []byte {
		all := slices.Clone(lines)
		all[n-1] = bytes.Replace(all[n-1], []byte(old), []byte(new), 1)
		return join(all...)
	}
	for want, x := range map[string][]byte{
		"line 2: it stands after":                                                change(1, `"runs":110`, `"runs":111`),
		"line 3: it stands after":                                                change(2, `"seed":"2"`, `"seed":"9"`),
		"line 2: column":                                                         change(2, `"seed":"2"`, `"seed":"2","seed":"3"`),
		`line 3: column 474: has the member "Result"`:                            change(3, `"result"`, `"Result"`),
		"line 4: it is not in the form":                                          change(4, `"runs":110`, `"runs": 110`),
		"line 4: schema_version is 3: this build reads":                          change(4, `"schema_version":2`, `"schema_version":3`),
		"line 4: schema_version is 1: this build reads version 2; begin another": change(4, `"schema_version":2,`, `"schema_version":1,"old":1,`),
		`line 4: time is "yesterday"`:                                            change(4, `"2026-01-04T00:00:00Z"`, `"yesterday"`),
		"line 3: it stands after a line":                                         join(lines[0], lines[1], lines[3]),
		"line 1: it stands after a line with SHA-256":                            join(lines[1], lines[2]),
		"line 2: it stands after a line with SHA-256 \"\"":                       join(lines[0], lines[0]),
		"line 3: column 1: ":                                                     join(lines[0], lines[1], []byte("\n"), lines[2]),
		"line 5 is torn: 10 bytes":                                               join(data, lines[0][:10]),
		"line 4 is torn":                                                         data[:len(data)-1],
	} {
		if _, err := ledger.Read(x); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	for i := range join(lines[:3]...) {
		x := bytes.Clone(data)
		x[i] ^= 1
		if _, err := ledger.Read(x); err == nil {
			t.Fatalf("byte %d can be %q in place of %q", i, x[i], data[i])
		}
	}
	head, err := ledger.Head(data)
	if short, _ := ledger.Head(join(lines[:3]...)); err != nil || head == short || head == "" {
		t.Errorf("error %v: the head does not show that a line is gone", err)
	}
}

func TestAppend(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	for i, l := range []ledger.Line{line(0, "a", "1", reports.Pass), line(1, "b", "2", reports.Pass)} {
		if err := ledger.Append(path, l); err != nil {
			t.Fatal(i, err)
		}
	}
	data, _ := os.ReadFile(path)
	if want := chain(t, line(0, "a", "1", reports.Pass), line(1, "b", "2", reports.Pass)); !bytes.Equal(data, want) {
		t.Errorf("%s", data)
	}
	if taken, err := ledger.Repair(path); err != nil || taken != nil {
		t.Errorf("of a whole ledger was taken %q, %v", taken, err)
	}
	broken := bytes.Replace(data, []byte(`"seed":"1"`), []byte(`"seed":"9"`), 1)
	_ = os.WriteFile(path, broken, 0o644)
	if err := ledger.Append(path, line(2, "b", "3", reports.Pass)); err == nil || !strings.Contains(err.Error(), "line 2: it stands after") {
		t.Errorf("appended to a broken chain: %v", err)
	}
	if taken, err := ledger.Repair(path); err == nil || taken != nil {
		t.Errorf("repaired a broken chain: %q", taken)
	}
}

// Wherever a write is cut, the lines before it can be read, the end is named as torn, nothing
// is added to it, and nothing but a repair takes it away.
func TestATornLineIsNeverTakenForOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	whole, both := chain(t, line(0, "a", "1", reports.Pass)), chain(t, line(0, "a", "1", reports.Pass), line(1, "b", "2", reports.Pass))
	for end := len(whole) + 1; end < len(both); end += 7 {
		if err := os.WriteFile(path, both[:end], 0o644); err != nil {
			t.Fatal(err)
		}
		all, err := ledger.Read(both[:end])
		var torn *ledger.Torn
		if !errors.As(err, &torn) || len(all) != 1 || torn.After != 1 || torn.Bytes != end-len(whole) {
			t.Fatalf("cut at %d: %d lines, %v", end, len(all), err)
		}
		if err := ledger.Append(path, line(2, "b", "3", reports.Pass)); !errors.As(err, &torn) {
			t.Fatalf("appended after a torn line: %v", err)
		}
		if data, _ := os.ReadFile(path); !bytes.Equal(data, both[:end]) {
			t.Fatal("the refusal has changed the file")
		}
		taken, err := ledger.Repair(path)
		if data, _ := os.ReadFile(path); err != nil || !bytes.Equal(taken, both[len(whole):end]) || !bytes.Equal(data, whole) {
			t.Fatalf("repaired at %d: %v, took %q", end, err, taken)
		}
	}
	if err := ledger.Append(path, line(1, "b", "2", reports.Pass)); err != nil {
		t.Error(err)
	}
	if data, _ := os.ReadFile(path); !bytes.Equal(data, both) {
		t.Error("after the repair it does not go on")
	}
}

// Of many who write at once each either adds a whole line or is told to wait.
func TestWritersTakeTurns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	var wait sync.WaitGroup
	var mutex sync.Mutex
	added := 0
	for i := range 8 {
		wait.Go(func() {
			for j := range 20 {
				err := ledger.Append(path, line(0, "a", fmt.Sprint(i, j), reports.Pass))
				mutex.Lock()
				switch {
				case err == nil:
					added++
				case !strings.Contains(err.Error(), "somebody else is writing"):
					t.Error(err)
				}
				mutex.Unlock()
			}
		})
	}
	wait.Wait()
	data, _ := os.ReadFile(path)
	if all, err := ledger.Read(data); err != nil || len(all) != added || added == 0 {
		t.Errorf("%d were added, and there are %d: %v", added, len(all), err)
	}
}

var known = []string{"S1", "S2", "S5"}

const waivers = `
- invariant: S2
  engine: any
  owner: Key team
  reason: The replica is replaced in March.
  expires: 2026-03-31
- {invariant: S5, engine: ` + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + `, owner: Key team, reason: known, expires: 2026-01-02}
`

func TestWaivers(t *testing.T) {
	all, err := ledger.ReadWaivers([]byte(waivers), known)
	if err != nil || len(all) != 2 || all[0].Owner != "Key team" || all[0].Expires != "2026-03-31" {
		t.Fatalf("error %v, %+v", err, all)
	}
	if none, err := ledger.ReadWaivers([]byte("[]\n"), known); err != nil || len(none) != 0 {
		t.Errorf("of nothing: %v, %v", none, err)
	}
	for _, nothing := range []string{"", " \n"} {
		if _, err := ledger.ReadWaivers([]byte(nothing), known); err == nil || !strings.Contains(err.Error(), "it is empty; want a list") {
			t.Errorf("of %q: %v", nothing, err)
		}
	}
	for want, x := range map[string][2]string{
		`waiver 1 ("S2"): owner: nobody answers for it`: {"  owner: Key team\n", ""},
		`owner: nobody`: {"owner: Key team", "owner: ' '"},
		`waiver 1 ("S2"): expires: it would hold for ever`:                       {"  expires: 2026-03-31\n", ""},
		`expires: "never" is no day`:                                             {"2026-03-31", "never"},
		`expires: "2026-02-30" is no day`:                                        {"2026-03-31", "2026-02-30"},
		`reason: want why`:                                                       {"  reason: The replica is replaced in March.\n", ""},
		`engine: want the digest of one`:                                         {"engine: any", "engine: mine"},
		`invariant: there is none of that name`:                                  {"invariant: S2", "invariant: ''"},
		`("S99"): invariant: there is none of that name; want one of S1, S2, S5`: {"invariant: S2", "invariant: S99"},
		`unknown field "until"`:                                                  {"expires: 2026-03-31", "until: 2026-03-31"},
		`"owner" already defined`:                                                {"owner: Key team\n", "owner: Key team\n  owner: Another\n"},
		`unknown field "Owner"`:                                                  {"owner: Key team\n", "Owner: Key team\n"},
		"there is a second document":                                             {"expires: 2026-03-31\n", "expires: 2026-03-31\n---\n"},
		"there is one for that invariant and engine":                             {"{invariant: S5, engine: " + hex("a"), "{invariant: S2, engine: any"},
	} {
		text := strings.Replace(waivers, x[0], x[1], 1)
		if _, err := ledger.ReadWaivers([]byte(text), known); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// A waiver holds to the end of its last day, for its engine, and then fails the gate.
func TestHold(t *testing.T) {
	all, err := ledger.ReadWaivers([]byte(waivers), known)
	if err != nil {
		t.Fatal(err)
	}
	last := time.Date(2026, 1, 2, 23, 59, 59, 0, time.UTC)
	for name, x := range map[string]struct {
		violated     []string
		engine       string
		at           time.Time
		waived, open string
		expired      int
		fails        bool
	}{
		"both hold":         {[]string{"S2", "S5"}, hex("a"), last, "S2 S5", "", 0, false},
		"another engine":    {[]string{"S2", "S5"}, hex("b"), last, "S2", "S5", 0, true},
		"another invariant": {[]string{"S1"}, hex("a"), last, "", "S1", 0, true},
		"a second later":    {[]string{"S5"}, hex("a"), last.Add(time.Second), "", "S5", 1, true},
		"expired, unneeded": {nil, hex("a"), last.Add(time.Second), "", "", 1, true},
		"in another zone":   {[]string{"S5"}, hex("a"), last.In(time.FixedZone("east", 3600)), "S5", "", 0, false},
		"no digest":         {[]string{"S5"}, "", last, "", "S5", 0, true},
	} {
		h := ledger.Hold(all, x.violated, x.engine, x.at)
		if strings.Join(h.Waived, " ") != x.waived || strings.Join(h.Open, " ") != x.open || len(h.Expired) != x.expired || h.Fails() != x.fails {
			t.Errorf("%s: %+v, fails %v", name, h, h.Fails())
		}
	}
}

func TestOver(t *testing.T) {
	lines := []ledger.Line{
		line(0, "a", "1", reports.Pass), line(1, "b", "2", reports.Violation, "S2", "S5"), line(2, "b", "3", reports.Pass),
		line(3, "c", "4", reports.Violation, "S2"), line(4, "c", "4", reports.Violation, "S2"), line(5, "d", "5", reports.Pass),
		line(6, "d", "5", reports.Pass), line(7, "d", "6", reports.Inconclusive), line(8, "d", "7", reports.Violation, "L3"),
	}
	lines[6].RandomRuns = 250 // the same seed, further
	other := line(6, "a", "9", reports.Pass)
	other.Engine = "another"
	lines = append(lines[:6:6], append([]ledger.Line{other}, lines[6:]...)...)
	all, _ := ledger.ReadWaivers([]byte(waivers), known)
	p := ledger.Over(lines, all, "mine", start.AddDate(0, 0, 2), start.AddDate(0, 0, 8))
	if p.Campaigns != 6 || p.Passed != 3 || p.Runs != 660 {
		t.Errorf("%+v", p)
	}
	if len(p.Changes) != 2 || p.Changes[0].Is != hex("c") || p.Changes[0].Was != hex("b") || p.Changes[1].Is != hex("d") {
		t.Errorf("changes %+v", p.Changes)
	}
	if s := p.Since; s.Engine != hex("d") || s.Campaigns != 3 || s.Passed != 2 || s.RandomRuns != 350 || s.ViolatedRuns != 0 {
		t.Errorf("since the last change %+v", s)
	}
	if len(p.Open) != 0 || len(p.Closed) != 3 || p.Closed[0].Closed != lines[5].Time || p.Closed[2].Engine != hex("c") {
		t.Errorf("open %+v, closed %+v", p.Open, p.Closed)
	}
	if len(p.Waivers) != 1 || len(p.Expired) != 1 {
		t.Errorf("waivers %+v, expired %+v", p.Waivers, p.Expired)
	}
	if p := ledger.Over(lines, nil, "mine", start, start.AddDate(0, 0, 9)); len(p.Open) != 1 || p.Open[0].Invariant != "L3" || p.Since.RandomRuns != 450 || p.Since.ViolatedRuns != 1 {
		t.Errorf("open %+v, since %+v", p.Open, p.Since)
	}
	// The engine that violated is not mended by its own pass with another seed.
	if p := ledger.Over(lines[:3], nil, "mine", start, start.AddDate(0, 0, 9)); len(p.Open) != 2 || len(p.Closed) != 0 {
		t.Errorf("open %+v, closed %+v", p.Open, p.Closed)
	}
	// With another harness the runs are of another generator.
	lines[9].Harness = hex("e")
	if p := ledger.Over(lines, nil, "mine", start, start.AddDate(0, 0, 9)); p.Since.Campaigns != 1 || p.Since.RandomRuns != 100 {
		t.Errorf("since %+v", p.Since)
	}
}

// Only as much as found a counterexample closes it.
func TestWhatIsSmallerClosesNothing(t *testing.T) {
	whole := line(1, "b", "2", reports.Violation, "S2")
	named := func(l ledger.Line, each int, names ...string) ledger.Line {
		l.Whole, l.RandomRuns, l.ViolatedRuns, l.Scenarios, l.Each, l.Runs = false, 0, 0, names, each, each*len(names)
		return l
	}
	pass := func(change func(*ledger.Line)) ledger.Line {
		l := line(2, "c", "3", reports.Pass)
		change(&l)
		return l
	}
	old := line(0, "a", "1", reports.Pass)
	old.Harness = hex("e")
	for name, x := range map[string]struct {
		found, pass ledger.Line
		closed      bool
	}{
		"as much":                  {whole, pass(func(l *ledger.Line) {}), true},
		"more random runs":         {whole, pass(func(l *ledger.Line) { l.RandomRuns, l.Runs = 200, 210 }), true},
		"fewer random runs":        {whole, pass(func(l *ledger.Line) { l.RandomRuns = 99 }), false},
		"a scenario alone":         {whole, named(pass(func(l *ledger.Line) {}), 10, "halt"), false},
		"without the scenario":     {whole, pass(func(l *ledger.Line) { l.Scenarios = []string{"other"} }), false},
		"the scenario more seldom": {whole, pass(func(l *ledger.Line) { l.Each = 9 }), false},
		"the same engine":          {whole, pass(func(l *ledger.Line) { l.EngineDigest = hex("b") }), false},
		"a newer harness":          {whole, pass(func(l *ledger.Line) { l.Harness = hex("d") }), true},
		"an older harness":         {whole, pass(func(l *ledger.Line) { l.Harness = hex("e") }), false},
		"the very same scenario":   {named(whole, 3, "halt"), named(pass(func(l *ledger.Line) {}), 3, "halt"), true},
		"another scenario":         {named(whole, 3, "halt"), named(pass(func(l *ledger.Line) {}), 3, "other"), false},
		"whole, with it":           {named(whole, 3, "halt"), pass(func(l *ledger.Line) {}), true},
		"whole, and it less often": {named(whole, 30, "halt"), pass(func(l *ledger.Line) {}), false},
	} {
		lines, err := ledger.Read(chain(t, old, x.found, x.pass))
		if err != nil {
			t.Fatal(name, err)
		}
		p := ledger.Over(lines, nil, "mine", start, start.AddDate(0, 0, 9))
		if closed := len(p.Closed) == 1 && len(p.Open) == 0; closed != x.closed || len(p.Closed)+len(p.Open) != 1 {
			t.Errorf("%s: open %+v, closed %+v", name, p.Open, p.Closed)
		}
	}
	// What was found by more afterwards is closed by more only.
	small, large := named(whole, 3, "halt"), line(2, "b", "4", reports.Violation, "S2")
	p := ledger.Over([]ledger.Line{small, large, named(line(3, "c", "3", reports.Pass), 3, "halt")}, nil, "mine", start, start.AddDate(0, 0, 9))
	if len(p.Open) != 1 || p.Open[0].By != "3 runs of the scenario halt" {
		t.Errorf("open %+v", p.Open)
	}
}

// A line that no campaign comes to is neither written nor read.
func TestContradictions(t *testing.T) {
	for want, change := range map[string]func(*ledger.Line){
		"nothing is in violated":               func(l *ledger.Line) { l.Verdict = reports.Violation },
		"verdict is waived, and nothing":       func(l *ledger.Line) { l.Verdict = reports.Waived },
		"verdict is pass, and something":       func(l *ledger.Line) { l.Violated = []string{"S2"} },
		"1 runs violated something":            func(l *ledger.Line) { l.Verdict, l.ViolatedRuns = reports.Inconclusive, 1 },
		"random_runs is 111, of 110":           func(l *ledger.Line) { l.RandomRuns = 111 },
		"60 were violated and 41 not judged":   func(l *ledger.Line) { l.ViolatedRuns, l.UnjudgedRuns = 60, 41 },
		"runs is -1":                           func(l *ledger.Line) { l.Runs = -1 },
		"random runs, though scenarios":        func(l *ledger.Line) { l.Whole = false },
		"no scenario was run":                  func(l *ledger.Line) { l.Scenarios, l.Each = nil, 0 },
		"each of 1 scenarios was run 11 times": func(l *ledger.Line) { l.Each = 11 },
		`verdict is "fine", which is none`:     func(l *ledger.Line) { l.Verdict = "fine" },
		"nothing was run":                      func(l *ledger.Line) { l.Runs, l.RandomRuns, l.Each = 0, 0, 0 },
		"engine_digest is empty":               func(l *ledger.Line) { l.EngineDigest = "" },
	} {
		l := line(0, "a", "1", reports.Pass)
		change(&l)
		if _, err := ledger.Next(nil, l); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("written: error %v, want %s", err, want)
		}
	}
	good := chain(t, line(0, "a", "1", reports.Pass))
	for old, new := range map[string]string{`"pass"`: `"violation"`, `"random_runs":100`: `"random_runs":200`} {
		bad := bytes.Replace(good, []byte(old), []byte(new), 1)
		if _, err := ledger.Read(bad); err == nil || !strings.Contains(err.Error(), "line 1: ") {
			t.Errorf("read with %s: %v", new, err)
		}
	}
}

// A repair makes no ledger where there was none, and the error of a torn one says how to ask for it.
func TestRepairIsAskedFor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.jsonl")
	if _, err := ledger.Repair(path); err == nil {
		t.Error("of nothing something was repaired")
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the repair has made a ledger")
	}
	data := four(t)
	if _, err := ledger.Read(data[:len(data)-1]); err == nil || !strings.Contains(err.Error(), "report --ledger FILE --repair") {
		t.Error(err)
	}
}

// What can be read is, line for line, what would be written.
func FuzzRead(f *testing.F) {
	f.Add(four(f))
	f.Add(four(f)[:700])
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := ledger.Read(data)
		if err != nil {
			return
		}
		var again []byte
		for _, l := range all {
			next, err := ledger.Next(again, l)
			if err != nil {
				t.Fatal(err)
			}
			again = append(again, next...)
		}
		if !bytes.Equal(again, data) {
			t.Fatalf("read\n%s\nwritten\n%s", data, again)
		}
	})
}
