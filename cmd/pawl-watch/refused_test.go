package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	clientv3 "go.etcd.io/etcd/client/v3"

	"pawl/engine/etcd/embedded"
)

// TestWrongUse wants a word for what cannot be done, and nothing on stdout.
func TestWrongUse(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		args string
		code int
		says string
	}{
		{"", 64, "--endpoints must be given"},
		{"--endpoints 127.0.0.1:2379 --engine nosuch", 64, "no engine is called"},
		{"--endpoints 127.0.0.1:2379 --page ftp://x", 64, "address is none"},
		{"--endpoints https://127.0.0.1:2379", 64, "without --cacert"},
		{"--endpoints 127.0.0.1:2379 --user u", 64, "one without the other"},
		{"--endpoints 127.0.0.1:2379 --from-revision -1", 64, "want 1 or more"},
		{"--endpoints 127.0.0.1:2379 --every 1ms", 64, "want 100ms"},
		{"--endpoints 127.0.0.1:2379 --seal-lease 1s", 64, "policy"},
		{"--endpoints 127.0.0.1:2379 surplus", 64, "surplus"},
		{"--endpoints 127.0.0.1:1", 4, "cannot be reached"},
		{"--endpoints 127.0.0.1:1 --for 300ms", 4, "127.0.0.1:1: dial tcp"},
		{"--endpoints 127.0.0.1:1 --histories /dev/null/found", 64, "--histories /dev/null/found: nothing can be written there"},
	} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), strings.Fields(x.args), &out, &errs); code != x.code || !strings.Contains(errs.String(), x.says) || out.Len() > 0 {
			t.Errorf("%s: exit %d, %s%s", x.args, code, errs.String(), out.String())
		}
	}
}

// TestAReaderIsEnough follows as a user that may read, and nothing else: whatever it wrote would
// be refused.
func TestAReaderIsEnough(t *testing.T) {
	endpoint := served(t)
	open, err := clientv3.New(clientv3.Config{Endpoints: []string{endpoint}})
	must(t, err)
	t.Cleanup(func() { _ = open.Close() })
	ctx := t.Context()
	for _, user := range []string{"root", "watch"} {
		_, err = open.RoleAdd(ctx, user)
		must(t, err)
		_, err = open.UserAdd(ctx, user, "secret")
		must(t, err)
		_, err = open.UserGrantRole(ctx, user, user)
		must(t, err)
	}
	_, err = open.RoleGrantPermission(ctx, "watch", root, clientv3.GetPrefixRangeEnd(root), clientv3.PermissionType(clientv3.PermRead))
	must(t, err)
	_, err = open.AuthEnable(ctx)
	must(t, err)
	word := filepath.Join(t.TempDir(), "password")
	must(t, os.WriteFile(word, []byte("secret\n"), 0o600))
	s := begin(t, "--endpoints", endpoint, "--user", "watch", "--password-file", word)
	admin, err := clientv3.New(clientv3.Config{Endpoints: []string{endpoint}, Username: "root", Password: "secret", DialTimeout: embedded.Patience})
	must(t, err)
	t.Cleanup(func() { _ = admin.Close() })
	before, err := admin.Put(ctx, root+rotated+"/record", "garbage")
	must(t, err)
	s.until(func([]line) bool { return true })
	if last, code := s.ends(); code != 4 || last.Verdict != "nothing_ran" {
		t.Errorf("exit %d: %+v", code, last)
	}
	after, err := admin.Get(ctx, root, clientv3.WithPrefix())
	must(t, err)
	if after.Header.Revision != before.Header.Revision {
		t.Errorf("revision %d has become %d", before.Header.Revision, after.Header.Revision)
	}
}

// TestVersion wants to be told which build it is, by the flag that people try.
func TestVersion(t *testing.T) {
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"--version"}, &out, &errs); code != 0 || !strings.HasPrefix(out.String(), "pawl-watch ") || !strings.Contains(out.String(), "revision") {
		t.Errorf("exit %d, %s%s", code, out.String(), errs.String())
	}
}
