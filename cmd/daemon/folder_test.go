//go:build unix

package daemon

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// once runs a deployment in a folder for one rotation after the first version.
func once(t *testing.T, dir string, more ...string) (said string, err error) {
	t.Helper()
	c := exec.Command(os.Args[0], append([]string{"dev", "--data", dir, "--nodes", "1", "--workers", "1", "--rotations", "1",
		"--publish-lead", "50ms", "--log-level", "error"}, more...)...)
	c.Env = append(os.Environ(), beDaemon+"=1")
	out, err := c.CombinedOutput()
	return string(out), err
}

func copied(t *testing.T, from, to string) {
	t.Helper()
	os.RemoveAll(to)
	if out, err := exec.Command("cp", "-a", from, to).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// TestFolder puts parts of a folder back alone, or in from another one, and wants each to be
// refused with the reason before anything is done; and the folder as it was to be gone on with.
func TestFolder(t *testing.T) {
	t.Parallel()
	all := t.TempDir()
	at := func(name string) string { return filepath.Join(all, name) }
	runs := func(dir string, more ...string) {
		t.Helper()
		if out, err := once(t, dir, more...); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	witness := []string{"--witness", at("witness.json")}
	runs(at("a"), witness...)
	copied(t, at("a"), at("older"))
	runs(at("a"), witness...)
	runs(at("b"))
	for name, c := range map[string]struct {
		change func(dir string)
		says   string
	}{
		"etcd of before":        {func(dir string) { copied(t, at("older/etcd"), dir+"/etcd") }, "older copy"},
		"etcd of another":       {func(dir string) { copied(t, at("b/etcd"), dir+"/etcd") }, "is of cluster"},
		"no etcd":               {func(dir string) { os.RemoveAll(dir + "/etcd") }, "older copy"},
		"keys of before":        {func(dir string) { copied(t, at("older/keys"), dir+"/keys") }, "the key service does not have version"},
		"keys of another":       {func(dir string) { copied(t, at("b/keys"), dir+"/keys") }, "the key service"},
		"no keys":               {func(dir string) { os.RemoveAll(dir + "/keys") }, "the key service does not have version"},
		"marker of another":     {func(dir string) { copied(t, at("b/pawld.json"), dir+"/pawld.json") }, "remembers another folder"},
		"no marker":             {func(dir string) { os.Remove(dir + "/pawld.json") }, "no pawld.json"},
		"marker of a later one": {func(dir string) { os.WriteFile(dir+"/pawld.json", []byte(`{"Form":2}`), 0o600) }, "of form 2"},
		"a marker torn":         {func(dir string) { os.WriteFile(dir+"/pawld.json", []byte(`{"For`), 0o600) }, "cannot be read"},
		"all of it of before":   {func(dir string) { copied(t, at("older"), dir) }, "older copy"},
	} {
		copied(t, at("a"), at("try"))
		copied(t, at("witness.json"), at("try.json"))
		c.change(at("try"))
		out, err := once(t, at("try"), "--witness", at("try.json"))
		if err == nil || !strings.Contains(out, c.says) || strings.Contains(out, "nodes are up") {
			t.Errorf("%s: %v; want %q in\n%s", name, err, c.says, out)
		}
	}
	// etcd and what remembers it of before: the key service knows better.
	copied(t, at("older"), at("try"))
	copied(t, at("a/keys"), at("try/keys"))
	if out, err := once(t, at("try")); err == nil || !strings.Contains(out, "etcd's data is an older copy") {
		t.Errorf("keys that are newer than all else: %v\n%s", err, out)
	}
	runs(at("a"), witness...)
}

// TestFolderInUse wants a second process to be refused at once.
func TestFolderInUse(t *testing.T) {
	w := &world{t: t, dir: t.TempDir()}
	w.args = []string{"dev", "--data", w.dir, "--nodes", "1", "--workers", "1", "--every", "0s", "--log-level", "error"}
	d := w.starts()
	w.reads()
	if out, err := once(t, w.dir); err == nil || !strings.Contains(out, "held by another process") {
		t.Errorf("%v\n%s", err, out)
	}
	w.stops(d)
}
