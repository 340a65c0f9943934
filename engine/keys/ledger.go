package keys

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// Medium is what a ledger is written on: a file that is opened for reading, and for writing
// at its end.
type Medium interface {
	io.Reader
	io.Writer
	Truncate(size int64) error
	Sync() error
	Close() error
}

// maxLedger bounds a ledger: some million operations. What is kept free lets all be destroyed
// that was made.
const (
	maxLedger = 1 << 30
	keptFree  = maxLedger / 4
)

// ledger is where entries are written.
type ledger struct {
	on     Medium
	size   int64
	sum    string // of all lines
	broken error  // what is on the medium is not known any more
}

// readLedger reads what is there into a state, and cuts off what a crash left half written.
func readLedger(on Medium, s *state) (*ledger, error) {
	l := &ledger{on: on}
	r := bufio.NewReaderSize(io.LimitReader(on, maxLedger+1), maxLine)
	for n := 1; ; n++ {
		text, err := r.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF) && len(text) == 0:
			return l, nil
		case errors.Is(err, io.EOF) && l.size+int64(len(text)) <= maxLedger:
			return l, l.cut()
		case err == nil:
			err = l.read(text, s)
		case errors.Is(err, bufio.ErrBufferFull):
			err = fmt.Errorf("longer than %d bytes", maxLine)
		case errors.Is(err, io.EOF):
			err = fmt.Errorf("the ledger is larger than %d bytes", maxLedger)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d, which begins at byte %d: %w; do not go on with this ledger: "+
				"put back its newest whole copy, if nothing was made or destroyed since", n, l.size, err)
		}
	}
}

// read reads one line into a state.
func (l *ledger) read(text []byte, s *state) error {
	e, sum, err := readLine(bytes.TrimSuffix(text, []byte{'\n'}), l.sum)
	if err != nil {
		return err
	}
	if err := s.apply(&e); err != nil {
		return err
	}
	l.size, l.sum = l.size+int64(len(text)), sum
	return nil
}

// cut takes away what stands behind the last whole line.
func (l *ledger) cut() error {
	if err := l.on.Truncate(l.size); err != nil {
		return fmt.Errorf("the ledger's last line is half written, and cannot be cut off: %w", err)
	}
	if err := l.on.Sync(); err != nil {
		return fmt.Errorf("the ledger's last line was half written, and is perhaps still there: %w", err)
	}
	return nil
}

// errClean goes with an error after which the ledger is what it was before.
var errClean = errors.New("nothing was written")

// write makes entries durable, all in one go. A crash may leave some of them, the first ones.
func (l *ledger) write(entries []entry) error {
	if l.broken != nil {
		return fmt.Errorf("%w: what is in the ledger is not known since an error; start again: %w", errClean, l.broken)
	}
	var text []byte
	sum := l.sum
	for i := range entries {
		line, next, err := entries[i].line(sum)
		if err != nil {
			return fmt.Errorf("%w: %w", errClean, err)
		}
		text, sum = append(text, line...), next
	}
	if err := l.fits(int64(len(text)), entries); err != nil {
		return fmt.Errorf("%w: %w", errClean, err)
	}
	if _, err := l.on.Write(text); err != nil {
		return l.undo(err)
	}
	// What could not be synced once may be thrown away, and the next sync say yes all the same.
	if err := l.on.Sync(); err != nil {
		l.broken = err
		return fmt.Errorf("the ledger could not be made durable: %w", err)
	}
	l.size, l.sum = l.size+int64(len(text)), sum
	return nil
}

// fits keeps room for the end of what is begun.
func (l *ledger) fits(more int64, entries []entry) error {
	most := int64(maxLedger)
	for i := range entries {
		if entries[i].Is == isBegun {
			most -= keptFree
		}
	}
	if l.size+more > most {
		return errors.New("the ledger is full; move to a new key service and destroy what is in this one")
	}
	return nil
}

// undo takes back what was written in part, as when a disk is full.
func (l *ledger) undo(why error) error {
	if err := l.cut(); err != nil {
		l.broken = err
		return fmt.Errorf("the ledger could not be written: %w", why)
	}
	return fmt.Errorf("%w: the ledger could not be written: %w", errClean, why)
}

// idDigits is how long the id of a ledger and of a wrapping key is.
const idDigits = 32

// newID is the id of a new ledger.
func newID() string {
	var b [idDigits / 2]byte
	_, _ = rand.Read(b[:]) // it does not fail: the program would end
	return hex.EncodeToString(b[:])
}
