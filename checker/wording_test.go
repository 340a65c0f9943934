package checker

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestOrdinal(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 10: "10th", 11: "11th", 12: "12th", 13: "13th",
		20: "20th", 21: "21st", 22: "22nd", 33: "33rd", 100: "100th", 101: "101st", 111: "111th", 112: "112th", 1003: "1003rd"} {
		if got := ordinal(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestMany(t *testing.T) {
	for n, want := range map[int]string{0: "0 seals", 1: "1 seal", 2: "2 seals"} {
		if got := many(n, "seal"); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

// What is told of the tests' histories has no "1 seals" and no "2th".
func TestNumbersAreWordedRightly(t *testing.T) {
	t.Parallel()
	wrong := regexp.MustCompile(`\b1 (seals|opens|versions|fingerprints|entries|attempts|requests|times|nodes)\b|[^1]1th\b|[^1][23]th\b`)
	files, err := filepath.Glob("testdata/said/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(b), "\n") {
			if !strings.Contains(line, " broken ") && !strings.Contains(line, "invalid: ") {
				continue
			}
			if m := wrong.FindString(line); m != "" {
				t.Errorf("%s:%d: %q in %s", file, i+1, m, line)
			}
		}
	}
}

func TestWholeNames(t *testing.T) {
	for text, want := range map[string]bool{"": false, "a": true, "aa": false, "ba": false, "ab, a": true, "b a": true, "a.b": false,
		"b.a": false, "a.": true, "a..": true, "a#1": true, "é, a": true, "éa": false, "aé": false, "x/a": false, "a/x": false, "a-b": false, "_a": false} {
		if got := names(text, "a"); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	if names("a", "") {
		t.Error("no name is named")
	}
}
