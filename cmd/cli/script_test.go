package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"pawl/cmd/house/lengthy"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pawl": func() { Main(Own{}) }})
}

// The scripts are transcripts of what a user does. What they can say beyond
// testscript's own commands is below.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("CI", "")
			e.Setenv("GITHUB_ACTIONS", "")
			return goTool(e)
		},
		Condition: func(name string) (bool, error) {
			if name == "long" {
				return lengthy.Wanted(), nil
			}
			return false, fmt.Errorf("no condition is called %q", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"json":      jsonIs,
			"interrupt": interrupt,
			"sub":       sub,
			"unshrunk":  unshrunk,
		},
	})
}

// goTool lets a script use the go tool, with the cache that there is: a script has no
// home.
func goTool(e *testscript.Env) error {
	for _, name := range ofGo {
		value, err := exec.Command("go", "env", name).Output()
		if err != nil {
			return err
		}
		e.Setenv(name, strings.TrimSpace(string(value)))
	}
	return nil
}

var ofGo = []string{"GOCACHE", "GOMODCACHE"}

// exits CODE COMMAND… runs a command that must exit with the code. What it wrote
// is in the files out and err.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command...")
	}
	var out, errs bytes.Buffer
	c := command(ts, args[1:])
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	keep(ts, &out, &errs)
	if c.ProcessState == nil {
		ts.Fatalf("%v", err)
	}
	if got := strconv.Itoa(c.ProcessState.ExitCode()); got != args[0] {
		ts.Fatalf("exit %s, want %s\n%s\n%s", got, args[0], out.String(), errs.String())
	}
}

// interrupt SIGNAL COMMAND… sends a signal to a command once it has written
// something; it must exit with 130, or with 1 after an exclamation mark. What it
// wrote is in the files out and err.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}
	want := 130
	if neg {
		want = 1
	}
	out, errs := created(ts, "out"), created(ts, "err")
	c := command(ts, args[1:])
	c.Stdout, c.Stderr = out, errs
	began := time.Now()
	ts.Check(c.Start())
	for range 100 { // some say nothing before they are done
		if sizeOf(out)+sizeOf(errs) > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	// The seed comes first, then runs; how long the seed took says how busy the machine is.
	time.Sleep(min(max(300*time.Millisecond, 6*time.Since(began)), 5*time.Second))
	ts.Check(c.Process.Signal(signals[args[0]]))
	_ = c.Wait()
	ts.Check(out.Close())
	ts.Check(errs.Close())
	if got := c.ProcessState.ExitCode(); got != want {
		ts.Fatalf("exit %d, want %d\n%s", got, want, ts.ReadFile("out"))
	}
}

func created(ts *testscript.TestScript, name string) *os.File {
	f, err := os.Create(ts.MkAbs(name))
	ts.Check(err)
	return f
}

func sizeOf(f *os.File) int64 {
	info, err := f.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

func command(ts *testscript.TestScript, args []string) *exec.Cmd {
	path, err := lookPath(ts, args[0])
	ts.Check(err)
	c := exec.Command(path, args[1:]...)
	c.Dir = ts.MkAbs(".")
	for _, name := range append([]string{"PATH", "HOME", "TMPDIR", "CI", "GITHUB_ACTIONS", "NO_COLOR"}, ofGo...) {
		c.Env = append(c.Env, name+"="+ts.Getenv(name))
	}
	return c
}

func lookPath(ts *testscript.TestScript, name string) (string, error) {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no command %s", name)
}

func keep(ts *testscript.TestScript, out, errs *bytes.Buffer) {
	ts.Check(os.WriteFile(ts.MkAbs("out"), out.Bytes(), 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("err"), errs.Bytes(), 0o644))
}

// json FILE PATH [VALUE] looks at one place of a JSON file, such as
// planted.0.engine: it must be there, and be the value if one is given. A path
// that ends in len is the length of a list; a value of >0 a number above that.
func jsonIs(ts *testscript.TestScript, neg bool, args []string) {
	var v any
	d := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	d.UseNumber()
	ts.Check(d.Decode(&v))
	got, ok := at(v, strings.Split(args[1], "."))
	switch {
	case !ok && !neg:
		ts.Fatalf("there is no %s", args[1])
	case len(args) > 2 && fulfils(got, args[2]) == neg:
		ts.Fatalf("%s is %s, want (or not) %s", args[1], got, args[2])
	}
}

func at(v any, path []string) (string, bool) {
	if len(path) == 0 {
		if s, ok := v.(string); ok {
			return s, true
		}
		b, err := json.Marshal(v)
		return string(b), err == nil
	}
	switch v := v.(type) {
	case map[string]any:
		next, ok := v[path[0]]
		if !ok {
			return "", false
		}
		return at(next, path[1:])
	case []any:
		if path[0] == "len" {
			return strconv.Itoa(len(v)), true
		}
		if i, err := strconv.Atoi(path[0]); err == nil && i < len(v) {
			return at(v[i], path[1:])
		}
	}
	return "", false
}

func fulfils(got, want string) bool {
	if want == ">0" {
		n, err := strconv.ParseFloat(got, 64)
		return err == nil && n > 0
	}
	return got == want
}

// sub FILE OLD NEW replaces the first OLD in a file: it must be there.
func sub(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s has no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o644))
}
