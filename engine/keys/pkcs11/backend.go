//go:build pkcs11

package pkcs11

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"

	"pawl/engine"

	"github.com/miekg/pkcs11"
)

// nonceSize is that of GCM.
const nonceSize = 12

// Make generates a key, unless there is a tombstone or a key.
func (t *Token) Make(ctx context.Context, id string) error {
	return t.in(ctx, func(s *session) error {
		raw, err := idBytes(id)
		if err != nil {
			return err
		}
		gone, err := s.find(tombstone(id))
		if err != nil {
			return err
		}
		if len(gone) > 0 {
			return fmt.Errorf("%w: key %s was destroyed", engine.ErrRejected, id)
		}
		found, err := s.find(keyOf(raw))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return s.generate(id, raw)
		}
		_, err = s.key(id)
		return err
	})
}

// generate has a key generated that stays on the token.
func (s *session) generate(id string, raw []byte) error {
	_, err := s.ctx.GenerateKey(s.handle, mechanism(pkcs11.CKM_AES_KEY_GEN, nil), append(keyOf(raw),
		pkcs11.NewAttribute(pkcs11.CKA_LABEL, "pawl "+id),
		pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, pkcs11.CKK_AES),
		pkcs11.NewAttribute(pkcs11.CKA_VALUE_LEN, 32),
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
		pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
		pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, true),
		pkcs11.NewAttribute(pkcs11.CKA_EXTRACTABLE, false),
		pkcs11.NewAttribute(pkcs11.CKA_ENCRYPT, true),
		pkcs11.NewAttribute(pkcs11.CKA_DECRYPT, true),
		pkcs11.NewAttribute(pkcs11.CKA_WRAP, false),
		pkcs11.NewAttribute(pkcs11.CKA_UNWRAP, false)))
	return err
}

// Wrap has a secret encrypted, bound to the id. The nonce goes in front.
func (t *Token) Wrap(ctx context.Context, id string, secret []byte) (wrapped []byte, err error) {
	err = t.in(ctx, func(s *session) error {
		key, err := s.key(id)
		if err != nil {
			return err
		}
		nonce := make([]byte, nonceSize)
		_, _ = rand.Read(nonce) // it does not fail: the program would end
		params := pkcs11.NewGCMParams(nonce, []byte(id), 128)
		defer params.Free()
		if err := s.ctx.EncryptInit(s.handle, mechanism(pkcs11.CKM_AES_GCM, params), key); err != nil {
			return err
		}
		text, err := s.ctx.Encrypt(s.handle, secret)
		if used := params.IV(); err == nil && len(used) == nonceSize { // some tokens draw their own
			nonce = used
		}
		wrapped = append(nonce, text...)
		return err
	})
	return wrapped, err
}

// Unwrap has it decrypted.
func (t *Token) Unwrap(ctx context.Context, id string, wrapped []byte) (secret []byte, err error) {
	err = t.in(ctx, func(s *session) error {
		key, err := s.key(id)
		if err != nil {
			return err
		}
		if len(wrapped) <= nonceSize {
			return fmt.Errorf("%w: what is to be unwrapped is too short", engine.ErrRejected)
		}
		params := pkcs11.NewGCMParams(wrapped[:nonceSize], []byte(id), 128)
		defer params.Free()
		if err := s.ctx.DecryptInit(s.handle, mechanism(pkcs11.CKM_AES_GCM, params), key); err != nil {
			return err
		}
		secret, err = s.ctx.Decrypt(s.handle, wrapped[nonceSize:])
		return unlike(id, err)
	})
	return secret, err
}

// unlike sorts out what tokens say of a text that was not made with a key: SoftHSM says that it is
// a general error.
func unlike(id string, err error) error {
	var code pkcs11.Error
	if errors.As(err, &code) && (code == pkcs11.CKR_ENCRYPTED_DATA_INVALID || code == pkcs11.CKR_ENCRYPTED_DATA_LEN_RANGE || code == pkcs11.CKR_GENERAL_ERROR) {
		return fmt.Errorf("%w: it was not wrapped under key %s (%w)", engine.ErrRejected, id, err)
	}
	return err
}

// printed is encrypted to name a key. It is not the block of zeros that check values are commonly
// made of: with GCM, that one's text is half of what is needed to forge.
const printed = "pawl: which key?"

// Print encrypts one block that is always the same.
func (t *Token) Print(ctx context.Context, id string) (print string, err error) {
	err = t.in(ctx, func(s *session) error {
		key, err := s.key(id)
		if err != nil {
			return err
		}
		if err := s.ctx.EncryptInit(s.handle, mechanism(pkcs11.CKM_AES_ECB, nil), key); err != nil {
			return err
		}
		text, err := s.ctx.Encrypt(s.handle, []byte(printed))
		print = engine.Fingerprint(text)
		return err
	})
	return print, err
}

// Destroy writes the tombstone, unless it stands, and then destroys all keys of the id.
func (t *Token) Destroy(ctx context.Context, id string) error {
	return t.in(ctx, func(s *session) error {
		raw, err := idBytes(id)
		if err != nil {
			return err
		}
		gone, err := s.find(tombstone(id))
		if err != nil {
			return err
		}
		if len(gone) == 0 {
			if err := s.bury(id); err != nil {
				return err
			}
		}
		found, err := s.find(keyOf(raw))
		for _, key := range found {
			err = errors.Join(err, s.ctx.DestroyObject(s.handle, key))
		}
		return err
	})
}

// bury writes a tombstone.
func (s *session) bury(id string) error {
	_, err := s.ctx.CreateObject(s.handle, append(tombstone(id),
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
		pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
		pkcs11.NewAttribute(pkcs11.CKA_VALUE, []byte(id))))
	return err
}

func idBytes(id string) ([]byte, error) {
	raw, err := hex.DecodeString(id)
	if err != nil || len(raw) != 16 {
		return nil, fmt.Errorf("%w: %.40q is no id of a key", engine.ErrRejected, id)
	}
	return raw, nil
}

// keyOf and tombstone are what a key and its tombstone are found by.
func keyOf(raw []byte) []*pkcs11.Attribute {
	return []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_SECRET_KEY),
		pkcs11.NewAttribute(pkcs11.CKA_ID, raw),
	}
}

func tombstone(id string) []*pkcs11.Attribute {
	return []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_DATA),
		pkcs11.NewAttribute(pkcs11.CKA_APPLICATION, "pawl"),
		pkcs11.NewAttribute(pkcs11.CKA_LABEL, "gone "+id),
	}
}

func mechanism(kind uint, params any) []*pkcs11.Mechanism {
	return []*pkcs11.Mechanism{pkcs11.NewMechanism(kind, params)}
}
