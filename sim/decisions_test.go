package sim

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDecisionsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place := rapid.OneOf(rapid.SampledFrom([]string{"a", "b/c", ""}), rapid.String(),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
		one := rapid.Custom(func(t *rapid.T) Decision {
			among := rapid.OneOf(rapid.Int32Range(1, 3), rapid.Int32Min(1)).Draw(t, "among")
			return Decision{place.Draw(t, "place"), among, rapid.Int32Range(0, among-1).Draw(t, "which")}
		})
		log := rapid.SliceOf(one).Draw(t, "log")
		got, err := DecodeDecisions(EncodeDecisions(log))
		if err != nil {
			t.Fatal(err)
		}
		if got == nil || !slices.Equal(got, log) {
			t.Fatalf("got %v, want %v", got, log)
		}
	})
}

func TestDecisionsText(t *testing.T) {
	log := []Decision{{"net/a-b/delay", 16, 3}, {"net/a-b/delay", 16, 15}, {"client \"1\"", 2, 1}, {"net/a-b/delay", 16, 0}}
	for range 40 {
		log = append(log, Decision{"disk", 100, 99})
	}
	got := EncodeDecisions(log)
	want, err := os.ReadFile(filepath.Join("testdata", "decisions.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDecisionsErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "cut short",
		"decisions 0 kinds 0":    "cut short",
		"\n":                     "line 1",
		"decision 0 kinds 0\n":   "line 1",
		"decisions  0 kinds 0\n": "line 1",
		"decisions 00 kinds 0\n": `"00": want a number`,
		"decisions +1 kinds 0\n": "want a number",
		"decisions -1 kinds 0\n": "want a number",
		"decisions 0 kinds 99999999999999999999\n": "want a number",
		"decisions 2000000000 kinds 0\n":           "too short",
		"decisions 0 kinds 2000000000\n":           "too short",
		"decisions 0 kinds 1\n":                    "want more lines",
		"decisions 0 kinds 1\n5\n":                 "line 2",
		"decisions 0 kinds 1\n0 \"a\"\n":           "at least 1",
		"decisions 0 kinds 1\n5 a\n":               "in double quotes",
		"decisions 0 kinds 1\n5 `a`\n":             "in double quotes",
		"decisions 0 kinds 1\n5 \"a\" \n":          "in double quotes",
		"decisions 0 kinds 1\n5 \"\\x61\"\n":       "in double quotes",
		"decisions 0 kinds 1\n2147483648 \"a\"\n":  "want a number",
		"decisions 0 kinds 2\n5 \"a\"\n5 \"a\"\n":  "a second time",
		"decisions 1 kinds 0\n0: 0\n":              "kind \"0\"",
		"decisions 1 kinds 1\n5 \"a\"\n":           "0 decisions up to here",
		"decisions 1 kinds 1\n5 \"a\"\n0:\n":       "line 3",
		"decisions 1 kinds 1\n5 \"a\"\n0: \n":      "choice at \"a\"",
		"decisions 1 kinds 1\n5 \"a\"\n0 1\n":      "a colon",
		"decisions 1 kinds 1\n5 \"a\"\n1: 1\n":     "kind \"1\": want a number from 0 to 0",
		"decisions 1 kinds 1\n5 \"a\"\n0: 5\n":     "from 0 to 4",
		"decisions 1 kinds 1\n5 \"a\"\n0: 1 1\n":   "2 decisions up to here",
		"decisions 1 kinds 1\n5 \"a\"\n0: 1\n\n":   "line 4",
		"decisions 1 kinds 1\r\n5 \"a\"\n0: 1\n":   "line 1",
	} {
		if log, err := DecodeDecisions(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, error %v, want %s", text, log, err, want)
		}
	}
}

func FuzzDecodeDecisions(f *testing.F) {
	f.Add("decisions 5 kinds 2\n16 \"net/a-b/delay\"\n2 \"client/1\"\n0: 3 15\n1: 1\n0: 0 7\n")
	f.Add("decisions 0 kinds 0\n")
	f.Fuzz(func(t *testing.T, text string) {
		log, err := DecodeDecisions(text)
		if err != nil {
			return
		}
		for _, d := range log {
			if d.Among < 1 || d.Which < 0 || d.Which >= d.Among {
				t.Fatalf("impossible: %+v", d)
			}
		}
		again, err := DecodeDecisions(EncodeDecisions(log))
		if err != nil || !slices.Equal(log, again) {
			t.Fatalf("%v, then %v, error %v", log, again, err)
		}
	})
}
