package keys_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/keys"
	"pawl/engine/keys/trial"
)

// paper is a ledger in memory.
type paper struct {
	data []byte
	read int
}

func (p *paper) Read(into []byte) (int, error) {
	n := copy(into, p.data[p.read:])
	p.read += n
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (p *paper) Write(data []byte) (int, error) {
	p.data = append(p.data, data...)
	return len(data), nil
}

func (p *paper) Truncate(size int64) error { p.data = p.data[:size]; return nil }
func (p *paper) Sync() error               { return nil }
func (p *paper) Close() error              { return nil }

func noon() time.Duration { return 12 * time.Hour }

// open opens a ledger that has some text.
func open(text []byte, b keys.Backend) (*keys.Service, *paper, error) {
	p := &paper{data: slices.Clone(text)}
	s, err := keys.Open(p, b, noon)
	return s, p, err
}

// written is a ledger in which there is a line of each sort.
func written(t testing.TB, b keys.Backend) []byte {
	t.Helper()
	s, p, err := open(nil, b)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	for _, c := range []engine.Create{
		{Op: "root", Key: "root", Version: 1, Fence: 2, Life: time.Hour},
		{Op: "a", Key: "k", Version: 1, Fence: 1, Under: engine.Issuer{Key: "root", Version: 1}},
		{Op: "b", Key: "k", Version: 2, Fence: 3},
	} {
		if _, err := s.Create(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	for _, op := range []string{"b", "never"} {
		if err := s.Destroy(ctx, engine.Destroy{Op: op, Key: "k", Version: 2, Fence: 4}); err != nil {
			t.Fatal(err)
		}
	}
	return p.data
}

// TestEachChangeIsSeen: whichever bit of a ledger is another one, it is refused, and it is said where.
func TestEachChangeIsSeen(t *testing.T) {
	text := written(t, trial.NewMemory())
	for i := range text {
		for bit := range 8 {
			changed := slices.Clone(text)
			changed[i] ^= 1 << bit
			line := 1 + bytes.Count(text[:i], []byte("\n"))
			_, p, err := open(changed, trial.NewMemory())
			if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("line %d,", line)) {
				t.Fatalf("bit %d of byte %d, in line %d: %v", bit, i, line, err)
			}
			if !bytes.Equal(p.data, changed) {
				t.Fatalf("bit %d of byte %d: what is refused was changed", bit, i)
			}
		}
	}
}

// TestLinesAreInPlace: one that is missing, there twice, or elsewhere is seen.
func TestLinesAreInPlace(t *testing.T) {
	lines := bytes.SplitAfter(bytes.TrimSuffix(written(t, trial.NewMemory()), []byte("\n")), []byte("\n"))
	lines[len(lines)-1] = append(lines[len(lines)-1], '\n')
	for i := range lines {
		missing := slices.Delete(slices.Clone(lines), i, i+1)
		twice := slices.Insert(slices.Clone(lines), i, lines[i])
		swapped := slices.Clone(lines)
		swapped[i], swapped[(i+1)%len(lines)] = lines[(i+1)%len(lines)], lines[i]
		for what, now := range map[string][][]byte{"missing": missing, "twice": twice, "elsewhere": swapped} {
			if what == "missing" && i == len(lines)-1 {
				continue // an older copy, which nothing here can tell
			}
			if _, _, err := open(bytes.Join(now, nil), trial.NewMemory()); err == nil {
				t.Errorf("line %d %s, and nobody minds", i+1, what)
			}
		}
	}
}

// TestTornLineIsCutOff: wherever a ledger ends, all whole lines stand, and the next one follows.
func TestTornLineIsCutOff(t *testing.T) {
	b := trial.NewMemory()
	text := written(t, b)
	for n := range text {
		s, p, err := open(text[:n], b)
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if whole := text[:bytes.LastIndexByte(text[:n], '\n')+1]; len(whole) > 0 && !bytes.Equal(p.data, whole) {
			t.Fatalf("cut at %d, and %d bytes are left; want %d", n, len(p.data), len(whole))
		}
		if _, err := s.Create(context.Background(), engine.Create{Op: "next", Key: "other", Version: 1, Fence: 1}); err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if _, _, err := open(p.data, b); err != nil {
			t.Fatalf("cut at %d, and gone on from: %v", n, err)
		}
	}
}

// summed puts the sums in front of lines, so that what the lines say is what is looked at.
func summed(bodies ...string) []byte {
	var text []byte
	before := ""
	for _, body := range bodies {
		digest := sha256.Sum256([]byte(before + body))
		before = hex.EncodeToString(digest[:])[:16]
		text = fmt.Appendf(text, "%s %s\n", before, body)
	}
	return text
}

const opening = `{"is":"opened","ledger":"00112233445566778899aabbccddeeff","form":1}`

// TestStrict: what is only nearly in the form in which lines are written is refused, though its sum
// is right, and so is what cannot follow.
func TestStrict(t *testing.T) {
	begun := `{"is":"begun","op":"a","key":"k","version":1}`
	made := `{"is":"made","op":"a","print":"p","by":"b","wrapped":"eA=="}`
	doomed := `{"is":"doomed","op":"a","key":"k","version":1}`
	if _, _, err := open(summed(opening, begun, made, doomed, `{"is":"gone","op":"a"}`, `{"is":"fenced","key":"k","fence":1}`), trial.NewMemory()); err != nil {
		t.Fatalf("what is in form: %v", err)
	}
	long := strings.Repeat("x", engine.MaxText+1)
	for _, lines := range [][]string{
		{begun}, {opening, opening}, {`{"is":"opened","ledger":"00","form":1}`},
		{strings.Replace(opening, `"form":1`, `"form":2`, 1)},
		{opening, `{"is":"ended","op":"a"}`}, {opening, ``}, {opening, `{}`}, {opening, `null`}, {opening, `[]`}, {opening, `{"is":`},
		{opening, begun + " "}, {opening, strings.Replace(begun, ",", ", ", 1)}, {opening, strings.Replace(begun, "op", "OP", 1)},
		{opening, `{"is":"begun","is":"begun","op":"a","key":"k","version":1}`}, {opening, `{"is":"begun","key":"k","op":"a","version":1}`},
		{opening, `{"is":"begun","op":"a","key":"k","version":1,"more":1}`}, {opening, `{"is":"begun","op":"a","key":"k","version":0}`},
		{opening, `{"is":"begun","op":"a","key":"k","version":4294967296}`}, {opening, `{"is":"begun","op":"a","key":"k","version":1,"fence":1}`},
		{opening, `{"is":"begun","op":"","key":"k","version":1}`}, {opening, `{"is":"begun","op":"a","version":1}`},
		{opening, `{"is":"begun","op":"` + long + `","key":"k","version":1}`}, {opening, "{\"is\":\"begun\",\"op\":\"\xff\",\"key\":\"k\",\"version\":1}"},
		{opening, begun, begun}, {opening, made}, {opening, begun, made, made}, {opening, begun, doomed, made}, {opening, begun, doomed, doomed},
		{opening, doomed, begun}, {opening, begun, `{"is":"doomed","op":"a","key":"k","version":2}`}, {opening, `{"is":"gone","op":"a"}`},
		{opening, begun, `{"is":"gone","op":"a"}`}, {opening, doomed, `{"is":"gone","op":"a"}`, `{"is":"gone","op":"a"}`},
		{opening, `{"is":"fenced","key":"k","fence":2}`, `{"is":"fenced","key":"k","fence":2}`}, {opening, `{"is":"fenced","key":"k"}`},
		{opening, begun, `{"is":"made","op":"a","by":"b","wrapped":"eA=="}`}, {opening, begun, `{"is":"made","op":"a","print":"p","by":"b"}`},
		{opening, begun, `{"is":"made","op":"a","print":"p","by":"b","wrapped":"eA==","end":-1}`},
		{opening, begun, `{"is":"made","op":"a","under":{"key":"","version":1},"print":"p","by":"b","wrapped":"eA=="}`},
		{opening, begun, `{"is":"made","op":"a","print":"p","by":"b","wrapped":"` + base64.StdEncoding.EncodeToString(make([]byte, 3<<10)) + `"}`},
		{opening, begun, `{"is":"made","op":"a","print":"` + long + `","by":"b","wrapped":"eA=="}`},
		{opening, `{"is":"begun","op":"` + strings.Repeat("x", 20<<10) + `","key":"k","version":1}`},
	} {
		_, _, err := open(summed(lines...), trial.NewMemory())
		if where := fmt.Sprintf("line %d,", len(lines)); err == nil || !strings.Contains(err.Error(), where) {
			t.Errorf("%.100q: %v; want it refused at %s", lines, err, where)
		}
	}
}

// TestUnfit: what a ledger could not keep as it is is refused before anything is made.
func TestUnfit(t *testing.T) {
	b := trial.NewMemory()
	s, _, err := open(nil, b)
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", engine.MaxText+1)
	good := engine.Create{Op: "a", Key: "k", Version: 1, Fence: 1}
	for what, change := range map[string]func(*engine.Create){
		"no operation": func(c *engine.Create) { c.Op = "" }, "a long one": func(c *engine.Create) { c.Op = long }, "no text": func(c *engine.Create) { c.Op = "\xff" },
		"no key": func(c *engine.Create) { c.Key = "" }, "a long key": func(c *engine.Create) { c.Key = long },
		"a life below 0": func(c *engine.Create) { c.Life = -1 }, "a life beyond all clocks": func(c *engine.Create) { c.Life = 1<<63 - 1 },
		"an issuer without a name": func(c *engine.Create) { c.Under.Version = 1 },
	} {
		c := good
		change(&c)
		if _, err := s.Create(context.Background(), c); !errors.Is(err, engine.ErrRejected) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, made := b.Count(); made != 0 {
		t.Errorf("%d keys were made", made)
	}
	if _, err := s.Create(context.Background(), good); err != nil {
		t.Fatal(err)
	}
	other := good
	other.Version = 2
	if _, err := s.Create(context.Background(), other); !errors.Is(err, engine.ErrRejected) {
		t.Errorf("an operation for another version: %v", err)
	}
}

// TestLedgerHasNoSecrets: what is in the ledger does not tell the material, in any spelling.
func TestLedgerHasNoSecrets(t *testing.T) {
	b := trial.NewMemory()
	s, p, err := open(written(t, b), b)
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Fetch(context.Background(), engine.Fetch{Key: "k", Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, spelled := range []string{string(m.Secret[:]), hex.EncodeToString(m.Secret[:]), base64.StdEncoding.EncodeToString(m.Secret[:])[:40]} {
		if bytes.Contains(p.data, []byte(spelled)) || strings.Contains(fmt.Sprintf("%+v", s), spelled) {
			t.Error("it is there")
		}
	}
}

// TestGivesUp: whoever waits for a turn, or for a back end, gives up with its context.
func TestGivesUp(t *testing.T) {
	stuck := &stuckBackend{Memory: trial.NewMemory(), entered: make(chan struct{})}
	s, _, err := open(nil, stuck)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	first := make(chan error)
	go func() {
		_, err := s.Create(ctx, engine.Create{Op: "a", Key: "k", Version: 1, Fence: 1})
		first <- err
	}()
	<-stuck.entered
	over, end := context.WithCancel(context.Background())
	end()
	if err := s.Destroy(over, engine.Destroy{Op: "b", Key: "k", Version: 1, Fence: 1}); !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("a turn that does not come: %v", err)
	}
	if f, err := s.Lookup(over, engine.Lookup{Op: "a"}); err != nil || f.Found {
		t.Errorf("a lookup meanwhile: %+v, %v", f, err)
	}
	cancel()
	if err := <-first; !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("a back end that does not answer: %v", err)
	}
}

// stuckBackend makes nothing until nobody waits any more.
type stuckBackend struct {
	*trial.Memory
	entered chan struct{}
}

func (b *stuckBackend) Make(ctx context.Context, _ string) error {
	close(b.entered)
	<-ctx.Done()
	return ctx.Err()
}

// TestFinish: what is doomed is destroyed later, if the back end was away; it is not to be had meanwhile,
// and not called destroyed.
func TestFinish(t *testing.T) {
	b := &awayBackend{Memory: trial.NewMemory()}
	s, p, err := open(nil, b)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	c := engine.Create{Op: "a", Key: "k", Version: 1, Fence: 1}
	if _, err := s.Create(ctx, c); err != nil {
		t.Fatal(err)
	}
	b.away = true
	if err := s.Destroy(ctx, engine.Destroy{Op: "a", Key: "k", Version: 1, Fence: 1}); !errors.Is(err, engine.ErrUnknown) {
		t.Errorf("a destroy without a back end: %v", err)
	}
	if s, _, err = open(p.data, b); err != nil {
		t.Fatal(err)
	}
	if m, err := s.Fetch(ctx, engine.Fetch{Key: "k", Version: 1}); err == nil || m != (engine.Material{}) {
		t.Error("what is doomed is handed out")
	}
	if f, err := s.Lookup(ctx, engine.Lookup{Op: "a"}); err != nil || f.Made.Destroyed {
		t.Errorf("it is called destroyed: %v", err)
	}
	if _, err := s.Create(ctx, c); err == nil {
		t.Error("a create of what is doomed is answered")
	}
	if err := s.Finish(ctx); err == nil {
		t.Error("finished without a back end")
	}
	b.away = false
	if err := s.Finish(ctx); err != nil {
		t.Error(err)
	}
	if f, err := s.Lookup(ctx, engine.Lookup{Op: "a"}); err != nil || !f.Made.Destroyed {
		t.Errorf("%+v, %v", f, err)
	}
	if there, _ := b.Count(); there != 0 {
		t.Error("the key is still there")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := s.Create(ctx, engine.Create{Op: "b", Key: "k", Version: 2, Fence: 1}); err == nil {
		t.Error("made after the end")
	}
}

// awayBackend destroys nothing while it is away.
type awayBackend struct {
	*trial.Memory
	away bool
}

func (b *awayBackend) Destroy(ctx context.Context, id string) error {
	if b.away {
		return engine.ErrUnavailable
	}
	return b.Memory.Destroy(ctx, id)
}

// TestTombstoneComesFirst: when the back end is asked to destroy, the tombstone is in the ledger.
func TestTombstoneComesFirst(t *testing.T) {
	b := &lookingBackend{Memory: trial.NewMemory()}
	s, p, err := open(nil, b)
	if err != nil {
		t.Fatal(err)
	}
	ctx, c := context.Background(), engine.Create{Op: "a", Key: "k", Version: 1, Fence: 1}
	if _, err := s.Create(ctx, c); err != nil {
		t.Fatal(err)
	}
	looked := false
	b.look = func() {
		looked = true
		now, _, err := open(p.data, trial.NewMemory())
		if err != nil {
			t.Fatal(err)
		}
		if made, err := now.Create(ctx, c); err != nil || !made.Destroyed {
			t.Errorf("a process that begins now would make %+v, %v", made, err)
		}
	}
	if err := s.Destroy(ctx, engine.Destroy{Op: "a", Key: "k", Version: 1, Fence: 1}); err != nil || !looked {
		t.Errorf("%v, %v", err, looked)
	}
}

// lookingBackend has somebody look before it destroys.
type lookingBackend struct {
	*trial.Memory
	look func()
}

func (b *lookingBackend) Destroy(ctx context.Context, id string) error {
	b.look()
	return b.Memory.Destroy(ctx, id)
}

// TestKeyOfAnother: a wrapping key that was made anew opens nothing, and it is said why.
func TestKeyOfAnother(t *testing.T) {
	b := trial.NewMemory()
	text := written(t, b)
	anew := &anewBackend{trial.NewMemory()}
	s, _, err := open(text, anew)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Fetch(context.Background(), engine.Fetch{Key: "k", Version: 1})
	if !errors.Is(err, engine.ErrRejected) || !strings.Contains(err.Error(), "made anew") {
		t.Error(err)
	}
}

// anewBackend makes a key wherever one is missing.
type anewBackend struct{ *trial.Memory }

func (b *anewBackend) Unwrap(ctx context.Context, id string, wrapped []byte) ([]byte, error) {
	if err := b.Make(ctx, id); err != nil {
		return nil, err
	}
	return b.Memory.Unwrap(ctx, id, wrapped)
}

// FuzzLedger: whatever lines say, they are refused, or are a ledger that can be gone on from.
func FuzzLedger(f *testing.F) {
	text := string(written(f, trial.NewMemory()))
	var bodies []string
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		bodies = append(bodies, line[17:])
	}
	f.Add(strings.Join(bodies, "\n"), "a", "k", uint32(1))
	f.Add(opening, "op", "key", uint32(2))
	f.Add(opening+"\n"+`{"is":"doomed","op":"a","key":"k","version":1}`, "a", "k", uint32(1))
	f.Fuzz(func(t *testing.T, lines, op, key string, version uint32) {
		b := trial.NewMemory()
		s, p, err := open(summed(strings.Split(lines, "\n")...), b)
		if err != nil {
			return
		}
		ctx := context.Background()
		made, err := s.Create(ctx, engine.Create{Op: op, Key: key, Version: version, Fence: 1<<64 - 1})
		if err == nil && (made.Key != key || made.Version != version) {
			t.Errorf("made %+v", made)
		}
		_ = s.Destroy(ctx, engine.Destroy{Op: op, Key: key, Version: version, Fence: 1<<64 - 1})
		before, _ := s.Lookup(ctx, engine.Lookup{Op: op})
		again, _, err := open(p.data, b)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if after, _ := again.Lookup(ctx, engine.Lookup{Op: op}); after != before {
			t.Errorf("%+v became %+v", before, after)
		}
	})
}

// FuzzText: whatever is there instead of a ledger, it is refused, or only its end is cut off.
func FuzzText(f *testing.F) {
	text := summed(opening) // short, or each find would be made shorter for a minute
	f.Add(text)
	f.Add(text[:len(text)-1])
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		_, p, err := open(text, trial.NewMemory())
		if whole := text[:bytes.LastIndexByte(text, '\n')+1]; err == nil && !bytes.HasPrefix(p.data, whole) {
			t.Errorf("%q was made of it", p.data)
		}
	})
}
