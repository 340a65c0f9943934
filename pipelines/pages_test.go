package pipelines

import (
	"regexp"
	"strings"
	"testing"
)

// pages are those that name commands; a command stands between backticks.
var (
	pages   = []string{"README.md", "DESIGN.md", "engine/example/README.md", "pipelines/gitlab.md", "pipelines/kubernetes/README.md"}
	command = regexp.MustCompile("`(pawl [^`>|]+)[^`]*`")
)

// TestCommandsOfPagesExist asks each command on the pages for its help, which it has only if it has
// the verb and the flags.
func TestCommandsOfPagesExist(t *testing.T) {
	dir := t.TempDir()
	pawl(t, dir)
	s := &shell{words: []string{"sh", "-c"}, dir: dir}
	s.mustRun(t, 64, "./pawl no-such-verb --help")
	all := map[string]bool{}
	for _, page := range pages {
		for _, m := range command.FindAllStringSubmatch(string(text(t, page)), -1) {
			all[strings.TrimSpace(m[1])] = true
		}
	}
	if len(all) < 20 {
		t.Fatalf("of all commands only %d were found", len(all))
	}
	for c := range all {
		if code, out := s.run(t, "./"+c+" --help"); code != 0 {
			t.Errorf("%s: exit %d\n%s", c, code, out)
		}
	}
}
