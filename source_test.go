package pawl

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestSourceIsComplete: a file that is not in the digest could change without anybody seeing it.
func TestSourceIsComplete(t *testing.T) {
	harness := slices.Concat(Harness.files(), Wrong.files(), Example.files(), FaultModel.files())
	for _, folder := range []string{"engine", "sim", "faults", "checker", "scenarios"} {
		err := filepath.WalkDir(folder, func(name string, d os.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "testdata":
				return filepath.SkipDir
			case d.IsDir() || strings.HasSuffix(name, "_test.go"), strings.HasSuffix(name, ".md"), strings.HasPrefix(name, "engine/conform"),
				strings.HasPrefix(name, "engine/host"), strings.HasPrefix(name, "engine/etcd"), strings.HasPrefix(name, "engine/keys"),
				strings.HasPrefix(name, "engine/socket"), strings.HasPrefix(name, "engine/monitor"), strings.HasPrefix(name, "engine/httpapi"),
				strings.HasPrefix(name, "engine/credentials"), strings.HasPrefix(name, "engine/pager"):
				return nil // no run in the simulator has them
			}
			if name = filepath.ToSlash(name); !slices.Contains(harness, name) {
				t.Errorf("%s is in no part of the source", name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestDigestIsOfItsPart: what is not of a part does not change its digest, and two parts differ.
func TestDigestIsOfItsPart(t *testing.T) {
	if slices.ContainsFunc(Harness.files(), func(name string) bool { return strings.HasPrefix(name, "engine/reference") }) {
		t.Error("the harness is another one where an engine is")
	}
	seen := map[string]bool{}
	for _, p := range []Sources{Reference, Wrong, Example, Harness, FaultModel} {
		d := p.Digest()
		if len(d) != 64 || seen[d] || d != p.Digest() {
			t.Errorf("%v: digest %s", p, d)
		}
		seen[d] = true
	}
}

// TestShownBy: likewise of what a page carries.
func TestShownBy(t *testing.T) {
	if !ShownBy(os.DirFS(".")) {
		t.Error("not its own sources")
	}
	tree := fstest.MapFS{}
	for _, name := range Shown.files() {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree[name] = &fstest.MapFile{Data: text}
	}
	if !ShownBy(tree) {
		t.Fatal("not a copy")
	}
	tree["cmd/pawl-page/main.go"].Data = append(tree["cmd/pawl-page/main.go"].Data, ' ')
	if ShownBy(tree) {
		t.Error("what was changed")
	}
}

// TestMadeOf: a tree with one byte more, or a file less, is another one.
func TestMadeOf(t *testing.T) {
	if !MadeOf(os.DirFS(".")) {
		t.Error("not made of its own sources")
	}
	tree := fstest.MapFS{}
	for _, name := range append(Wrong.files(), Harness.files()...) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree[name] = &fstest.MapFile{Data: text}
	}
	if !MadeOf(tree) {
		t.Fatal("not made of a copy")
	}
	tree["checker/doc.go"].Data = append(tree["checker/doc.go"].Data, ' ')
	if MadeOf(tree) {
		t.Error("made of what was changed")
	}
	delete(tree, "checker/doc.go")
	if MadeOf(tree) {
		t.Error("made of what is not there")
	}
}
