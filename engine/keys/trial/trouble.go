package trial

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"pawl/engine"
	"pawl/engine/keys"
)

// An Ordeal is trouble that comes at one of the steps that a key service takes: before and after each write and
// sync of its ledger and each call of its back end there is one.
type Ordeal struct {
	First  int  // the step at which it comes
	Second int  // how many steps later it comes again; 0: as always
	Every  int  // how many steps later it always comes again
	Dies   bool // the process ends; else the step fails, with or without its effect
	Keeps  Kept
	Deaf   bool // a sync does nothing, and says that it did
}

// Kept is how much is left, after a crash, of what was written and not synced.
type Kept int

const (
	Nothing Kept = iota
	Half
	All
)

// errTrouble is what a step fails with.
var errTrouble = errors.New("trouble")

// hurt is a machine on which trouble comes.
type hurt struct {
	Ordeal
	left    int // steps until it comes
	down    bool
	came    map[string]int // by what it came to
	durable []byte
	written []byte // behind that
}

// step is one at which trouble may come.
func (h *hurt) step(what string) error {
	if h.down {
		return errTrouble
	}
	if h.left--; h.left > 0 {
		return nil
	}
	h.left, h.Second, h.down = cmp.Or(h.Second, h.Every), 0, h.Dies
	h.came[what]++
	return fmt.Errorf("%w %s", errTrouble, what)
}

// around does something between two steps.
func (h *hurt) around(what string, do func() error) error {
	if err := h.step("before " + what); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return h.step("after " + what)
}

// fall loses of what is not durable what a crash takes.
func (h *hurt) fall() {
	h.durable = append(h.durable, h.written[:len(h.written)*int(h.Keeps)/int(All)]...)
	h.written, h.down = nil, false
}

// medium is the machine's ledger, opened once.
type medium struct {
	*hurt
	read int
}

func (m *medium) Read(p []byte) (int, error) {
	n := copy(p, m.durable[m.read:])
	m.read += n
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// Write fails in the middle, if it does.
func (m *medium) Write(p []byte) (int, error) {
	if err := m.step("before a write"); err != nil {
		m.written = append(m.written, p[:len(p)/2]...)
		return len(p) / 2, err
	}
	m.written = append(m.written, p...)
	return len(p), m.step("after a write")
}

func (m *medium) Truncate(size int64) error {
	return m.around("a cut", func() error {
		all := slices.Concat(m.durable, m.written)[:size]
		m.durable = all[:min(len(all), len(m.durable))]
		m.written = all[len(m.durable):]
		return nil
	})
}

func (m *medium) Sync() error {
	return m.around("a sync", func() error {
		if !m.Deaf {
			m.durable, m.written = append(m.durable, m.written...), nil
		}
		return nil
	})
}

func (m *medium) Close() error { return nil }

// backend is a back end elsewhere, on the way to which trouble comes.
type backend struct {
	*hurt
	under keys.Backend
}

// call is a call of which the caller may not hear.
func (b *backend) call(what string, do func() error) error {
	err := b.around(what, do)
	if errors.Is(err, errTrouble) {
		err = fmt.Errorf("%w: %w", engine.ErrUnknown, err)
	}
	return err
}

func (b *backend) Make(ctx context.Context, id string) error {
	return b.call("making", func() error { return b.under.Make(ctx, id) })
}

func (b *backend) Destroy(ctx context.Context, id string) error {
	return b.call("destroying", func() error { return b.under.Destroy(ctx, id) })
}

func (b *backend) Wrap(ctx context.Context, id string, secret []byte) (wrapped []byte, err error) {
	err = b.call("wrapping", func() (err error) { wrapped, err = b.under.Wrap(ctx, id, secret); return err })
	return wrapped, err
}

func (b *backend) Unwrap(ctx context.Context, id string, wrapped []byte) (secret []byte, err error) {
	err = b.call("unwrapping", func() (err error) { secret, err = b.under.Unwrap(ctx, id, wrapped); return err })
	return secret, err
}

func (b *backend) Print(ctx context.Context, id string) (print string, err error) {
	err = b.call("printing", func() (err error) { print, err = b.under.Print(ctx, id); return err })
	return print, err
}
