//go:build pkcs11

package pkcs11

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"pawl/engine"

	"github.com/miekg/pkcs11"
)

// Token is a token that somebody is logged in at.
type Token struct {
	mu         sync.Mutex // one call at a time: a session can do one thing
	ctx        *pkcs11.Ctx
	label, pin string
	open       *session // nil: it has to be opened
}

// Open opens a token by its label, with the module that its maker gives and the user's PIN. A
// process can have a module open once.
func Open(module, label, pin string) (*Token, error) {
	ctx := pkcs11.New(module)
	if ctx == nil {
		return nil, fmt.Errorf("%s is no PKCS#11 module, or is not there", module)
	}
	if err := ctx.Initialize(); err != nil {
		ctx.Destroy()
		return nil, fmt.Errorf("module %s: %w", module, err)
	}
	t := &Token{ctx: ctx, label: label, pin: pin}
	var err error
	if t.open, err = t.login(); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return t, nil
}

// Close leaves the token.
func (t *Token) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	err := t.ctx.Finalize() // which ends all sessions
	t.ctx.Destroy()
	return err
}

// session is a connection to a token.
type session struct {
	ctx    *pkcs11.Ctx
	handle pkcs11.SessionHandle
}

// login opens a session in which keys can be made.
func (t *Token) login() (*session, error) {
	slot, err := t.slot()
	if err != nil {
		return nil, err
	}
	handle, err := t.ctx.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	if err != nil {
		return nil, fmt.Errorf("token %q: %w", t.label, err)
	}
	err = t.ctx.Login(handle, pkcs11.CKU_USER, t.pin)
	if err != nil && !errors.Is(err, pkcs11.Error(pkcs11.CKR_USER_ALREADY_LOGGED_IN)) {
		return nil, fmt.Errorf("token %q does not let the key service in: %w", t.label, err)
	}
	return &session{t.ctx, handle}, nil
}

// slot is where the token is.
func (t *Token) slot() (found uint, err error) {
	slots, err := t.ctx.GetSlotList(true)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, slot := range slots {
		info, err := t.ctx.GetTokenInfo(slot)
		if err == nil && info.Label == t.label {
			found = slot
			n++
		}
	}
	if n != 1 {
		return 0, fmt.Errorf("of %d tokens %d are called %q; want one", len(slots), n, t.label)
	}
	return found, nil
}

// in does something in the session. Of one that fails in a way that is not understood another is
// opened the next time.
func (t *Token) in(ctx context.Context, do func(*session) error) (err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: %w", engine.ErrUnavailable, err)
	}
	if t.open == nil {
		if t.open, err = t.login(); err != nil {
			return fmt.Errorf("%w: %w", engine.ErrUnavailable, err)
		}
	}
	err = do(t.open)
	if err == nil || errors.Is(err, engine.ErrRejected) {
		return err
	}
	_ = t.ctx.CloseSession(t.open.handle) // it may be gone
	t.open = nil
	return fmt.Errorf("%w: token %q: %w", engine.ErrUnknown, t.label, err)
}

// find is all objects that have some attributes.
func (s *session) find(what []*pkcs11.Attribute) ([]pkcs11.ObjectHandle, error) {
	if err := s.ctx.FindObjectsInit(s.handle, what); err != nil {
		return nil, err
	}
	const most = 8 // more than there ever are
	found, _, err := s.ctx.FindObjects(s.handle, most)
	return found, errors.Join(err, s.ctx.FindObjectsFinal(s.handle))
}

// key is the one key of an id. Two, or one that could leave the token, is none of ours.
func (s *session) key(id string) (pkcs11.ObjectHandle, error) {
	raw, err := idBytes(id)
	if err != nil {
		return 0, err
	}
	found, err := s.find(keyOf(raw))
	if err != nil {
		return 0, err
	}
	if len(found) != 1 {
		return 0, fmt.Errorf("%w: the token has %d keys of id %s; want one", engine.ErrRejected, len(found), id)
	}
	has, err := s.ctx.GetAttributeValue(s.handle, found[0], []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, nil),
		pkcs11.NewAttribute(pkcs11.CKA_EXTRACTABLE, nil),
	})
	if err != nil {
		return 0, err
	}
	if len(has) != 2 || !slices.Equal(has[0].Value, []byte{1}) || !slices.Equal(has[1].Value, []byte{0}) {
		return 0, fmt.Errorf("%w: key %s could leave the token; who made it?", engine.ErrRejected, id)
	}
	return found[0], nil
}
