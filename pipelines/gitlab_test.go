package pipelines

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// gitlab is all that may stand in the block of the page.
type gitlab struct {
	Stages  []string `yaml:"stages"`
	Default struct {
		Image         string `yaml:"image"`
		Interruptible bool   `yaml:"interruptible"`
	} `yaml:"default"`
	Variables map[string]string `yaml:"variables"`
	Workflow  struct {
		Rules []struct {
			If string `yaml:"if"`
		} `yaml:"rules"`
	} `yaml:"workflow"`
	Build  gitlabJob `yaml:"pawl-build"`
	Check  gitlabJob `yaml:"pawl-check"`
	Report gitlabJob `yaml:"pawl-report"`
}

type gitlabJob struct {
	Stage        string            `yaml:"stage"`
	Needs        []string          `yaml:"needs"`
	Parallel     int               `yaml:"parallel"`
	Timeout      string            `yaml:"timeout"`
	Variables    map[string]string `yaml:"variables"`
	Script       []string          `yaml:"script"`
	AllowFailure struct {
		ExitCodes []int `yaml:"exit_codes"`
	} `yaml:"allow_failure"`
	Artifacts struct {
		When     string            `yaml:"when"`
		Paths    []string          `yaml:"paths"`
		ExpireIn string            `yaml:"expire_in"`
		Reports  map[string]string `yaml:"reports"`
	} `yaml:"artifacts"`
}

var block = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// TestGitLabRuns runs the scripts on the page, for small campaigns.
func TestGitLabRuns(t *testing.T) {
	inFull(t)
	git, err := filepath.Abs(filepath.Join(root, ".git"))
	if _, there := os.Stat(git); err != nil || there != nil {
		t.Skip("the seed is a tree's, and this is no checkout")
	}
	found := block.FindSubmatch(text(t, "pipelines/gitlab.md"))
	if found == nil {
		t.Fatal("the page has no block of YAML")
	}
	var p gitlab
	if err := yaml.NewDecoder(bytes.NewReader(found[1]), yaml.Strict()).Decode(&p); err != nil {
		t.Fatal(err)
	}
	known(t, p.Variables["CAMPAIGN"])
	for _, c := range []struct {
		campaign string
		code     int
	}{{passing, 0}, {failing, 1}} {
		dir := t.TempDir()
		pawl(t, dir)
		s := &shell{words: []string{"sh", "-ec"}, dir: dir, env: map[string]string{"CAMPAIGN": c.campaign, "GIT_DIR": git, "CI_NODE_TOTAL": fmt.Sprint(p.Check.Parallel)}}
		build, ours := strings.CutPrefix(strings.Join(p.Build.Script, "\n"), "go build -o pawl ./cmd/pawl\n") // which is done, and would write here
		if !ours {
			t.Fatalf("it is built by another command:\n%s", build)
		}
		s.mustRun(t, 0, build)
		seed, err := os.ReadFile(filepath.Join(dir, p.Build.Artifacts.Reports["dotenv"]))
		if err != nil {
			t.Fatal(err)
		}
		s.env["SEED"] = strings.TrimSpace(strings.TrimPrefix(string(seed), "SEED="))
		for i := range p.Check.Parallel {
			s.env["CI_NODE_INDEX"] = fmt.Sprint(i + 1)
			s.mustRun(t, c.code, strings.Join(p.Check.Script, "\n"))
		}
		if c.code != 0 { // signed, too: a variable that is a file
			s.env["PAWL_SIGNING_KEY"] = filepath.Join(dir, "key.pem")
			if err := os.WriteFile(s.env["PAWL_SIGNING_KEY"], []byte(privateKey(t)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s.mustRun(t, c.code, strings.Join(p.Report.Script, "\n"))
		isSigned(t, filepath.Join(dir, "result", "statement.json"), c.code != 0)
		exists(t, dir, p.Report.Artifacts.Reports["junit"], "result/part-1.json", "result/result.json", "result/report.html", "result/report.pdf", "result/pawl.sarif", "result/statement.json", "result/evidence.tar")
	}
}
