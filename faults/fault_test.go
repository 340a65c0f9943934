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

// examples are the lines of testdata/faults.txt.
func examples(t testing.TB) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/faults.txt")
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
			t.Errorf("testdata/faults.txt has no %s", k.Name)
		}
	}
}

// anyFault draws a valid fault of any kind, from the kind's form alone.
func anyFault(t *rapid.T) Fault {
	k := &All[rapid.IntRange(0, len(All)-1).Draw(t, "kind")]
	f := Fault{Kind: k.Name}
	if k.has("<when>") {
		anyWhen(t, &f)
	}
	if k.has("<target>") {
		f.Target = anyTarget(t, "target", f.On != "")
	}
	for k.has("<peer>") && (f.Peer == "" || f.Peer == f.Target) {
		f.Peer = anyTarget(t, "peer", f.On != "")
	}
	if k.has("<duration>") {
		f.For = time.Duration(rapid.Int64Range(1, int64(longest)).Draw(t, "for"))
	}
	if k.has("<count>") {
		f.Count = rapid.IntRange(1, mostCount).Draw(t, "count")
	}
	for k.has("<rate>") && f.PPM == 0 {
		f.PPM = rapid.IntRange(-fastestPPM, fastestPPM).Draw(t, "ppm")
	}
	return f
}

func anyWhen(t *rapid.T, f *Fault) {
	if rapid.Bool().Draw(t, "by meaning") {
		f.On = rapid.SampledFrom(Meanings).Draw(t, "on").Name
		f.Nth = rapid.IntRange(1, mostNth).Draw(t, "nth")
		return
	}
	f.At = time.Duration(rapid.Int64Range(0, int64(longest)).Draw(t, "at"))
}

func anyTarget(t *rapid.T, label string, actors bool) string {
	target := rapid.SampledFrom(Targets).Filter(func(x Target) bool {
		return actors || x.Name != actor
	}).Draw(t, label).Name
	if strings.HasSuffix(target, "/") {
		target += rapid.StringMatching(`[a-zA-Z0-9._-]{1,8}`).Draw(t, label+" name")
	}
	return target
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyFault(t)
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
	var plan []Fault
	if err := json.Unmarshal([]byte(text), &plan); err != nil {
		t.Fatal(err)
	}
	if got, err := json.Marshal(plan); err != nil || string(got) != text {
		t.Errorf("got %s, %v", got, err)
	}
	if _, err := json.Marshal(Fault{Kind: "crash"}); err == nil {
		t.Error("an invalid fault was marshalled")
	}
	if err := json.Unmarshal([]byte(`["crash"]`), &plan); err == nil {
		t.Error("an invalid fault was unmarshalled")
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
