package daemon

import (
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pawl/cmd/setting"
	"pawl/engine"
	"pawl/engine/etcd"
	"pawl/engine/monitor"
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
		"a key too few":         {args: []string{"status"}, says: "pawld: status: accepts 1"},
		"no workers":            {args: []string{"dev", "--data", dir, "--workers", "0"}, says: "workers: 0; want 1 to 20"},
		"fewer than none":       {args: []string{"dev", "--data", dir, "--workers", "-1"}, says: "workers: -1"},
		"no nodes":              {args: []string{"dev", "--data", dir, "--nodes", "0"}, says: "nodes: 0; want 1 to 100"},
		"too many nodes":        {args: []string{"dev", "--data", dir, "--nodes", "100000"}, says: "nodes: 100000"},
		"a time that is over":   {args: []string{"dev", "--data", dir, "--every", "-5s"}, says: "every: -5s"},
		"no number of times":    {args: []string{"dev", "--data", dir, "--rotations", "-4"}, says: "rotations: -4"},
		"more than there are":   {args: []string{"dev", "--data", dir, "--nodes", "5", "--pool-stamps", "2"}, says: "pool-stamps: 2; the smallest of this deployment's pools has 1"},
		"no key at all":         {args: []string{"dev", "--data", dir, "--keys", ""}, says: "keys: none is given"},
		"a key twice":           {args: []string{"dev", "--data", dir, "--keys", "a,b,a"}, says: `keys: "a" is there twice`},
		"no version":            {args: asks("hold", "payments"), says: "--version must be given"},
		"no version to revoke":  {args: asks("revoke", "payments", "--reason", "r", "--confirm", "payments"), says: "--version must be given"},
		"a version below 1":     {args: asks("hold", "payments", "--version", "-1"), says: "want the number of a version"},
		"no certificate there":  {args: asks("status", "payments"), says: "no such file"},
		"a worker without one":  {args: []string{"worker", "--name", "w1", "--etcd", "127.0.0.1:1", "--key-service", "127.0.0.1:1", "--listen", "127.0.0.1:0", "--ca", "none", "--cert", "none", "--key", "none"}, says: "no such file"},
		"a verb in words":       {args: []string{"explode"}, says: "pawld: unknown command"},
		"roles in words":        {args: []string{"certs", "--data", dir, "king/arthur"}, says: "want one of worker, node, key-service"},
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

// asks is a command line of somebody without a certificate.
func asks(verb ...string) []string {
	return append(verb, "--worker", "127.0.0.1:1", "--ca", "none", "--cert", "none", "--key", "none")
}

// TestVersion wants to be told which build it is.
func TestVersion(t *testing.T) {
	var out strings.Builder
	if code := Main([]string{"--version"}, &out, io.Discard); code != 0 || !strings.HasPrefix(out.String(), "pawld ") || !strings.Contains(out.String(), "revision") {
		t.Errorf("code %d, %s", code, out.String())
	}
}

// TestForWatch wants what is written for a watcher to be the whole policy, as settings are read.
func TestForWatch(t *testing.T) {
	p := devPolicy()
	p.Canary, p.SealLimit, p.Anchor = true, 7, "root"
	file := filepath.Join(t.TempDir(), "watch.yaml")
	var text strings.Builder
	if err := forWatch(&text, etcd.Access{Endpoints: []string{"127.0.0.1:1", "127.0.0.1:2"}, Root: "/pawl/"}, &p); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &settings{}
	f := s.Flags(setting.Deployed(), "info")
	if err := setting.Fill(f, []string{"PAWLD_CONFIG=" + file}); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(s.Policy, p) || strings.Join(s.Store.Endpoints, " ") != "127.0.0.1:1 127.0.0.1:2" || s.Store.Root != "/pawl/" {
		t.Errorf("%+v of\n%s", s.Policy, text.String())
	}
}

// TestStatusIsPlain: a reason that was written past the control API reaches no terminal as it is.
func TestStatusIsPlain(t *testing.T) {
	trail := &monitor.Trail{Key: "payments", Record: engine.Record{Phase: engine.Halted}, Halt: engine.Halt{Reason: "asked \x1b]0;owned\x07"},
		Waits: &engine.Act{ID: "a1", Verb: engine.RotateAct, Operator: "alice", Key: "payments", Reason: "now\nphase      IDLE"}}
	all := strings.Join(statusLines(trail), "\n")
	if strings.ContainsAny(all, "\x1b\x07") || strings.Count(all, "\nphase ") != 1 || !strings.Contains(all, "asked ?]0;owned?") {
		t.Errorf("%q", all)
	}
	if line := entryLine(&engine.Entry{Seq: 1, Body: []byte("\x01\x01\x00\x00\x00\x00\x03a\x1bb\x00")}); !strings.HasSuffix(line, ": a?b") {
		t.Errorf("%q", line)
	}
	for _, torn := range []string{"", "\x01", "\x01\x01\x00\x00\x00\x00\x09a", "\xff"} {
		if note := noteOf([]byte(torn)); note != "" {
			t.Errorf("%q of %q", note, torn)
		}
	}
}

// TestEveryCommandHasItsFlags: a command that names a flag that is none would not start.
func TestEveryCommandHasItsFlags(t *testing.T) {
	if n := len(root(io.Discard).Commands()); n != 6+len(verbs) {
		t.Errorf("%d commands", n)
	}
}
