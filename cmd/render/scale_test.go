package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"pawl/checker"
	"pawl/reports"
	"pawl/scenarios/library"
)

// A large campaign, as one over many shards is.
const (
	manyRuns       = 100_000
	manyViolations = 50
	manyMoments    = 60 // of each story
	manyCells      = 60 // rows of the matrix
)

// large is a golden result made that large, with repros in a directory.
func large(t testing.TB) *Evidence {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "reports", "testdata", "check.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	r, err := reports.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	c := r.(*reports.Check)
	c.Runs, c.RunsMeant, c.RandomRuns, c.Interrupted = manyRuns, manyRuns, manyRuns, false
	c.Outcomes = reports.Outcomes{Passed: manyRuns - manyViolations, Violated: manyViolations}
	c.RandomOutcomes = c.Outcomes
	hashed(c)
	violated(t, c)
	for len(c.Matrix.Rows) < manyCells {
		row := c.Matrix.Rows[0]
		row.Kind = fmt.Sprintf("%s-%d", row.Kind, len(c.Matrix.Rows))
		c.Matrix.Rows = append(c.Matrix.Rows, row)
	}
	e := &Evidence{Library: library.All, Plan: "urn:plan", Controls: []string{"sa-11"}}
	if err := e.Add("check.json", c, nil); err != nil {
		t.Fatal(err)
	}
	return e
}

// hashed gives each run a hash of its own, which none could be pressed together with another.
func hashed(c *reports.Check) {
	var raw []byte
	for i := range c.Runs {
		sum := sha256.Sum256(binary.LittleEndian.AppendUint64(nil, uint64(i)))
		raw = append(raw, sum[:reports.HashBytes]...)
	}
	sum := sha256.Sum256(raw)
	c.RunHashes, c.TraceHash = base64.StdEncoding.EncodeToString(raw), hex.EncodeToString(sum[:])
}

// violated multiplies what was violated, over all invariants, each with a long story and a repro.
func violated(t testing.TB, c *reports.Check) {
	t.Helper()
	dir, first := t.TempDir(), c.Violations[0]
	c.Violations, c.Corpus = nil, nil
	for i := range manyViolations {
		x := first
		x.Invariant, x.Run, x.Seed = checker.All[i%len(checker.All)].ID, 1000*i+1, fmt.Sprint(i)
		x.Repro = filepath.Join(dir, fmt.Sprintf("%s-no-drain-%d.repro", x.Invariant, i))
		x.Command = "pawl replay " + x.Repro
		x.Story = nil
		for len(x.Story) < manyMoments {
			x.Story = append(x.Story, first.Story...)
		}
		if err := os.WriteFile(x.Repro, bytes.Repeat([]byte("a repro\n"), 2000), 0o644); err != nil {
			t.Fatal(err)
		}
		c.Violations = append(c.Violations, x)
	}
}

// mostBytes are how large a rendering of a large campaign may be: pages are opened by people, and
// what is sent to others has bounds there. Only evidence has the hash of each run in it.
var mostBytes = map[string]int{
	"json": 6 << 20, "html": 3 << 20, "pdf": 3 << 20, "md": 1 << 20, "junit": 1 << 20, "sarif": 1 << 20, "oscal": 1 << 20, "intoto": 64 << 10, "bundle": 16 << 20,
}

func TestLargeResultsStayReadable(t *testing.T) {
	e := large(t)
	for _, r := range renderings {
		var b bytes.Buffer
		if err := r.write(&b, e); err != nil {
			t.Errorf("%s: %v", r.kind, err)
			continue
		}
		t.Logf("%s: %d bytes", r.kind, b.Len())
		if b.Len() == 0 || b.Len() > mostBytes[r.kind] {
			t.Errorf("%s: %d bytes, want at most %d", r.kind, b.Len(), mostBytes[r.kind])
		}
	}
}

// BenchmarkRender has how long a large campaign takes, and by -benchmem how much memory.
func BenchmarkRender(b *testing.B) {
	e := large(b)
	for _, r := range renderings {
		b.Run(r.kind, func(b *testing.B) {
			for b.Loop() {
				if err := r.write(io.Discard, e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
