package keys

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"pawl/engine"
)

// An entry is one line of a ledger: a thing that has become so.
type entry struct {
	Is      string        `json:"is"`
	Ledger  string        `json:"ledger,omitempty"` // of opened: its own id, drawn once
	Form    int           `json:"form,omitempty"`   // of opened: of the lines that follow
	Op      string        `json:"op,omitempty"`
	Key     string        `json:"key,omitempty"`
	Version uint32        `json:"version,omitempty"`
	Fence   uint64        `json:"fence,omitempty"`
	Under   *under        `json:"under,omitempty"`
	Print   string        `json:"print,omitempty"`   // of the secret
	By      string        `json:"by,omitempty"`      // print of the wrapping key
	Wrapped []byte        `json:"wrapped,omitempty"` // the secret
	End     time.Duration `json:"end,omitempty"`
}

type under struct {
	Key     string `json:"key"`
	Version uint32 `json:"version"`
}

// What can have become so.
const (
	isOpened = "opened" // the first line
	isFenced = "fenced" // of a key, a fence has been seen
	isBegun  = "begun"  // the back end may have a wrapping key for an operation
	isMade   = "made"   // there is material, and somebody may know
	isDoomed = "doomed" // there will be none: the tombstone
	isGone   = "gone"   // the back end has no wrapping key any more
)

// theForm is that of ledgers that are written here.
const theForm = 1

// maxLine bounds a line: a ledger is not the place for more.
const maxLine = 16 << 10

// maxPrint and maxWrapped bound what a back end gives.
const (
	maxPrint   = 128
	maxWrapped = 2 << 10
)

// sumDigits is how much of the sum stands in front of a line.
const sumDigits = 16

// errForm: it is no line that is written here.
var errForm = errors.New("not in the form in which lines are written")

// line is an entry as it stands in the file, behind the sum of what went before.
func (e *entry) line(before string) (text []byte, sum string, err error) {
	if err := e.check(); err != nil {
		return nil, "", err
	}
	body, err := json.Marshal(e)
	if err != nil {
		return nil, "", fmt.Errorf("an entry cannot be written: %w", err)
	}
	if len(body) > maxLine-sumDigits-2 {
		return nil, "", fmt.Errorf("an entry of %d bytes is too long", len(body))
	}
	sum = sumOf(before, body)
	return fmt.Appendf(nil, "%s %s\n", sum, body), sum, nil
}

func sumOf(before string, body []byte) string {
	digest := sha256.Sum256(append([]byte(before), body...))
	return hex.EncodeToString(digest[:])[:sumDigits]
}

// readLine reads a line, without its end. It is that and no other: written again it is the same.
func readLine(text []byte, before string) (e entry, sum string, err error) {
	if len(text) < sumDigits+1 || text[sumDigits] != ' ' {
		return e, "", errForm
	}
	body := text[sumDigits+1:]
	if sum = sumOf(before, body); sum != string(text[:sumDigits]) {
		return e, "", errors.New("its sum is not that of it and the lines before it")
	}
	if err := json.Unmarshal(body, &e); err != nil {
		return e, "", errForm // whose error may quote it
	}
	if again, err := json.Marshal(&e); err != nil || !bytes.Equal(again, body) {
		return e, "", errForm
	}
	return e, sum, e.check()
}

// check holds an entry to what each sort of it has to say.
func (e *entry) check() error {
	bare := entry{Is: e.Is}
	switch e.Is {
	case isOpened:
		if e.Form != theForm {
			return fmt.Errorf("it is of form %d, and this release knows %d", e.Form, theForm)
		}
		if len(e.Ledger) != idDigits {
			return errForm
		}
		bare.Form, bare.Ledger = e.Form, e.Ledger
	case isFenced:
		bare.Key, bare.Fence = e.Key, e.Fence
	case isBegun, isDoomed:
		bare.Op, bare.Key, bare.Version = e.Op, e.Key, e.Version
	case isMade:
		return e.checkMade()
	case isGone:
		bare.Op = e.Op
	default:
		return fmt.Errorf("%.20q is not known here; was it written by a newer release?", e.Is)
	}
	if !e.same(&bare) {
		return errForm
	}
	return checkText(e)
}

// checkMade is the check of what has the most to say.
func (e *entry) checkMade() error {
	bare := entry{Is: e.Is, Op: e.Op, Under: e.Under, Print: e.Print, By: e.By, Wrapped: e.Wrapped, End: e.End}
	switch {
	case !e.same(&bare), e.Print == "", len(e.Wrapped) == 0, e.End < 0:
		return errForm
	case len(e.Wrapped) > maxWrapped:
		return fmt.Errorf("a wrapped secret of %d bytes; want at most %d", len(e.Wrapped), maxWrapped)
	case len(e.Print) > maxPrint || len(e.By) > maxPrint || !utf8.ValidString(e.By):
		return fmt.Errorf("a print is too long, or no text; want at most %d bytes", maxPrint)
	case e.Under != nil && (e.Under.Key == "" || !validText(e.Under.Key)):
		return errForm
	}
	return checkText(e)
}

// same says that two entries say the same.
func (e *entry) same(o *entry) bool {
	return e.Is == o.Is && e.Ledger == o.Ledger && e.Form == o.Form && e.Op == o.Op && e.Key == o.Key &&
		e.Version == o.Version && e.Fence == o.Fence && e.Under == o.Under && e.Print == o.Print &&
		e.By == o.By && bytes.Equal(e.Wrapped, o.Wrapped) && e.End == o.End
}

// checkText wants names that are there where the sort of entry has one.
func checkText(e *entry) error {
	wantsOp := e.Is != isOpened && e.Is != isFenced
	wantsKey := e.Is == isFenced || e.Is == isBegun || e.Is == isDoomed
	if wantsOp != (e.Op != "") || wantsKey != (e.Key != "") || !validText(e.Op) || !validText(e.Key) {
		return errForm
	}
	return nil
}

// validText says that a ledger can keep a name as it is.
func validText(s string) bool { return len(s) <= engine.MaxText && utf8.ValidString(s) }
