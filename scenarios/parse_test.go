package scenarios

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/scenarios/form"
)

var update = flag.Bool("update", false, "write the errors that are given into testdata/reject, to be looked through")

// corpus reads the files of one folder of testdata.
func corpus(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no files", err)
	}
	all := map[string][]byte{}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		all[p] = data
	}
	return all
}

func TestAccept(t *testing.T) {
	for path, data := range corpus(t, "accept") {
		s, err := Parse(path, data)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		setup := s.setup(reference.Engine(), 1)
		if err := setup.Validate(); err != nil {
			t.Errorf("%s: what it sets up cannot be run: %v", path, err)
		}
		if !bytes.Equal(s.Source(), data) {
			t.Errorf("%s: Source is not the text as given", path)
		}
	}
}

func TestReject(t *testing.T) {
	for path, data := range corpus(t, "reject") {
		_, err := Parse(filepath.Base(path), data)
		if err == nil {
			t.Errorf("%s: accepted", path)
			continue
		}
		invariants := strings.Join(Names(checker.All, func(i checker.Invariant) string { return i.ID }), ", ")
		got := strings.Split(strings.ReplaceAll(err.Error(), invariants, "{invariants}"), "\n")
		if *update {
			rewrite(t, path, data, got)
			continue
		}
		if want := header(data, "# want: "); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s:\n got %s\nwant %s", path, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

// header gathers what the comments at the beginning of a file say after a mark.
func header(data []byte, mark string) []string {
	var all []string
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), mark); ok {
			all = append(all, rest)
		}
	}
	return all
}

// rewrite puts what is given in the place of what was wanted. The errors name
// lines, so a second round is needed where their number has changed.
func rewrite(t *testing.T, path string, data []byte, got []string) {
	t.Helper()
	var b strings.Builder
	for _, g := range got {
		b.WriteString("# want: " + g + "\n")
	}
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "# want: ") {
			b.WriteString(line)
		}
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// What cannot stand in a file of testdata.
func TestRejectOdd(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "x: the file is empty; want a scenario, which begins with \"name\""},
		{"comment", "# nothing\n", "x: the file is empty; want a scenario, which begins with \"name\""},
		{"bytes", "name: \xff\xfe\n", "x: the file is not UTF-8; save it as UTF-8"},
		{"too long", strings.Repeat("# much ado\n", 30_000), "x: the file has more than 262144 bytes; tell one incident in some ten lines"},
		{"too much", strings.Repeat("- a\n", 10_000), "x: the file has 20000 words and signs; want at most 8192"},
		{"lists", strings.Repeat("[", 100), "x:1:17: lists within lists within lists; want at most 16 levels"},
		{"dashes", strings.Repeat("- ", 100), "x:1:33: lists within lists within lists; want at most 16 levels"},
		{"bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "x:1:4: an anchor (&); a scenario is plain YAML: write out what is meant"},
		{"tab", "name:\n\t- b\n", "x:2:1: a tab; indent with spaces: YAML takes no tabs"},
		{"tab in a mapping", "given:\n\tworkers: 2\n", "x:2:1: a tab; indent with spaces: YAML takes no tabs"},
		{"tab after spaces", "given:\n  pools: {a: 1}\n  \tworkers: 2\n", "x:3:3: a tab; indent with spaces: YAML takes no tabs"},
		{"byte order mark", "\ufeffname: a\n", "x:1:1: a byte order mark; save the file as UTF-8 without one"},
	} {
		_, err := Parse("x", []byte(c.text))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, folder := range []string{"accept", "reject"} {
		for _, data := range corpus(f, folder) {
			f.Add(data)
		}
	}
	for _, data := range corpus(f, "../library") {
		f.Add(data)
	}
	schema := compiled(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse("x", data)
		if err != nil {
			placed(t, err, data)
			return
		}
		setup := s.setup(reference.Engine(), 1)
		if err := setup.Validate(); err != nil {
			t.Errorf("accepted, and cannot be run: %v", err)
		}
		if err := schema.validate(data); err != nil {
			t.Errorf("accepted, and the schema rejects it: %v", err)
		}
	})
}

// placed demands that errors say something, about a place that there is.
func placed(t *testing.T, err error, data []byte) {
	var all form.Problems
	if !errors.As(err, &all) || len(all) == 0 {
		t.Fatalf("an error of type %T: %v", err, err)
	}
	lines := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 1
	for _, p := range all {
		if p.What == "" || p.Line > lines || p.Line < 0 || p.Line > 0 && p.Column < 1 {
			t.Errorf("%#v, in a file of %d lines", p, lines)
		}
	}
}

func TestLoadReadsNoMoreThanTheLimit(t *testing.T) {
	long := filepath.Join(t.TempDir(), "long.yaml")
	if err := os.WriteFile(long, make([]byte, form.MostBytes*2), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(long)
	if want := "the file has more than 262144 bytes"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
