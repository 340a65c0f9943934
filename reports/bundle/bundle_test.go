package bundle_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/reports"
	"pawl/reports/bundle"
	"pawl/reports/intoto"
)

func key(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

// golden is a result of package reports in JSON.
func golden(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func small(t testing.TB) bundle.Contents {
	return bundle.Contents{Results: []bundle.Item{{Name: "version", Data: golden(t, "version")}}}
}

// full has something of everything.
func full(t testing.TB) bundle.Contents {
	return bundle.Contents{
		Results:   []bundle.Item{{Name: "exhaust", Data: golden(t, "exhaust")}, {Name: "check", Data: golden(t, "check")}},
		Repros:    []bundle.Item{{Name: "S2-no-drain-1", Data: []byte("# a repro\n{}\n")}},
		Scenarios: []bundle.Item{{Name: "mine", Data: []byte("name: mine\n")}, {Name: "empty", Data: []byte{}}},
		Controls:  []byte("CM-3: {}\n"), Report: []byte("<!doctype html>\n"),
	}
}

func packed(t testing.TB, c bundle.Contents, signer ed25519.PrivateKey) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := bundle.Pack(&b, c, signer); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(data []byte) (*bundle.Bundle, error) { return bundle.Open(bytes.NewReader(data)) }

// What is opened is what was packed, and packed again the same bytes.
func TestOpenedIsPacked(t *testing.T) {
	for _, zip := range []bool{false, true} {
		for _, signer := range []ed25519.PrivateKey{nil, key(1)} {
			c := full(t)
			c.Gzip = zip
			data := packed(t, c, signer)
			slices.Reverse(c.Results)
			slices.Reverse(c.Scenarios)
			if !bytes.Equal(packed(t, c, signer), data) {
				t.Error("in another order the contents are another bundle")
			}
			b, err := open(data)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(packed(t, b.Contents, signer), data) {
				t.Error("packed again it is another bundle")
			}
			if results, err := b.Read(); err != nil || len(results) != 2 || results[0].Exit() != 1 {
				t.Errorf("error %v, results %v", err, results)
			}
			if len(b.Repros) != 1 || len(b.Scenarios) != 2 || b.Controls == nil || b.Report == nil || b.Gzip != zip || b.Signed != (signer != nil) || len(b.Manifest.Files) != 8 {
				t.Errorf("%+v", b.Manifest)
			}
		}
	}
}

func TestVerify(t *testing.T) {
	b, err := open(packed(t, full(t), key(1)))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Verify(public(key(1))); err != nil {
		t.Error(err)
	}
	if err := b.Verify(public(key(2))); err == nil || !strings.Contains(err.Error(), "statement.dsse.json: it says that it is signed by the key "+fmt.Sprintf("%q", intoto.KeyID(public(key(1))))) {
		t.Errorf("by another key: %v", err)
	}
	unsigned, err := open(packed(t, full(t), nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := unsigned.Verify(public(key(1))); err == nil || !strings.Contains(err.Error(), "nobody has signed") {
		t.Errorf("unsigned: %v", err)
	}
}

// whose says which file's a byte of an archive is, and whether of its content.
func whose(t *testing.T, archive []byte) (names []string, inside []bool) {
	t.Helper()
	names, inside = make([]string, len(archive)), make([]bool, len(archive))
	for at := 0; at < len(archive) && archive[at] != 0; {
		h, err := tar.NewReader(bytes.NewReader(archive[at:])).Next()
		if err != nil {
			t.Fatal(err)
		}
		end := at + 512 + int(h.Size+511)/512*512
		for i := at; i < end; i++ {
			names[i], inside[i] = h.Name, i >= at+512 && i < at+512+int(h.Size)
		}
		at = end
	}
	return names, inside
}

// No byte of a signed bundle can be another without that being found and named: not in
// content, headers or padding, nor in what stands around them.
func TestEveryByteCounts(t *testing.T) {
	for _, zip := range []bool{false, true} {
		c := small(t)
		c.Gzip = zip
		data := packed(t, c, key(1))
		var names []string
		var inside []bool
		if !zip {
			names, inside = whose(t, data)
		}
		found := 0
		for i := range data {
			for _, flip := range []byte{1, 0x20} {
				x := bytes.Clone(data)
				x[i] ^= flip
				b, err := open(x)
				if err == nil {
					err = b.Verify(public(key(1)))
				}
				switch {
				case err == nil:
					t.Fatalf("gzip %v: byte %d of %d can be %#x in place of %#x", zip, i, len(data), x[i], data[i])
				case !zip && inside[i] && !strings.Contains(err.Error(), names[i]):
					t.Fatalf("byte %d is of %s, and the error says: %v", i, names[i], err)
				case !strings.Contains(err.Error(), "the archive: ") && !strings.Contains(err.Error(), ".json") && !strings.Contains(err.Error(), `\`) && !strings.HasPrefix(err.Error(), `"`):
					t.Fatalf("byte %d: the error names nothing: %v", i, err)
				}
				found++
			}
		}
		t.Logf("gzip %v: %d bytes, %d changes found", zip, len(data), found)
		for _, n := range []int{1, 2, 512, 1024, len(data) - 1} {
			if _, err := open(data[:len(data)-n]); err == nil {
				t.Errorf("gzip %v: opened without its last %d bytes", zip, n)
			}
		}
		for _, more := range []string{"\x00", "x", strings.Repeat("\x00", 512), string(data)} {
			if _, err := open(append(bytes.Clone(data), more...)); err == nil || !strings.Contains(err.Error(), "the archive: ") {
				t.Errorf("gzip %v: opened with %d bytes after it, or error %v", zip, len(more), err)
			}
		}
	}
}

// entry is one of an archive that was not packed here.
type entry struct {
	tar.Header
	data string
}

func archive(t testing.TB, all ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range all {
		h := e.Header
		h.Size, h.Mode = int64(len(e.data)), 0o644
		if h.Typeflag != 0 && h.Typeflag != tar.TypeReg {
			h.Size = 0
		}
		if h.ModTime.IsZero() {
			h.ModTime = time.Unix(0, 0)
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.data[:h.Size]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// entries are those of an archive.
func entries(t testing.TB, data []byte) (all []entry) {
	t.Helper()
	r := tar.NewReader(bytes.NewReader(data))
	for {
		h, err := r.Next()
		if err != nil {
			return all
		}
		content, _ := io.ReadAll(r)
		all = append(all, entry{tar.Header{Name: h.Name, Format: tar.FormatUSTAR}, string(content)})
	}
}

func TestOpenRefusesByName(t *testing.T) {
	data := packed(t, full(t), key(1))
	if !bytes.Equal(archive(t, entries(t, data)...), data) {
		t.Fatal("the test's archives are not packed as bundles are")
	}
	file := func(name string) entry { return entry{tar.Header{Name: name}, "x"} }
	special := func(kind byte) entry {
		return entry{tar.Header{Name: "results/x.json", Typeflag: kind, Linkname: "/etc/passwd"}, ""}
	}
	with := func(change func(all []entry) []entry) []byte { return archive(t, change(entries(t, data))...) }
	more := func(e entry) []byte { return with(func(all []entry) []entry { return append(all, e) }) }
	at := func(all []entry, name string) *entry {
		return &all[slices.IndexFunc(all, func(e entry) bool { return e.Name == name })]
	}
	other := packed(t, small(t), key(1))
	for want, x := range map[string][]byte{
		`"../results/a.json": the path climbs`:       more(file("../results/a.json")),
		`"results/../../a": the path climbs`:         more(file("results/../../a")),
		`"/etc/passwd": the path is absolute`:        more(file("/etc/passwd")),
		`"C:\\a": the path is absolute, or of`:       more(file(`C:\a`)),
		`it is a link to "/etc/passwd"`:              more(special(tar.TypeSymlink)),
		`"results/x.json": it is a link`:             more(special(tar.TypeLink)),
		`"results/x.json": it is a device`:           more(special(tar.TypeChar)),
		`"results/x.json": it is a device or a pipe`: more(special(tar.TypeFifo)),
		`it is an entry of type '5'`:                 more(entry{tar.Header{Name: "results/", Typeflag: tar.TypeDir}, ""}),
		`"results/.json": no file of a bundle has`:   more(file("results/.json")),
		`"notes.txt": no file of a bundle has`:       more(file("notes.txt")),
		`"results/a/b.json": no file of a bundle`:    more(file("results/a/b.json")),
		`its header is of the format PAX`:            more(entry{tar.Header{Name: "results/a.json", Format: tar.FormatPAX, PAXRecords: map[string]string{"PAWL.x": "y"}}, "{}"}),
		`results/check.json: it is there twice`:      more(file("results/check.json")),
		`repros/new.repro: manifest.json does not`:   more(file("repros/new.repro")),
		`repros/S2-no-drain-1.repro: it is missing`: with(func(all []entry) []entry {
			return slices.DeleteFunc(all, func(e entry) bool { return e.Name == "repros/S2-no-drain-1.repro" })
		}),
		`manifest.json: it is missing`: with(func(all []entry) []entry { return all[1:] }),
		`report.html: it has 17 bytes with SHA-256`: with(func(all []entry) []entry {
			at(all, "report.html").data += "!"
			return all
		}),
		`statement.dsse.json: it speaks of another manifest.json`: with(func(all []entry) []entry {
			at(all, "statement.dsse.json").data = at(entries(t, other), "statement.dsse.json").data
			return all
		}),
		`the archive: from byte`: with(func(all []entry) []entry {
			all[2], all[3] = all[3], all[2]
			return all
		}),
		`the archive: from byte 146 on`: with(func(all []entry) []entry {
			all[0].ModTime = time.Unix(1, 0)
			return all
		}),
		"the archive: after its beginning": []byte(strings.Repeat("x", 1024)),
		"manifest.json: it is missing;":    {},
	} {
		if _, err := open(x); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// A signature over what the results do not say is no use to who signs it.
func TestStatementMustAgree(t *testing.T) {
	all := entries(t, packed(t, full(t), key(1)))
	b, err := open(packed(t, full(t), key(1)))
	if err != nil {
		t.Fatal(err)
	}
	passing, err := reports.Read(bytes.NewReader(golden(t, "version")))
	if err != nil {
		t.Fatal(err)
	}
	subject := []intoto.Descriptor{{Name: "manifest.json", Digest: intoto.Digests{SHA256: b.Digest}}}
	for want, statement := range map[string][]byte{
		`statement.dsse.json: it says "PASSED", and the results come to "FAILED"`: intoto.OfResults(subject, []reports.Result{passing}),
		"the statement is a https://in-toto.io/attestation/svr/v0.1":              intoto.OfVerification(subject, "v", time.Unix(0, 0), nil),
	} {
		envelope, err := intoto.Sign(statement, key(1))
		if err != nil {
			t.Fatal(err)
		}
		all[1].data = string(envelope)
		if _, err := open(archive(t, all...)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func TestLimits(t *testing.T) {
	long := bytes.Repeat([]byte{' '}, bundle.MostOfAFile+1)
	for want, spoil := range map[string]func(c *bundle.Contents){
		"there is no result":                           func(c *bundle.Contents) { c.Results = nil },
		"results/bad.json: line 1, column 1":           func(c *bundle.Contents) { c.Results[0] = bundle.Item{Name: "bad", Data: []byte("[]")} },
		`repros/"../a".repro: the name has`:            func(c *bundle.Contents) { c.Repros[0].Name = "../a" },
		`repros/"".repro: the name has`:                func(c *bundle.Contents) { c.Repros[0].Name = "" },
		"scenarios/mine.yaml: it is there twice":       func(c *bundle.Contents) { c.Scenarios[1].Name = "mine" },
		"report.html: it has 67108865 bytes, and":      func(c *bundle.Contents) { c.Report = long },
		"there are 10004 files, and 10000 is the most": func(c *bundle.Contents) { c.Scenarios = many(9999); c.Repros = nil },
	} {
		c := full(t)
		spoil(&c)
		if err := bundle.Pack(io.Discard, c, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range 5 {
		_, _ = z.Write(long)
	}
	_ = z.Close()
	if _, err := open(bomb.Bytes()); err == nil || !strings.Contains(err.Error(), "the archive: its gzip cannot be read, or holds too much") {
		t.Errorf("of much in little: %v", err)
	}
}

func many(n int) (all []bundle.Item) {
	for i := range n {
		all = append(all, bundle.Item{Name: fmt.Sprint(i), Data: []byte("x")})
	}
	return all
}

func TestSave(t *testing.T) {
	path := filepath.Join(t.TempDir(), "evidence.tar")
	if err := bundle.Save(path, small(t), key(1)); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, packed(t, small(t), key(1))) {
		t.Errorf("error %v", err)
	}
	if err := bundle.Save(path, bundle.Contents{}, nil); err == nil {
		t.Error("nothing was saved")
	}
	if data, _ := os.ReadFile(path); !bytes.Equal(data, packed(t, small(t), key(1))) {
		t.Error("what could not be packed took the place of what was there")
	}
}

// Whatever opens is a bundle as Pack writes it.
func FuzzOpen(f *testing.F) {
	f.Add(packed(f, small(f), key(1)))
	f.Add(packed(f, small(f), nil))
	c := small(f)
	c.Gzip = true
	f.Add(packed(f, c, nil))
	f.Add(archive(f, entry{tar.Header{Name: "results/x.json"}, "{}"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := open(data)
		if err != nil {
			return
		}
		if !b.Signed && !bytes.Equal(packed(t, b.Contents, nil), data) {
			t.Fatal("packed again it is another bundle")
		}
		if _, err := b.Read(); err != nil {
			t.Fatal(err)
		}
	})
}
