package pipelines

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pawl/cmd/house/lengthy"
)

const root = ".."

// The campaigns that are run in place of the large one: one passes, in the other something is
// violated, so that there are repros to be carried along. Both have as many runs as there are parts.
const (
	passing = "--scenario owner-dies-twice --runs 8"
	failing = "--engine no-drain --scenario halt-in-the-middle-of-draining --runs 8"
)

// A shell runs scripts as a pipeline does.
type shell struct {
	words []string // that run a script
	dir   string
	env   map[string]string
}

// run is the exit code of a script, and what it wrote.
func (s *shell) run(t *testing.T, script string) (int, string) {
	t.Helper()
	if _, err := exec.LookPath(s.words[0]); err != nil {
		t.Skipf("scripts are of %s, which is not here", s.words[0])
	}
	c := exec.Command(s.words[0], append(s.words[1:], script)...)
	c.Dir, c.Env = s.dir, os.Environ()
	for _, is := range []string{"CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"} { // of the machine that tests
		c.Env = append(c.Env, is+"=")
	}
	for name, is := range s.env {
		c.Env = append(c.Env, name+"="+is)
	}
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), string(out)
}

// mustRun runs a script that has to end with a code.
func (s *shell) mustRun(t *testing.T, want int, script string) {
	t.Helper()
	if code, out := s.run(t, script); code != want {
		t.Fatalf("exit %d, want %d of\n%s\n%s", code, want, script, out)
	}
}

// built is the command, which all tests have in common: to link it takes longer than most of them.
var built string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "pawl")
	if err != nil {
		panic(err)
	}
	built = filepath.Join(dir, "pawl")
	c := exec.Command("go", "build", "-o", built, "./cmd/pawl")
	c.Dir = root
	if out, err := c.CombinedOutput(); err != nil {
		panic(fmt.Sprintf("%v\n%s", err, out))
	}
	code := m.Run()
	_ = os.RemoveAll(dir) // it is temporary
	os.Exit(code)
}

// pawl puts the command into a directory.
func pawl(t *testing.T, dir string) {
	t.Helper()
	if err := os.Symlink(built, filepath.Join(dir, "pawl")); err != nil {
		t.Fatal(err)
	}
}

// known fails if a campaign that is not run, for it is large, has a flag that check does not have.
func known(t *testing.T, campaign string) {
	t.Helper()
	dir := t.TempDir()
	pawl(t, dir)
	s := &shell{words: []string{"sh", "-c"}, dir: dir}
	s.mustRun(t, 0, "./pawl check "+campaign+" --help")
	s.mustRun(t, 64, "./pawl check "+campaign+" --no-such-flag --help") // else the line above shows nothing
}

// privateKey is a key to sign with, as openssl writes it.
func privateKey(t *testing.T) string {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: text}))
}

// isSigned wants a statement to be in an envelope, or not.
func isSigned(t *testing.T, path string, want bool) {
	t.Helper()
	statement, err := os.ReadFile(path)
	if err != nil || bytes.Contains(statement, []byte(`"signatures"`)) != want {
		t.Errorf("%s is signed: want %v; %v", path, want, err)
	}
}

// exists wants files, none of them empty.
func exists(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		found, err := filepath.Glob(filepath.Join(dir, name))
		if err != nil || len(found) == 0 {
			t.Errorf("%s is not there: %v", name, err)
		}
		for _, path := range found {
			if info, err := os.Stat(path); err != nil || info.Size() == 0 {
				t.Errorf("%s is empty: %v", name, err)
			}
		}
	}
}

// carry copies a file, or what is in a directory.
func carry(t *testing.T, from, to string) {
	t.Helper()
	info, err := os.Stat(from)
	if err != nil {
		t.Fatal(err)
	}
	if !info.IsDir() {
		text, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(filepath.Join(to, filepath.Base(from)), text, 0o644) // as archives of pipelines have it: nothing can be run
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	err = filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		below, err := filepath.Rel(from, filepath.Dir(path))
		if err == nil {
			err = os.MkdirAll(filepath.Join(to, below), 0o755)
		}
		if err == nil {
			carry(t, path, filepath.Join(to, below))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// text reads a file of the repository.
func text(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// lines are those of a text that are not blank.
func lines(text string) (all []string) {
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			all = append(all, l)
		}
	}
	return all
}

// inFull skips what makes whole checks of the command.
func inFull(t *testing.T) {
	t.Helper()
	lengthy.Only(t, "builds the command and makes whole checks, as the file says: half a minute")
}
