package live_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine/reference"
	"pawl/faults"
	"pawl/live"
	"pawl/reports"
)

// page is where the tables stand that are made of results; PAWL_REWRITE=1 writes them anew.
const page = "README.md"

// explained says why a scenario came to something else than in the simulator. One that is not
// explained fails the test.
var explained = map[string]string{
	"two-asked-for-at-one-moment":      "Two windows are asked for at one moment: which comes first is drawn there and is the machine's choice here, and the file expects the one that the simulator draws.",
	"abort-against-a-commit-under-way": "The delay is in force for 0.1 ms, in which a real commit need not leave: the abort came at another time (inferred, not traced).",
	"asks-for-what-was-burnt":          "The node asks for the burnt version only if it wakes up having read the earlier write (inferred, not traced).",
	"counted-at-a-replica":             "An etcd of one member has no replica that is behind: a stale read reads the newest.",
	"erased-by-all-but-one":            "The cut is placed by time, to fall before the retirement of the simulator's run, and real rotations are faster (inferred, not traced).",
	"helped-by-who-owns-nothing":       "A slow owner loses a race against another worker where latencies are drawn, and need not here (inferred, not traced).",
	"node-that-starts-over":            "A process that is killed loses nothing that it has written; only a loss of power would, and the engine fails by that.",
	"by-the-clock-on-the-wall":         "All processes go by the one clock of this machine, which nobody sets: by none of them is it wrong.",
	"sealed-on-the-way-out":            "An answer takes as long as it is drawn to there, over half a second; a real one leaves at once.",
	"unanswered-read-wipes-the-keys":   "The fault takes the next message after 4 s, which is the read there and need not be here (inferred, not traced).",
	"every-node-asks-at-start":         otherSeed,
	"held-between-look-and-write":      otherSeed,
	"revoked-with-secrets-under-it":    otherSeed,
}

// otherSeed is why an engine is caught here and not there: a scenario's engine is to be caught
// within three runs, and these are one.
const otherSeed = "Caught here. The simulator catches it with another seed: the library asks for one of three runs, and this is one."

// TestTrust holds the page's tables to the results in testdata, and to what each ground can do.
func TestTrust(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	want := string(text)
	for name, table := range map[string]string{"faults": kindsTable(t), "verdicts": verdictsTable(t)} {
		begins, ends := "<!-- made: "+name+" -->\n", "<!-- to here -->\n"
		before, rest, is := strings.Cut(want, begins)
		_, after, closed := strings.Cut(rest, ends)
		if !is || !closed {
			t.Fatalf("%s has no place for %s", page, name)
		}
		want = before + begins + table + ends + after
	}
	if want == string(text) {
		return
	}
	if os.Getenv("PAWL_REWRITE") == "" {
		t.Fatalf("%s is not what the results come to; PAWL_REWRITE=1 go test ./live -run Trust writes it anew", page)
	}
	if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// kindsTable says which kinds of event there are where.
func kindsTable(t *testing.T) string {
	examples, err := os.ReadFile(filepath.FromSlash("../faults/testdata/events.txt"))
	if err != nil {
		t.Fatal(err)
	}
	examples = append(examples, "\nfail-late owner on commit.due\n"...) // of which there is none
	var b strings.Builder
	b.WriteString("| kind | in the simulator | in one process | in containers |\n|---|---|---|---|\n")
	for i := range faults.All {
		k := &faults.All[i]
		fmt.Fprintf(&b, "| `%s` | yes | %s | %s |\n", k.Name, able(t, live.InProcess(1), k, string(examples)), able(t, live.Contained(""), k, string(examples)))
	}
	return b.String()
}

// able is whether some example of a kind can be run somewhere, and else why not.
func able(t *testing.T, d live.Deployment, k *faults.Kind, examples string) string {
	t.Helper()
	why := ""
	for line := range strings.Lines(examples) {
		e, err := faults.Parse(strings.TrimSpace(line))
		if err != nil || e.Kind != k.Name {
			continue
		}
		s := brisk(t, reference.Engine(), time.Minute, e.String())
		s.Keys, s.Truth.Beyond, s.Policy.Changing = []string{"orders", "refunds"}, true, true
		next := s.Policy
		s.NewPolicy = &next
		err = d.Suits(s)
		if err == nil {
			return "yes"
		}
		if strings.Contains(err.Error(), "is no faults.") {
			why = "no: there is no `" + k.Needs + "`"
		} else if _, refused, is := strings.Cut(err.Error(), "cannot be done to real processes: "); is && why == "" {
			why = "no: " + refused
		}
	}
	if why == "" {
		t.Errorf("%s: no example of it could be tried", k.Name)
	}
	return why
}

// verdictsTable says what the scenarios came to on both.
func verdictsTable(t *testing.T) string {
	files, err := filepath.Glob(filepath.FromSlash("testdata/*.json"))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	var b strings.Builder
	b.WriteString("| result | ground | scenarios run | refused | as in the simulator | inconclusive |\n|---|---|---|---|---|---|\n")
	var others []string
	for _, file := range files {
		l := readLive(t, file)
		same, of := l.Agreement()
		inconclusive := 0
		for i := range l.Runs {
			r := &l.Runs[i]
			if r.Verdict == "inconclusive" {
				inconclusive++
			}
			if r.Simulated == nil || r.Simulated.Agrees {
				continue
			}
			why := explained[r.Scenario]
			if r.Verdict == "inconclusive" {
				why = "The machine was too slow for the run, or not all was seen: nothing is said."
			}
			if why == "" {
				t.Errorf("%s: %s is %s here and %s in the simulator; say why in explained", file, r.Scenario, r.Verdict, r.Simulated.Verdict)
			}
			others = append(others, fmt.Sprintf("| `%s` | %s | %s %s | %s %s | %s |\n", r.Scenario, r.Engine, r.Verdict, strings.Join(r.Violated, " "), r.Simulated.Verdict, strings.Join(r.Simulated.Violated, " "), why))
		}
		percent := "-"
		if of > 0 {
			percent = fmt.Sprintf("%d of %d, %.1f %%", same, of, 100*float64(same)/float64(of))
		}
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %s | %d |\n", strings.TrimSuffix(filepath.Base(file), ".json"), l.Ground, len(l.Runs), len(l.Refused), percent, inconclusive)
	}
	slices.Sort(others)
	b.WriteString("\nWhat differs:\n\n| scenario | engine | here | in the simulator | why |\n|---|---|---|---|---|\n" + strings.Join(slices.Compact(others), ""))
	return b.String()
}

func readLive(t *testing.T, file string) *reports.Live {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	r, err := reports.Read(f)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	l, is := r.(*reports.Live)
	if !is {
		t.Fatalf("%s is %T", file, r)
	}
	return l
}
