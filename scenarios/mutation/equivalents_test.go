package mutation_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pawl/scenarios/mutation"
)

// TestReasonsNameMutants holds the files of this module: every line names a mutant
// that exists.
func TestReasonsNameMutants(t *testing.T) {
	lines := 0
	for _, dir := range []string{"../../engine/reference", "../../checker"} {
		all, err := mutation.ReadEquivalents(filepath.Join(dir, filepath.FromSlash(mutation.EquivalentsName)))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = all.Hold(load(t, dir).Mutants())
		}
		if err != nil {
			t.Error(err)
		}
		lines += len(all)
	}
	if lines == 0 {
		t.Error("no file was found: is it called otherwise by now?")
	}
}

func TestEquivalentsThatAreWrong(t *testing.T) {
	p := load(t, "testdata/tested")
	m := p.Mutants()[0]
	good := strings.Join([]string{m.ID, m.File, mutation.Change(&m), "it says nothing"}, "\t")
	const head = "id\tfile\tchange\treason\n"
	for text, want := range map[string]string{
		head + "# a remark\n" + good + "\n": "",
		head + good + "\n" + good:           `x.tsv:3:1: "` + m.ID + `" is here a second time, after line 2`,
		"":                                  "",
		good:                                "x.tsv:1:1: no line of names; want the names of the columns first",
		head + "\n":                         "x.tsv:2:1: 1 columns; want four",
		head + good + "\tmore":              "x.tsv:2:1: 5 columns",
		head + m.ID + "\t" + m.File + "\tchange\t":                            "x.tsv:2:" + "",
		head + m.ID + "\t " + m.File + "\tchange\twhy":                        "x.tsv:2:12: the file is",
		head + "0000000000\ttested.go\tchange\twhy":                           `x.tsv:2:1: no mutant has the id "0000000000"`,
		head + strings.Replace(good, m.File, "other.go", 1):                   "x.tsv:2:1: the mutant " + m.ID + " is in tested.go",
		head + m.ID + "\t" + m.File + "\tanother\twhy":                        "x.tsv:2:1: the mutant " + m.ID + " is another change; want: " + mutation.Change(&m),
		head + m.ID + "\t" + m.File + "\t" + mutation.Change(&m) + "\t\xff\n": "x.tsv: the file is not UTF-8",
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "x.tsv")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		all, err := mutation.ReadEquivalents(path)
		if err == nil {
			err = all.Hold(p.Mutants())
		}
		said := ""
		if err != nil {
			said = strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), "")
		}
		if want == "" && err != nil || !strings.HasPrefix(said, want) {
			t.Errorf("%q:\n%s\nwant %s", text, said, want)
		}
	}
}
