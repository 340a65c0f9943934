package cli

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pawl/reports"
	"pawl/reports/bundle"
)

// invoked runs a command and returns what it wrote to stdout.
func invoked(t *testing.T, want int, args ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	out, err := os.Create(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	errs, err := os.Create(filepath.Join(dir, "err"))
	if err != nil {
		t.Fatal(err)
	}
	code := run(Own{}, args, out, errs)
	text, _ := os.ReadFile(out.Name())
	if problem, _ := os.ReadFile(errs.Name()); code != want {
		t.Fatalf("%s: exit %d, want %d\n%s%s", args, code, want, text, problem)
	}
	return text
}

// TestReprosBelongToTheirFailures: a repro is that of the failures that name it, and of no
// others; each failure's is there.
func TestReprosBelongToTheirFailures(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	checked := func(engine, seed string) string {
		name := path(engine + seed + ".tar")
		invoked(t, 1, "check", "--json", "--engine", engine, "--seed", seed, "--scenario", "halt-in-the-middle-of-draining", "--runs", "1",
			"--jobs", "1", "--repro-dir", path("repros"), "--out", "bundle="+name)
		return name
	}
	opened := func(name string) *bundle.Bundle {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		b, err := bundle.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	mine, others := checked("no-drain", "3"), opened(checked("cron", "4")).Repros
	told := func(change func(c *bundle.Contents, r *reports.Check)) string {
		b := opened(mine)
		results, err := b.Read()
		if err != nil {
			t.Fatal(err)
		}
		r := results[0].(*reports.Check)
		change(&b.Contents, r)
		var text bytes.Buffer
		if err := reports.JSON(&text, r, reports.Style{}); err != nil {
			t.Fatal(err)
		}
		b.Results[0].Data = text.Bytes()
		if err := bundle.Save(path("changed.tar"), b.Contents, nil); err != nil {
			t.Fatal(err)
		}
		var v reports.Verified
		if err := json.Unmarshal(invoked(t, 7, "verify", path("changed.tar"), "--runs", "1", "--jobs", "1", "--json"), &v); err != nil {
			t.Fatal(err)
		}
		return strings.Join(v.Failed, "\n")
	}
	invoked(t, 0, "verify", mine, "--runs", "1", "--jobs", "1")
	for want, change := range map[string]func(c *bundle.Contents, r *reports.Check){
		".repro is missing, of which S":          func(c *bundle.Contents, _ *reports.Check) { c.Repros = c.Repros[1:] },
		"no result tells of a failure that":      func(c *bundle.Contents, _ *reports.Check) { c.Repros = append(c.Repros, others...) },
		"what is in it is called":                func(c *bundle.Contents, _ *reports.Check) { c.Repros[0].Data = others[0].Data },
		"its seed is":                            func(_ *bundle.Contents, r *reports.Check) { r.Violations[0].Seed = "1" },
		"it is not violated in it":               func(_ *bundle.Contents, r *reports.Check) { r.Violations[0].Invariant = "L1" },
		"is told in other words":                 func(_ *bundle.Contents, r *reports.Check) { r.Violations[0].Detail = "Nothing." },
		"it is of the scenario halt":             func(_ *bundle.Contents, r *reports.Check) { r.Violations[0].Scenario = "standard" },
		"and no failure that names it says so":   func(_ *bundle.Contents, r *reports.Check) { r.Violations = r.Violations[1:] },
		"it is of the engine no-drain, not of c": func(_ *bundle.Contents, r *reports.Check) { r.Engine = "cron" },
	} {
		if got := told(change); !strings.Contains(got, want) {
			t.Errorf("%s; want %s", got, want)
		}
	}
}

// TestSignedBySomebodyElse: who gives a key is told that it is another's, before any run is made, and
// nothing of what the evidence says of itself.
func TestSignedBySomebodyElse(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"mine", "others"} {
		public, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		pkcs8, err1 := x509.MarshalPKCS8PrivateKey(private)
		pkix, err2 := x509.MarshalPKIXPublicKey(public)
		err3 := os.WriteFile(path(name+".pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}), 0o600)
		err4 := os.WriteFile(path(name+".pub"), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: pkix}), 0o600)
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			t.Fatal(err)
		}
	}
	invoked(t, 0, "check", "--seed", "3", "--scenario", "trigger-storm", "--runs", "1", "--corpus", "none", "--repro-dir", path("repros"),
		"--out", "bundle="+path("b.tar"), "--key", path("mine.pem"))
	if text := invoked(t, 0, "verify", path("b.tar"), "--key", path("mine.pub"), "--runs", "1"); !bytes.Contains(text, []byte("signed by: the key that was given")) {
		t.Errorf("%s", text)
	}
	text := string(invoked(t, 7, "verify", path("b.tar"), "--key", path("others.pub"), "--runs", "1"))
	for _, want := range []string{"signed by: somebody else than the key that was given", "the signature is not by the key of", "No run was made again"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("%s; want %s", text, want)
		}
	}
	if strings.Contains(text, "PASS") || strings.Contains(text, "give --key") || strings.Contains(text, "Made again") {
		t.Errorf("%s", text)
	}
}

// TestAbsolute: who states something is named so that everybody means the same.
func TestAbsolute(t *testing.T) {
	all := []string{"https://example.org", "urn:example:verify", "me", "/verify", "https:", "example.org/verify", "%", ""}
	if some := slices.DeleteFunc(all, func(s string) bool { return !absolute(s) }); len(some) != 2 {
		t.Errorf("%q", some)
	}
}
