package house

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pawl/scenarios/campaign"
)

const (
	standingBegins = "<!-- made of real/*/testdata; PAWL_REWRITE=1 go test ./cmd/house writes it anew -->\n"
	standingEnds   = "<!-- to here -->\n"
)

// TestStandingsAreBehindThePage: what the page of other people's engines says of each is what
// its runs said, and there is no cell without a run.
func TestStandingsAreBehindThePage(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "real", "*", "testdata", "standing-*.json"))
	if err != nil || len(files) < 3 {
		t.Fatalf("%v, %v", files, err)
	}
	var table strings.Builder
	table.WriteString("| Engine | Days | Invariant | Kept in | Broken in |\n|---|---|---|---|---|\n")
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var s campaign.Showing
		if err := json.Unmarshal(data, &s); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if len(s.Claims) == 0 || s.Runs == 0 {
			t.Errorf("%s has no run, or no claim, in it", path)
		}
		module := filepath.Base(filepath.Dir(filepath.Dir(path)))
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
	}
	page := filepath.Join(root, "real", "README.md")
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(text), standingBegins)
	was, after, ends := strings.Cut(rest, standingEnds)
	switch {
	case !begins || !ends:
		t.Fatalf("%s has no place for the table: want %q and %q", page, standingBegins, standingEnds)
	case was == table.String():
	case os.Getenv("PAWL_REWRITE") != "":
		if err := os.WriteFile(page, []byte(before+standingBegins+table.String()+standingEnds+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s says\n%sand the runs say\n%s", page, was, table.String())
	}
}
