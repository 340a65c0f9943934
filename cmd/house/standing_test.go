package house

import (
	"encoding/json"
	"fmt"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pawl/checker"
	"pawl/scenarios/campaign"
)

// others is the page of other people's engines. Its tables are made of what their modules have in
// testdata.
var others = filepath.Join(root, "real", "README.md")

// made is where such a table begins, and tableEnds where it ends.
func made(of string) string {
	return "<!-- made of real/*/" + of + "; PAWL_REWRITE=1 go test ./cmd/house writes it anew -->\n"
}

// inTestdata are the files of a kind that modules of other people's engines have.
func inTestdata(kind string) string { return "testdata/" + kind + "-*.json" }

const tableEnds = "<!-- to here -->\n"

// kept finds them.
func kept(t *testing.T, kind string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "real", "*", filepath.FromSlash(inTestdata(kind))))
	if err != nil || len(files) < 3 {
		t.Fatalf("%s: %v, %v", kind, files, err)
	}
	return files
}

// read takes in one of them, and says of which module it is.
func read(t *testing.T, path string, into any) (module string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return filepath.Base(filepath.Dir(filepath.Dir(path)))
}

// stands holds a table of the page to what it should be.
func stands(t *testing.T, of, table string) {
	t.Helper()
	text, err := os.ReadFile(others)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(text), made(of))
	was, after, ends := strings.Cut(rest, tableEnds)
	switch {
	case !begins || !ends:
		t.Fatalf("%s has no place for the table: want %q and %q", others, made(of), tableEnds)
	case was == table:
	case os.Getenv("PAWL_REWRITE") != "":
		if err := os.WriteFile(others, []byte(before+made(of)+table+tableEnds+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s says\n%sand the runs say\n%s", others, was, table)
	}
}

// TestStandingsAreBehindThePage: what the page of other people's engines says of each is what
// its runs said, and there is no cell without a run.
func TestStandingsAreBehindThePage(t *testing.T) {
	var table strings.Builder
	table.WriteString("| Engine | Days | Invariant | Kept in | Broken in |\n|---|---|---|---|---|\n")
	for _, path := range kept(t, "standing") {
		var s campaign.Showing
		module := read(t, path, &s)
		if len(s.Claims) == 0 || s.Runs == 0 {
			t.Errorf("%s has no run, or no claim, in it", path)
		}
		for i, x := range s.Claims {
			if x.Judged == 0 {
				t.Errorf("%s: no run has judged %s", path, x.Invariant)
			}
			engine, days := "", ""
			if i == 0 {
				engine, days = fmt.Sprintf("[%s](%s/README.md)", s.Engine, module), fmt.Sprintf("%d, seed %d", s.Runs, s.Seed)
			}
			fmt.Fprintf(&table, "| %s | %s | %s | %d | %d |\n", engine, days, x.Invariant, x.Judged-x.Violated, x.Violated)
		}
		fmt.Fprintf(&table, "|  |  | *not claimed: %s* |  |  |\n", strings.Join(unclaimed(s.Claims), ", "))
	}
	stands(t, inTestdata("standing"), table.String())
}

// unclaimed are the invariants of the contract that an engine does not claim, and is not judged by.
func unclaimed(claims []campaign.Stood) (ids []string) {
	for _, inv := range checker.All {
		if !slices.ContainsFunc(claims, func(x campaign.Stood) bool { return x.Invariant == inv.ID }) {
			ids = append(ids, inv.ID)
		}
	}
	return ids
}

// TestSightingsAreBehindThePage: what the page says of defects is what was seen of them, there is
// a test of that name for each, and no violation is passed over that is told to be none of them.
func TestSightingsAreBehindThePage(t *testing.T) {
	var table strings.Builder
	table.WriteString("| Engine | What goes wrong | Breaks | Documented | Fixed upstream | Told upstream | Shown by | Days to the first, median | Worst | Seeds |\n|---|---|---|---|---|---|---|---|---|---|\n")
	for _, path := range kept(t, "sightings") {
		var s campaign.Sightings
		module := read(t, path, &s)
		tests := testsOf(t, module)
		for i, d := range s.Defects {
			if !slices.Contains(tests, d.Shown) {
				t.Errorf("%s: %s is to be shown by %q, which is no test of %s", path, d.Name, d.Shown, module)
			}
			if len(d.First) == 0 || len(d.Breaks) == 0 {
				t.Errorf("%s: no run is behind %s, or it breaks nothing", path, d.Name)
				continue
			}
			engine := ""
			if i == 0 {
				engine = fmt.Sprintf("[%s](%s/README.md)", s.Engine, module)
			}
			median, worst, seen := days(d.First, s.Most)
			found := fmt.Sprintf("%d of %d", seen, len(d.First))
			if d.Alike != "" && seen == 0 {
				median, worst, found = "not told from "+d.Alike, "", ""
			}
			fmt.Fprintf(&table, "| %s | %s | %s | %s | %s | %s | `%s` | %s | %s | %s |\n", engine, d.Name, strings.Join(d.Breaks, ", "),
				or(d.Design, "no"), or(d.Fixed, "not known to be"), or(d.Told, "not from here"), d.Shown, median, worst, found)
		}
		all, untold := 0, 0
		for i := range s.Runs {
			all, untold = all+s.Runs[i], untold+s.Untold[i]
		}
		if all == 0 {
			t.Errorf("%s has no run in it", path)
		}
		fmt.Fprintf(&table, "| | *wrong, and told to be none of these* | | | | | | %d of %d days | | |\n", untold, all)
	}
	stands(t, inTestdata("sightings"), table.String())
}

func or(said, otherwise string) string {
	if said == "" {
		return otherwise
	}
	return said
}

// days are the median and the worst of the first days on which something was seen, of as many
// seeds; where it was not, it came later than the last that was looked at.
func days(first []int, most int) (median, worst string, seen int) {
	sorted := slices.Clone(first)
	for i, n := range sorted {
		if n == 0 {
			sorted[i] = most + 1
		} else {
			seen++
		}
	}
	slices.Sort(sorted)
	say := func(n int) string {
		if n > most {
			return fmt.Sprintf("over %d", most)
		}
		return fmt.Sprint(n)
	}
	return say(sorted[(len(sorted)-1)/2]), say(sorted[len(sorted)-1]), seen
}

var testDecl = regexp.MustCompile(`(?m)^func (Test\w+)\(`)

// testsOf are the names of a module's tests.
func testsOf(t *testing.T, module string) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "real", module, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range testDecl.FindAllSubmatch(text, -1) {
			names = append(names, string(m[1]))
		}
	}
	return names
}

// workload is the file of a module that has what its days are like: the machines, who relies on what, what
// befalls them and what is asked for. It is no part of bringing the code: another day is another file.
const workload = "home.go"

// TestAdaptersAreAsLongAsThePageSays: without blanks and comments; a package below an adapter is a model of
// what is around the code that is judged.
func TestAdaptersAreAsLongAsThePageSays(t *testing.T) {
	modules, err := filepath.Glob(filepath.Join(root, "real", "*", "go.mod"))
	if err != nil || len(modules) < 3 {
		t.Fatalf("%v, %v", modules, err)
	}
	var table strings.Builder
	table.WriteString("| Lines, without blanks and comments | Adapter | Workload | Models in packages of their own |\n|---|---|---|---|\n")
	for _, m := range modules {
		dir := filepath.Dir(m)
		days, models := linesIn(t, dir, workload), linesIn(t, dir, "*", "*.go")
		adapter := linesIn(t, dir, "*.go") - days
		if adapter == 0 || days == 0 {
			t.Errorf("%s has an adapter of %d lines, and a workload of %d", m, adapter, days)
		}
		fmt.Fprintf(&table, "| %s | %d | %d | %d |\n", filepath.Base(dir), adapter, days, models)
	}
	stands(t, "*.go", table.String())
}

// linesIn are those of the files of a pattern that are no tests.
func linesIn(t *testing.T, pattern ...string) (lines int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(pattern...))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if !strings.HasSuffix(path, "_test.go") {
			lines += linesOf(t, path)
		}
	}
	return lines
}

// linesOf are the lines of a file on which any of its program begins.
func linesOf(t *testing.T, path string) int {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	file := files.AddFile(path, -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, 0)
	on := map[int]bool{}
	for {
		at, what, as := s.Scan()
		if what == token.EOF {
			return len(on)
		}
		if what != token.SEMICOLON || as == ";" { // else it stands for the end of a line
			on[file.Line(at)] = true
		}
	}
}
