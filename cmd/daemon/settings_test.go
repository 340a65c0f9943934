package daemon

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pawl/cmd/setting"
)

// TestSources: the command line counts before the environment, that before the file, and that
// before what holds where nothing is said.
func TestSources(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pawld.yaml")
	if err := os.WriteFile(file, []byte("seal-lease: 11s\nopen-lease: 12s\nowner-lease: 13s\nattempts: 3\nspare: true\nkeys: [a, b]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &settings{}
	f := s.Flags(setting.Deployed(), "info")
	if err := f.Parse([]string{"--config", file, "--seal-lease", "31s"}); err != nil {
		t.Fatal(err)
	}
	if err := setting.Fill(f, []string{"PAWLD_SEAL_LEASE=21s", "PAWLD_OPEN_LEASE=22s", "HOME=/"}); err != nil {
		t.Fatal(err)
	}
	p := &s.Policy
	if p.SealLease != 31*time.Second || p.OpenLease != 22*time.Second || p.OwnerLease != 13*time.Second || p.DrainDeadline != setting.Deployed().DrainDeadline {
		t.Errorf("%s, %s, %s, %s", p.SealLease, p.OpenLease, p.OwnerLease, p.DrainDeadline)
	}
	if p.Attempts != 3 || !p.Spare || strings.Join(s.Keys, " ") != "a b" {
		t.Errorf("%d attempts, keys %v", p.Attempts, s.Keys)
	}
	s = &settings{}
	f = s.Flags(setting.Deployed(), "info")
	if err := setting.Fill(f, []string{"PAWLD_CONFIG=" + file, "PAWLD_KEYS=c,d"}); err != nil || strings.Join(s.Keys, " ") != "c d" || s.Policy.Attempts != 3 {
		t.Errorf("with the file in the environment: %v, keys %v, %d attempts", err, s.Keys, s.Policy.Attempts)
	}
}

// TestWrongUse wants everything that is not understood to be an error that says where, with the
// exit code of wrong use.
func TestWrongUse(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		file, env string
		args      []string
		says      string
	}{
		"an unknown flag":       {args: []string{"dev", "--speed", "9"}, says: "--speed"},
		"an unknown verb":       {args: []string{"explode"}, says: "explode"},
		"an argument too many":  {args: []string{"dev", "now"}, says: "now"},
		"an unknown setting":    {file: "seal_lease: 3s\n", args: []string{"dev", "--data", dir}, says: "1:1: unknown field"},
		"a setting twice":       {file: "pool: a\npool: b\n", args: []string{"dev", "--data", dir}, says: "2:1"},
		"a wrong value":         {file: "seal-lease: 3\n", args: []string{"dev", "--data", dir}, says: "want a duration"},
		"an unknown variable":   {env: "PAWLD_SPEED=9", args: []string{"dev", "--data", dir}, says: "PAWLD_SPEED"},
		"a wrong variable":      {env: "PAWLD_SEAL_LEASE=x", args: []string{"dev", "--data", dir}, says: "PAWLD_SEAL_LEASE"},
		"a bad policy":          {args: []string{"dev", "--data", dir, "--seal-lease", "1s"}, says: "shorter than 2s"},
		"a bad key":             {args: []string{"dev", "--data", dir, "--keys", "a b"}, says: "no name of a key"},
		"an unfit caller":       {args: []string{"dev", "--data", dir, "--callers", "x.as.node"}, says: "no name"},
		"something missing":     {args: []string{"worker", "--name", "w1"}, says: "--etcd, --key-service, --listen, --ca, --cert, --key must be given"},
		"no such level":         {args: []string{"dev", "--data", dir, "--log-level", "loud"}, says: "loud"},
		"a certificate of none": {args: []string{"certs", "--data", dir, "king/arthur"}, says: "no role"},
		"a key too few":         {args: []string{"status"}, says: "status"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.file != "" {
				file := filepath.Join(t.TempDir(), "f.yaml")
				if err := os.WriteFile(file, []byte(c.file), 0o600); err != nil {
					t.Fatal(err)
				}
				c.args = append(c.args, "--config", file)
			}
			if variable, text, is := strings.Cut(c.env, "="); is {
				t.Setenv(variable, text)
			}
			var errs strings.Builder
			if code := Main(c.args, io.Discard, &errs); code != exitUsage || !strings.Contains(errs.String(), c.says) {
				t.Errorf("code %d, %s; want %q", code, errs.String(), c.says)
			}
		})
	}
}

// TestEveryCommandHasItsFlags: a command that names a flag that is none would not start.
func TestEveryCommandHasItsFlags(t *testing.T) {
	if n := len(root(io.Discard).Commands()); n != 6+len(verbs) {
		t.Errorf("%d commands", n)
	}
}
