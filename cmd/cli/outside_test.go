package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pawl/cmd/house/lengthy"
)

// What a module of somebody else's needs to have the whole command for its
// engines: a main of one call, and a test of one call.
var outside = map[string]string{
	"engines.go": `package main

import (
	"pawl/engine"
	"pawl/engine/example"
	"pawl/engine/reference"
	"pawl/engine/wrong"
)

// pushing is in another style than the reference.
func pushing() engine.Engine { return example.Engine(example.Last) }

func sound() engine.Engine { return reference.Variant{Name: "sound"}.Engine() }

// leaky fails as no-drain does.
func leaky() wrong.Engine {
	e, _ := wrong.Find("no-drain")
	e.Name = "leaky"
	return e
}
`,
	"main.go": `package main

import (
	"pawl/cmd/cli"
	"pawl/engine"
	"pawl/engine/example"
	"pawl/engine/wrong"
)

func main() {
	cli.Main(cli.Own{Command: "mine", Engines: []engine.Engine{sound(), pushing(), example.Engine(example.Naive)}, MustFail: []wrong.Engine{leaky()}})
}
`,
	"leak.yaml": `name: leak
lesson: 3
story: A pool loses the store just when the others are about to switch.
given: {duration: 30s}
when:
  - {at: 4s, trigger: {window: w1}}
  - fault: "partition pool/b from store on verify.sent #2 for 14s"
then: {outcomes: {w1: committed}}
breaks: {engine: leaky, invariant: S2}
`,
	"engines_test.go": `package main

import (
	"testing"

	"pawl/engine/example"
	"pawl/scenarios/campaign"
	"pawl/sim/deploy"
)

// Where only random runs tell, the scenarios of the library are left out: they are not at home.
var home = campaign.Home(deploy.Standard)

func TestSound(t *testing.T) { campaign.Check(t, sound(), campaign.Runs(20), campaign.Bugs(0)) }
func TestPushing(t *testing.T) { campaign.Check(t, pushing(), home, campaign.Runs(10), campaign.Bugs(4), campaign.MustCatch("mints-twice")) }
func TestNaive(t *testing.T) { campaign.Check(t, example.Engine(example.Naive), home, campaign.Runs(10)) }
func TestLeaky(t *testing.T) { campaign.Check(t, leaky().Engine, home, campaign.Runs(40), campaign.Seed(6)) }
`,
}

// TestModuleOfItsOwn builds a module outside of this one, without a network, and
// uses its command and its test as its owner would.
func TestModuleOfItsOwn(t *testing.T) {
	lengthy.Only(t, "builds a module of its own, and mutants of it: minutes")
	m := module{t, moduleOutside(t)}
	m.run(0, "go", "build", "-o", "mine", ".")

	m.has(m.run(1, "./mine", "check", "--engine", "leaky", "--scenario", "sealing-on-both-sides", "--seed", "5", "--runs", "5", "--repro-dir", "found"),
		"Check of leaky", "mine replay found/S2-leaky-")
	repros, _ := filepath.Glob(filepath.Join(m.dir, "found", "S2-leaky-*.repro"))
	if len(repros) == 0 {
		t.Fatal("no repro was written")
	}
	text, _ := os.ReadFile(repros[0])
	m.has(string(text), "# Replay it with: mine replay S2-leaky-")
	m.has(m.run(1, "./mine", "replay", repros[0]), "Reproduced: the same run, bit for bit")
	m.has(m.run(0, "./mine", "check", "--scenario", "trigger-storm", "--runs", "3"), "Check of sound")
	m.has(m.run(0, "./mine", "mutants", "--engine", "leaky", "--runs", "300"), "1 of 1 caught")
	m.has(m.run(0, "./mine", "__complete", "check", "--engine", ""), "sound", "reference", "leaky", "no-drain")
	m.has(m.run(64, "./mine", "check", "--engine", "leeky"), `did you mean "leaky"?`, "See mine check --help")
	m.scenarioOfItsOwn()
	m.another()
	m.has(m.run(0, "./mine", "version"), "mine ", "platform:")
	m.has(m.run(0, "./mine", "help"), "mine check", "mine replay FILE")

	m.has(m.run(0, "./mine", "mutate", "--seed", "1", "--sample", "1", "--runs", "2", "--pairs", "20", "--engine", "sound", "--min-score", "0", "."),
		"Mutation of mine, seed 1", "judged by runs of sound", "The score is ", "--min-score wants 0 %") // the engines are in the package of the command
	m.run(0, "go", "test", "-run", "TestSound")
	failed := m.run(1, "go", "test", "-run", "TestLeaky")
	m.has(failed, "S2, violated by leaky: The sealing version is a linearizable register that only grows.", "it takes ", "asks for the rotation of window")
	repro := regexp.MustCompile(`repro: (pawl-repros/S2-leaky-\S+)`).FindStringSubmatch(failed)
	if repro == nil {
		t.Fatalf("no repro in:\n%s", failed)
	}
	m.run(1, "./mine", "replay", repro[1])
}

// another is an engine in another style than the reference: it fails first, is replayed by
// its own test and by the command, and passes when it is mended, with bugs planted at its
// ports.
func (m module) another() {
	m.Helper()
	failed := m.run(1, "go", "test", "-run", "TestNaive")
	m.has(failed, "S4, violated by example-0: ")
	again := regexp.MustCompile(`PAWL_REPLAY=(\S+-example-0-\S+) go test -run '\^TestNaive\$'`).FindStringSubmatch(failed)
	if again == nil {
		m.Fatalf("no way to replay in:\n%s", failed)
	}
	m.Setenv("PAWL_REPLAY", again[1])
	m.has(m.run(1, "go", "test", "-run", "TestNaive"), "Reproduced: the same run, bit for bit")
	m.Setenv("PAWL_REPLAY", "")
	m.run(1, "./mine", "replay", again[1])
	m.has(m.run(0, "go", "test", "-v", "-run", "TestPushing"), "bugs planted at its ports: ", "· mints-twice: by S7", "Survived, ", "Never made, ")
	m.has(m.run(1, "./mine", "check", "--engine", "example+mints-twice", "--scenario", "trigger-storm", "--runs", "4", "--seed", "1"), "Check of example+mints-twice", "S7")
}

// scenarioOfItsOwn runs a scenario that breaks an engine of the module.
func (m module) scenarioOfItsOwn() {
	m.Helper()
	m.has(m.run(0, "./mine", "scenario", "validate", "leak.yaml"), "leak.yaml: valid")
	m.has(m.run(0, "./mine", "scenario", "schema"), `"leaky"`)
	m.has(m.run(0, "./mine", "check", "--scenario", "leak.yaml", "--runs", "10", "--seed", "1"), "Planted bugs: 1 of 1 caught")
	m.has(m.run(1, "./mine", "check", "--engine", "leaky", "--scenario", "leak.yaml", "--runs", "10", "--seed", "1", "--repro-dir", "leaks"), "Scenario leak")
	repros, _ := filepath.Glob(filepath.Join(m.dir, "leaks", "*.repro"))
	if len(repros) == 0 {
		m.Fatal("no repro was written")
	}
	m.has(m.run(1, "./mine", "replay", repros[0]), "Reproduced: the same run, bit for bit")
	m.has(m.run(64, "./mine", "replay", "leak.yaml"), "want the file as check wrote it")
	m.has(m.run(64, "./mine", "scenario", "validate", "nowhere.yaml"), "mine scenario schema")
}

// module is one in a directory of its own.
type module struct {
	*testing.T
	dir string
}

// moduleOutside writes the module. It requires what this one does, in the same
// versions, so that nothing has to be fetched.
func moduleOutside(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	files := map[string]string{
		"go.sum": read("go.sum"),
		"go.mod": strings.Replace(read("go.mod"), "module pawl\n", "module mine\n", 1) +
			fmt.Sprintf("\nrequire pawl v0.0.0\n\nreplace pawl => %s\n", root),
	}
	for name, text := range outside {
		files[name] = text
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run runs a command in the module, which must exit with a code, and returns what
// it wrote.
func (m module) run(code int, name string, args ...string) string {
	m.Helper()
	c := exec.Command(name, args...)
	c.Dir = m.dir
	c.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", "CI=", "GITHUB_ACTIONS=")
	out, err := c.CombinedOutput()
	if c.ProcessState == nil {
		m.Fatalf("%s %v: %v", name, args, err)
	}
	if got := c.ProcessState.ExitCode(); got != code {
		m.Fatalf("%s %v: exit %d, want %d\n%s", name, args, got, code, out)
	}
	return string(out)
}

func (m module) has(text string, parts ...string) {
	m.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			m.Errorf("no word of %q in:\n%s", p, text)
		}
	}
}
