package faults

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// examples are the lines of testdata/events.txt.
func examples(t testing.TB) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/events.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func TestExamplesPrintAsTheyRead(t *testing.T) {
	seen := map[string]bool{}
	for _, line := range examples(t) {
		f, err := Parse(line)
		if err != nil {
			t.Error(err)
			continue
		}
		seen[f.Kind] = true
		if got := f.String(); got != line {
			t.Errorf("%q prints as %q", line, got)
		}
		if err := f.Validate(); err != nil {
			t.Error(err)
		}
	}
	for _, k := range All {
		if !seen[k.Name] {
			t.Errorf("testdata/events.txt has no %s", k.Name)
		}
	}
}

// anyEvent draws a valid event of any kind, from the kind's form alone.
func anyEvent(t *rapid.T) Event {
	k := &All[rapid.IntRange(0, len(All)-1).Draw(t, "kind")]
	e := Event{Kind: k.Name}
	for _, p := range k.parts() {
		if p.optional && rapid.Bool().Draw(t, "leave out") {
			continue
		}
		for _, word := range p.words {
			if value := anyValue[word]; value != nil {
				value(t, &e)
			}
		}
	}
	if e.On == "" { // an actor is known only by a meaning
		e.Target = inPlaceOf(actor, e.Target, "client/other")
		e.Peer = inPlaceOf(actor, e.Peer, "client/other")
	}
	if e.Peer != "" {
		e.Peer = inPlaceOf(e.Target, e.Peer, "node/other")
	}
	return e
}

// inPlaceOf is what is there, unless that cannot be.
func inPlaceOf(not, there, instead string) string {
	if there == not {
		return instead
	}
	return there
}

// anyValue draws a value of each slot.
var anyValue = map[string]func(t *rapid.T, e *Event){
	"<window>": func(t *rapid.T, e *Event) { e.Word = anyName(t) },
	"<target>": func(t *rapid.T, e *Event) { e.Target = anyTarget(t) },
	"<named>": func(t *rapid.T, e *Event) {
		e.Target = rapid.SampledFrom([]string{"node/", "worker/", "pool/"}).Draw(t, "named") + anyName(t)
	},
	"<defect>":   func(t *rapid.T, e *Event) { e.Word = string(rapid.SampledFrom(defects).Draw(t, "defect")) },
	"<slip>":     func(t *rapid.T, e *Event) { e.Word = string(rapid.SampledFrom(slips).Draw(t, "slip")) },
	"<thing>":    func(t *rapid.T, e *Event) { e.Word = string(rapid.SampledFrom(things).Draw(t, "thing")) },
	"<material>": func(t *rapid.T, e *Event) { e.Word = string(rapid.SampledFrom(materials).Draw(t, "material")) },
	"<manner>":   func(t *rapid.T, e *Event) { e.Word = string(rapid.SampledFrom(Manners).Draw(t, "manner")) },
	"<key>":      func(t *rapid.T, e *Event) { e.Key = anyName(t) },
	"<attempt>":  func(t *rapid.T, e *Event) { e.Amount = rapid.Int64Range(1, mostAttempt).Draw(t, "attempt") },
	"<caller>":   func(t *rapid.T, e *Event) { e.By = anyName(t) },
	"<peer>":     func(t *rapid.T, e *Event) { e.Peer = anyTarget(t) },
	"<rate>":     func(t *rapid.T, e *Event) { e.Amount = anyRate(t) },
	"<jump>":     func(t *rapid.T, e *Event) { e.Amount = anyJump(t) },
	"<lag>":      func(t *rapid.T, e *Event) { e.Amount = rapid.Int64Range(1, int64(longest)).Draw(t, "lag") },
	"<count>":    func(t *rapid.T, e *Event) { e.Amount = rapid.Int64Range(1, mostCount).Draw(t, "count") },
	"<when>":     func(t *rapid.T, e *Event) { e.When = anyWhen(t) },
	"<duration>": func(t *rapid.T, e *Event) { e.For = time.Duration(rapid.Int64Range(1, int64(longest)).Draw(t, "for")) },
}

func anyRate(t *rapid.T) int64 {
	return rapid.Int64Range(-fastestPPM, fastestPPM).Filter(func(n int64) bool { return n != 0 }).Draw(t, "ppm")
}

func anyJump(t *rapid.T) int64 {
	return rapid.Int64Range(-int64(longest), int64(longest)).Filter(func(n int64) bool { return n != 0 }).Draw(t, "jump")
}

func anyWhen(t *rapid.T) (w When) {
	if !rapid.Bool().Draw(t, "by meaning") {
		w.At = time.Duration(rapid.Int64Range(0, int64(longest)).Draw(t, "at"))
		return w
	}
	w.On = rapid.SampledFrom(Meanings).Draw(t, "on").Name
	w.Nth = rapid.IntRange(1, mostNth).Draw(t, "nth")
	if w.tellsKey() && rapid.Bool().Draw(t, "one key") {
		w.Key = anyName(t)
	}
	return w
}

func anyTarget(t *rapid.T) string {
	target := rapid.SampledFrom(Targets).Draw(t, "target").Name
	if strings.HasSuffix(target, "/") {
		target += anyName(t)
	}
	return target
}

func anyName(t *rapid.T) string { return rapid.StringMatching(`[a-zA-Z0-9._-]{1,8}`).Draw(t, "name") }

func TestEverySlotCanBeDrawn(t *testing.T) {
	for _, s := range Slots {
		if anyValue[s.Name] == nil {
			t.Errorf("no value of %s is ever tried", s.Name)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyEvent(t)
		if err := f.Validate(); err != nil {
			t.Fatal(err)
		}
		if got, err := Parse(f.String()); err != nil || got != f {
			t.Fatalf("%q parses as %+v, %v; want %+v", f, got, err, f)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, line := range examples(f) {
		f.Add(line)
	}
	for _, row := range wrongTexts(f) {
		f.Add(row[0])
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Parse(text)
		if err != nil {
			checkParseError(t, text, err)
			return
		}
		if err := a.Validate(); err != nil {
			t.Errorf("%q parses to what is not valid: %v", text, err)
		}
		if b, err := Parse(a.String()); err != nil || a != b {
			t.Errorf("%q parses as %+v, but prints as %q, which parses as %+v, %v", text, a, a, b, err)
		}
	})
}

func checkParseError(t *testing.T, text string, err error) {
	t.Helper()
	var e *ParseError
	if !errors.As(err, &e) {
		t.Fatalf("%q: the error is a %T", text, err)
	}
	if e.Column < 1 || e.Column > len(text)+2 || e.What == "" || e.Want == "" {
		t.Errorf("%q: %+v", text, e)
	}
}

func TestTextInJSON(t *testing.T) {
	const text = `["crash worker/1 at 5s for 3s"]`
	var plan []Event
	if err := json.Unmarshal([]byte(text), &plan); err != nil {
		t.Fatal(err)
	}
	if got, err := json.Marshal(plan); err != nil || string(got) != text {
		t.Errorf("got %s, %v", got, err)
	}
	if _, err := json.Marshal(Event{Kind: "crash"}); err == nil {
		t.Error("an invalid event was marshalled")
	}
	if err := json.Unmarshal([]byte(`["crash"]`), &plan); err == nil {
		t.Error("an invalid event was unmarshalled")
	}
}

func TestShortestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", time.Second: "1s", time.Minute: "1m", time.Hour: "1h", 90 * time.Second: "1m30s",
		time.Hour + time.Second: "1h0m1s", 10 * time.Minute: "10m", 100 * time.Hour: "100h",
		60*time.Hour + 10*time.Minute: "60h10m", 1500 * time.Microsecond: "1.5ms",
	} {
		if got := PrintDuration(d); got != want {
			t.Errorf("%d prints as %q, want %q", d, got, want)
		}
	}
}

// TestParseAll: events come in the order of their texts; of several the one that is none is named.
func TestParseAll(t *testing.T) {
	all, err := ParseAll("crash worker/1 at 12.5s for 3s", "no-leader at 19s for 2s")
	if err != nil || len(all) != 2 || all[0].Kind != "crash" || all[1].Kind != "no-leader" {
		t.Errorf("%v, %v", all, err)
	}
	if _, err := ParseAll("no-leader at 19s for 2s", "crash nobody"); err == nil || !strings.Contains(err.Error(), `"crash nobody"`) {
		t.Error(err)
	}
}
