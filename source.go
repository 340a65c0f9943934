package pawl

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed engine/*.go engine/*/*.go engine/reference/playbooks sim/*.go sim/*/*.go sim/*/*/*.go faults/*.go checker/*.go checker/model/*.go scenarios/*.go scenarios/*/*.go scenarios/*/*/*.go scenarios/library reports/film/*.go cmd/pawl-page/*.go
var source embed.FS

// Sources are some of the source: folders, each with all below it, and files by a pattern.
type Sources []string

// The sources of which it counts whether they are the same.
var (
	Reference  = Sources{"engine/reference", "engine/keyring", "engine/playbook"}
	Wrong      = Sources{"engine/reference", "engine/keyring", "engine/playbook", "engine/wrong"}
	Example    = Sources{"engine/example", "engine/keyring"}
	Harness    = Sources{"engine/*.go", "engine/planted", "sim", "faults", "checker", "scenarios"}
	FaultModel = Sources{"faults"}
	Shown      = Sources{"reports/film", "cmd/pawl-page"} // beside the harness: what a page carries
)

// Digest is the SHA-256 of all files of them, tests left out, in hexadecimal: of each file, in
// the order of their paths, its path, its length and its bytes.
func (s Sources) Digest() string {
	sum := sha256.New()
	for _, name := range s.files() {
		text, err := source.ReadFile(name)
		if err != nil {
			panic(err) // it was found just now
		}
		_, _ = fmt.Fprintf(sum, "%s\x00%d\x00", name, len(text)) // does not fail
		_, _ = sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// files are sorted, each once.
func (s Sources) files() (all []string) {
	for _, pattern := range s {
		found, err := fs.Glob(source, pattern)
		if err != nil || len(found) == 0 {
			panic("no source at " + pattern) // a word in the list above that is wrong
		}
		for _, name := range found {
			_ = fs.WalkDir(source, name, func(name string, d fs.DirEntry, _ error) error { // in memory: it does not fail
				if !d.IsDir() && !strings.HasSuffix(name, "_test.go") && !strings.Contains(name, "/testdata/") {
					all = append(all, name)
				}
				return nil
			})
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// MadeOf says whether all sources of this build are the files of a tree.
func MadeOf(tree fs.FS) bool { return same(tree, append(Wrong.files(), Harness.files()...)) }

// ShownBy says whether what a page carries, beside engines and harness, is what is in a tree.
func ShownBy(tree fs.FS) bool { return same(tree, Shown.files()) }

func same(tree fs.FS, names []string) bool {
	for _, name := range names {
		ours, _ := source.ReadFile(name) // it is there
		theirs, err := fs.ReadFile(tree, name)
		if err != nil || !bytes.Equal(ours, theirs) {
			return false
		}
	}
	return true
}
