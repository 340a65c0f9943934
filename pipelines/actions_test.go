package pipelines

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// workflow is all that may stand in one of ours.
type workflow struct {
	Name        string            `yaml:"name"`
	On          map[string]any    `yaml:"on"`
	Permissions map[string]string `yaml:"permissions"`
	Concurrency struct {
		Group  string `yaml:"group"`
		Cancel string `yaml:"cancel-in-progress"`
	} `yaml:"concurrency"`
	Env      map[string]string `yaml:"env"`
	Defaults struct {
		Run struct {
			Shell string `yaml:"shell"`
		} `yaml:"run"`
	} `yaml:"defaults"`
	Jobs map[string]job `yaml:"jobs"`
}

type job struct {
	Needs       any               `yaml:"needs"`
	If          string            `yaml:"if"`
	RunsOn      string            `yaml:"runs-on"`
	Minutes     int               `yaml:"timeout-minutes"`
	Permissions map[string]string `yaml:"permissions"`
	Outputs     map[string]string `yaml:"outputs"`
	Strategy    struct {
		FailFast *bool `yaml:"fail-fast"`
		Matrix   struct {
			Shard []int `yaml:"shard"`
		} `yaml:"matrix"`
	} `yaml:"strategy"`
	Env   map[string]string `yaml:"env"`
	Steps []step            `yaml:"steps"`
}

type step struct {
	Name string            `yaml:"name"`
	ID   string            `yaml:"id"`
	If   string            `yaml:"if"`
	Uses string            `yaml:"uses"`
	With map[string]string `yaml:"with"`
	Env  map[string]string `yaml:"env"`
	Run  string            `yaml:"run"`
}

func read(t *testing.T) (w workflow) {
	t.Helper()
	d := yaml.NewDecoder(bytes.NewReader(text(t, ".github/workflows/pawl.yml")), yaml.Strict())
	if err := d.Decode(&w); err != nil {
		t.Fatal(err)
	}
	return w
}

// actions are those that are used, and which of their inputs.
var actions = map[string][]string{
	"actions/checkout@v6":                  {"persist-credentials"},
	"actions/setup-go@v6":                  {"go-version-file"},
	"actions/upload-artifact@v6":           {"name", "path", "if-no-files-found"},
	"actions/download-artifact@v7":         {"name", "pattern", "merge-multiple", "path"},
	"actions/cache/restore@v5":             {"path", "key", "restore-keys"},
	"actions/cache/save@v5":                {"path", "key"},
	"github/codeql-action/upload-sarif@v4": {"sarif_file", "category"},
}

// TestWorkflowIsSafe: least permissions, actions by major version, nothing of a pull request in a
// script, and a part for each number.
func TestWorkflowIsSafe(t *testing.T) {
	w := read(t)
	if len(w.Permissions) > 0 || len(w.Jobs) == 0 {
		t.Errorf("all jobs may do %v; want nothing, and each job to say what it needs", w.Permissions)
	}
	for name, j := range w.Jobs {
		for what, how := range j.Permissions {
			if how == "write" && (name != "report" || what != "security-events") {
				t.Errorf("%s may write %s", name, what)
			}
		}
		if j.Minutes == 0 {
			t.Errorf("%s may run for hours: give timeout-minutes", name)
		}
		for _, s := range j.Steps {
			if strings.Contains(s.Run, "${{") {
				t.Errorf("%s: an expression in a script is run as a part of it: hand it over in env\n%s", name, s.Run)
			}
			if (s.Run == "") == (s.Uses == "") {
				t.Errorf("%s: a step runs something or uses something: %+v", name, s)
			}
			for input := range s.With {
				if !slices.Contains(actions[s.Uses], input) {
					t.Errorf("%s: %s with %s is not known here", name, s.Uses, input)
				}
			}
			if s.Uses != "" && actions[s.Uses] == nil {
				t.Errorf("%s: %s is not known here", name, s.Uses)
			}
		}
	}
	var want []int
	for i := range len(w.Jobs["check"].Strategy.Matrix.Shard) {
		want = append(want, i+1)
	}
	if got := w.Jobs["check"].Strategy.Matrix.Shard; !slices.Equal(got, want) || w.Env["SHARDS"] != strconv.Itoa(len(got)) {
		t.Errorf("parts %v of %s", got, w.Env["SHARDS"])
	}
}

// A runner makes jobs here, with as much of GitHub's as they need.
type runner struct {
	*testing.T
	workflow
	known     map[string]string // what expressions are
	artefacts string            // a directory, a folder for each
	code      map[string]int    // of each job, the last that is not 0
}

var expression = regexp.MustCompile(`\$\{\{ *(.*?) *\}\}`)

// value replaces expressions by what they are.
func (r *runner) value(s string) string {
	return expression.ReplaceAllStringFunc(s, func(e string) string {
		is, known := r.known[expression.FindStringSubmatch(e)[1]]
		if !known {
			r.Fatalf("the expression %s has no value here", e)
		}
		return is
	})
}

// job runs the steps of one job in a directory; after one that failed only those that always run.
func (r *runner) job(name, dir string) {
	temp, j, failed := r.TempDir(), r.Jobs[name], false
	r.known["runner.temp"] = temp
	for _, s := range j.Steps {
		if failed && !strings.Contains(s.If, "always()") {
			continue
		}
		with := func(input string) string { return r.value(s.With[input]) }
		switch action, _, _ := strings.Cut(s.Uses, "@"); action {
		case "":
			if code := r.script(name, dir, temp, s); code != 0 {
				failed, r.code[name] = true, code
			}
		case "actions/upload-artifact":
			r.upload(dir, filepath.Join(r.artefacts, with("name")), with("path"))
		case "actions/download-artifact":
			r.download(filepath.Join(dir, with("path")), with("name")+with("pattern"))
		case "actions/cache/restore":
			if kept := filepath.Join(r.artefacts, with("path")); r.known["kept"] != "" {
				carry(r.T, kept, dir)
			}
		case "actions/cache/save":
			carry(r.T, filepath.Join(dir, with("path")), r.artefacts)
			r.known["kept"] = "yes"
		}
	}
}

// script runs a script of a step; it is the exit code.
func (r *runner) script(name, dir, temp string, s step) int {
	sh := &shell{words: []string{"bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"}, dir: dir, env: map[string]string{
		"GITHUB_ACTIONS": "true", "RUNNER_TEMP": temp, "GITHUB_OUTPUT": filepath.Join(temp, "output"), "GITHUB_STEP_SUMMARY": filepath.Join(r.artefacts, name+".md")}}
	for _, env := range []map[string]string{r.Env, r.Jobs[name].Env, s.Env} {
		for k, v := range env {
			sh.env[k] = r.value(v)
		}
	}
	code, out := sh.run(r.T, s.Run)
	r.Logf("%s: exit %d\n%s", name, code, out)
	said, _ := os.ReadFile(sh.env["GITHUB_OUTPUT"])
	for _, l := range lines(string(said)) {
		output, is, _ := strings.Cut(l, "=")
		r.known["steps."+s.ID+".outputs."+output] = is
		for k, v := range r.Jobs[name].Outputs {
			if strings.Contains(v, "steps."+s.ID+".") {
				r.known["needs."+name+".outputs."+k] = r.value(v)
			}
		}
	}
	return code
}

// upload keeps what is at some paths, each as it is below the directory; of one path, what is in it.
func (r *runner) upload(dir, artefact, paths string) {
	if err := os.MkdirAll(artefact, 0o755); err != nil {
		r.Fatal(err)
	}
	for _, pattern := range lines(paths) {
		if !filepath.IsAbs(pattern) {
			pattern = filepath.Join(dir, pattern)
		}
		found, err := filepath.Glob(pattern)
		if err != nil {
			r.Fatal(err)
		}
		for _, path := range found {
			to := artefact
			if info, err := os.Stat(path); err == nil && info.IsDir() && len(lines(paths)) > 1 {
				to = filepath.Join(artefact, filepath.Base(path))
			}
			carry(r.T, path, to)
		}
	}
}

func (r *runner) download(to, pattern string) {
	found, err := filepath.Glob(filepath.Join(r.artefacts, pattern))
	if err != nil || len(found) == 0 {
		r.Fatalf("no artefact %s: %v", pattern, err)
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		r.Fatal(err)
	}
	for _, from := range found {
		carry(r.T, from, to)
	}
}

// TestWorkflowRuns runs the scripts of the workflow, for small campaigns. Where something is
// violated the jobs fail, and everything was kept.
func TestWorkflowRuns(t *testing.T) {
	inFull(t)
	if _, err := os.Stat(filepath.Join(root, ".git")); err != nil {
		t.Skip("the seed is a tree's, and this is no checkout")
	}
	w := read(t)
	known(t, w.Env["CAMPAIGN"])
	r := &runner{T: t, workflow: w, artefacts: t.TempDir(), known: map[string]string{"github.sha": "0"}}
	for _, c := range []struct {
		campaign string
		code     int
		key      string
	}{{passing, 0, ""}, {failing, 1, privateKey(t)}} {
		r.known["secrets.PAWL_SIGNING_KEY"] = c.key
		r.code = map[string]int{}
		w.Env["CAMPAIGN"] = c.campaign
		r.job("build", root)
		for _, n := range w.Jobs["check"].Strategy.Matrix.Shard {
			r.known["matrix.shard"] = strconv.Itoa(n)
			r.job("check", t.TempDir())
		}
		r.job("report", t.TempDir())
		if r.code["build"] != 0 || r.code["check"] != c.code || r.code["report"] != c.code {
			t.Fatalf("%s: exit codes %v, want %d", c.campaign, r.code, c.code)
		}
		exists(t, filepath.Join(r.artefacts, "evidence"), "result.json", "report.html", "report.pdf", "report.md", "junit.xml", "pawl.sarif", "statement.json", "evidence.tar")
		exists(t, r.artefacts, "report.md", "base.json")
		isSigned(t, filepath.Join(r.artefacts, "evidence", "statement.json"), c.key != "")
		if _, err := os.Stat(filepath.Join(r.artefacts, "check.md")); err == nil {
			t.Error("parts have told something at the change; want that of the whole only")
		}
	}
	exists(t, filepath.Join(r.artefacts, "evidence"), "pawl-repros/*.repro")
	result, err := os.ReadFile(filepath.Join(r.artefacts, "evidence", "result.json"))
	if err != nil || !bytes.Contains(result, []byte(`"file": "../base.json"`)) {
		t.Errorf("the second result was not held against the first: %v", err)
	}
}
