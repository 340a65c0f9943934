package transit

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"pawl/engine"

	"github.com/hashicorp/vault/api"
)

// Backend is a transit engine.
type Backend struct {
	server *api.Logical
	mount  string
}

// New is the transit engine that is mounted there. The client, which is the back end's from now
// on, knows the server's address, its certificates, and a token that somebody else renews.
func New(client *api.Client, mount string) *Backend {
	client.SetMaxRetries(0) // whoever asks asks again, and others wait meanwhile
	return &Backend{client.Logical(), mount}
}

// theType is that of all keys here.
const theType = "aes256-gcm96"

// Make makes a key, unless there is one, and looks at what is there.
func (b *Backend) Make(ctx context.Context, id string) error {
	if _, err := b.write(ctx, "keys/"+id, map[string]any{"type": theType}); err != nil {
		return err
	}
	k, err := b.look(ctx, id)
	switch {
	case err != nil:
		return err
	case k == nil:
		return fmt.Errorf("%w: key %s was made and is not there", engine.ErrUnavailable, id)
	case k.Type != theType || k.Derived || k.Exportable || k.Plaintext:
		return fmt.Errorf("%w: somebody else has made key %s, of type %.40q, exportable %v; delete it, or give the key service a mount of its own",
			engine.ErrRejected, id, k.Type, k.Exportable || k.Plaintext)
	}
	return nil
}

// made is what a server tells of a key.
type made struct {
	Type       string `json:"type"`
	Derived    bool   `json:"derived"`
	Exportable bool   `json:"exportable"`
	Plaintext  bool   `json:"allow_plaintext_backup"`
}

// look is what there is of a key; nil if there is none.
func (b *Backend) look(ctx context.Context, id string) (*made, error) {
	secret, err := b.server.ReadWithContext(ctx, b.mount+"/keys/"+id)
	if err != nil {
		return nil, b.meaning("keys/"+id, err)
	}
	if secret == nil {
		return nil, nil
	}
	data, err := json.Marshal(secret.Data)
	k := &made{}
	if err != nil || json.Unmarshal(data, k) != nil {
		return nil, fmt.Errorf("%w: what the server tells of key %s is not understood; is it a transit engine?", engine.ErrUnavailable, id)
	}
	return k, nil
}

// Wrap has a secret encrypted.
func (b *Backend) Wrap(ctx context.Context, id string, secret []byte) ([]byte, error) {
	data, err := b.write(ctx, "encrypt/"+id, map[string]any{"plaintext": base64.StdEncoding.EncodeToString(secret)})
	if err != nil {
		return nil, err
	}
	text, err := member(data, "ciphertext")
	return []byte(text), err
}

// Unwrap has it decrypted.
func (b *Backend) Unwrap(ctx context.Context, id string, wrapped []byte) ([]byte, error) {
	data, err := b.write(ctx, "decrypt/"+id, map[string]any{"ciphertext": string(wrapped)})
	if err != nil {
		return nil, err
	}
	text, err := member(data, "plaintext")
	if err != nil {
		return nil, err
	}
	secret, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%w: the server answers with a plaintext that is not in base 64", engine.ErrUnavailable) // and is not quoted
	}
	return secret, nil
}

// Print has something hashed that is always the same, with the key's own first version.
func (b *Backend) Print(ctx context.Context, id string) (string, error) {
	data, err := b.write(ctx, "hmac/"+id+"/sha2-256", map[string]any{
		"input":       base64.StdEncoding.EncodeToString([]byte("pawl: which key is this?")),
		"key_version": 1,
	})
	if err != nil {
		return "", err
	}
	text, err := member(data, "hmac")
	if err != nil {
		return "", err
	}
	return engine.Fingerprint([]byte(text)), nil
}

// Destroy allows a key to be deleted, deletes it, and looks whether it is gone.
func (b *Backend) Destroy(ctx context.Context, id string) error {
	k, err := b.look(ctx, id)
	if err != nil || k == nil {
		return err
	}
	if _, err := b.write(ctx, "keys/"+id+"/config", map[string]any{"deletion_allowed": true}); err != nil {
		return err
	}
	if _, err := b.server.DeleteWithContext(ctx, b.mount+"/keys/"+id); err != nil {
		return b.meaning("keys/"+id, err)
	}
	if k, err = b.look(ctx, id); err == nil && k != nil {
		err = fmt.Errorf("%w: key %s was deleted and is there", engine.ErrUnknown, id)
	}
	return err
}

// write has the server do something.
func (b *Backend) write(ctx context.Context, path string, what map[string]any) (map[string]any, error) {
	secret, err := b.server.WriteWithContext(ctx, b.mount+"/"+path, what)
	if err != nil {
		return nil, b.meaning(path, err)
	}
	if secret == nil {
		return nil, nil
	}
	return secret.Data, nil
}

// member is a text of an answer. What the answer is instead is not told: it may be a secret.
func member(data map[string]any, name string) (string, error) {
	text, is := data[name].(string)
	if !is || text == "" {
		return "", fmt.Errorf("%w: the server answers without %q; is it a transit engine?", engine.ErrUnavailable, name)
	}
	return text, nil
}
