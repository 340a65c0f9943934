package daemon

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"pawl/engine"
	"pawl/engine/httpapi"
	"pawl/engine/monitor"
	"pawl/engine/reference"
	"pawl/reports/whole"
)

// folder is where all of a dev deployment lies. Its parts belong together: etcd's data, the key
// service's, the nodes'. Whoever puts one of them back alone, or in from elsewhere, is told.
type folder struct {
	dir, witness string
	lock         *os.File
	marker       marker

	mu   sync.Mutex
	mark mark
}

// marker says which folder it is.
type marker struct {
	Form    int
	Token   string // drawn when the folder was made
	Cluster string // of etcd, in hexadecimal; empty: it was never up
}

// mark is how far the store was: written after what it tells of, so that it is never ahead.
type mark struct {
	Token    string
	Revision int64
	Keys     map[string]reached
}

// reached is the last entry that was seen of a key.
type reached struct {
	Entries uint64
	Head    []byte
}

const folderForm = 1

// openFolder takes a folder for this process alone, and makes it if it is not there.
func openFolder(dir, witness string) (*folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	held, err := lock(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, err
	}
	f := &folder{dir: dir, witness: witness, lock: held, mark: mark{Keys: map[string]reached{}}}
	if f.witness == "" {
		f.witness = filepath.Join(dir, "mark.json")
	}
	if err := f.identify(); err != nil {
		return nil, errors.Join(err, held.Close())
	}
	return f, nil
}

func (f *folder) at(name string) string { return filepath.Join(f.dir, name) }

func (f *folder) close(context.Context) error { return f.lock.Close() }

// identify reads the marker, or makes one in a folder that has nothing else.
func (f *folder) identify() error {
	path := f.at("pawld.json")
	err := readJSON(path, &f.marker)
	switch {
	case errors.Is(err, os.ErrNotExist):
		if err := f.empty(); err != nil {
			return err
		}
		f.marker = marker{Form: folderForm, Token: rand.Text()}
		if err := writeJSON(path, f.marker); err != nil {
			return err
		}
	case err != nil:
		return err
	case f.marker.Form != folderForm:
		return fmt.Errorf("%s is of form %d, and this release knows %d: use the release that wrote it", path, f.marker.Form, folderForm)
	}
	return f.remember()
}

// isOf takes etcd's cluster for the folder's, if it is that.
func (f *folder) isOf(id uint64) error {
	switch is := fmt.Sprintf("%x", id); f.marker.Cluster {
	case is:
		return nil
	case "":
		f.marker.Cluster = is
		return writeJSON(f.at("pawld.json"), f.marker)
	default:
		return fmt.Errorf("%s is of cluster %s, and this folder's is %s: it was put in from elsewhere; put the folder's own back", f.at("etcd"), is, f.marker.Cluster)
	}
}

func (f *folder) empty() error {
	for _, part := range []string{"etcd", "keys", "nodes"} {
		if _, err := os.Stat(f.at(part)); err == nil {
			return fmt.Errorf("folder %s has data of somebody and no pawld.json: give pawld a folder of its own, or put that file back", f.dir)
		}
	}
	return nil
}

// remember reads how far the folder was.
func (f *folder) remember() error {
	err := readJSON(f.witness, &f.mark)
	if errors.Is(err, os.ErrNotExist) {
		f.mark = mark{Token: f.marker.Token, Keys: map[string]reached{}}
		return nil
	}
	if err == nil && f.mark.Token != f.marker.Token {
		return fmt.Errorf("%s remembers another folder than %s: one of the two was put in the other's place", f.witness, f.dir)
	}
	return err
}

// saw remembers a transition, durably.
func (f *folder) saw(s monitor.State, e engine.Entry) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.mark.Revision = max(f.mark.Revision, s.Revision)
	f.mark.Keys[s.Key] = reached{e.Seq, e.Hash}
	return writeJSON(f.witness, f.mark)
}

// check holds the store against what is remembered of it, and against the key service. What it
// is at now is remembered then.
func (f *folder) check(ctx context.Context, s monitor.Store, v *engine.View, k httpapi.Keys, names []string) error {
	r, err := s.Txn(ctx, look)
	if err != nil {
		return err
	}
	if r.Revision < f.mark.Revision {
		return fmt.Errorf("%s is an older copy: it is at revision %d, and was at %d before; put the newest copy back", f.at("etcd"), r.Revision, f.mark.Revision)
	}
	for _, key := range names {
		t, err := monitor.ReadTrail(ctx, s, v, key)
		if errors.Is(err, monitor.ErrNoRecord) && f.mark.Keys[key].Entries == 0 {
			continue
		}
		if err := errors.Join(err, t.Verify(v.Chain), f.continues(&t), matches(ctx, k, &t)); err != nil {
			return err
		}
		f.mark.Keys[key] = reached{t.Record.ChainLength, t.Record.ChainHead}
	}
	f.mark.Revision = r.Revision
	return writeJSON(f.witness, f.mark)
}

// look is a read that finds nothing, and so says only that the store is there, and how far it is.
var look = engine.Txn{Then: []engine.Op{engine.Get("-")}}

// continues says that a trail goes on from where it was.
func (f *folder) continues(t *monitor.Trail) error {
	was := f.mark.Keys[t.Key]
	if was.Entries == 0 || was.Entries <= uint64(len(t.Entries)) && string(t.Entries[was.Entries-1].Hash) == string(was.Head) {
		return nil
	}
	return fmt.Errorf("%s is an older copy or another's: key %s had %d entries of audit ending in %s, and those are not there; put the newest copy back",
		f.at("etcd"), t.Key, was.Entries, hex.EncodeToString(was.Head[:4]))
}

// matches says that the key service has what is in use, and nothing of what is not decided yet.
func matches(ctx context.Context, k httpapi.Keys, t *monitor.Trail) error {
	next, err := k.Lookup(ctx, engine.Lookup{Op: reference.MintOperation(t.Key, t.Record.Highest+1)})
	if err != nil {
		return fmt.Errorf("key service: %w", err)
	}
	if next.Found {
		return fmt.Errorf("the key service has version %d of key %s, of which the store knows nothing: etcd's data is an older copy; put the newest copy back",
			t.Record.Highest+1, t.Key)
	}
	for _, v := range t.Versions {
		if v.Print == "" || v.State == engine.Destroyed || v.State == engine.Burnt || v.State == engine.Revoked {
			continue
		}
		f, err := k.Lookup(ctx, engine.Lookup{Op: v.Op})
		switch {
		case err != nil:
			return fmt.Errorf("key service: %w", err)
		case !f.Found || f.Made.Destroyed && v.State != engine.Pending || !f.Made.Destroyed && f.Made.Print != v.Print:
			return fmt.Errorf("the key service does not have version %d of key %s, which is %s: its folder is an older copy or another's; put the newest copy back",
				v.N, t.Key, v.State)
		}
	}
	return nil
}

// secret is a file of 32 random bytes, which is made if it is not there.
func secret(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		data = make([]byte, 32)
		rand.Read(data)
		err = writeSecret(path, data)
	}
	if err == nil && len(data) != 32 {
		err = fmt.Errorf("%s has %d bytes; want 32 random ones", path, len(data))
	}
	return data, err
}

// writeSecret writes a file for this user alone.
func writeSecret(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".new-*") // which is for this user alone
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		os.Remove(temp.Name())
	}
	return err
}

func readJSON(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s cannot be read: %w", path, err)
	}
	return nil
}

func writeJSON(path string, v any) error {
	return whole.Replace(path, func(w io.Writer) error { return json.NewEncoder(w).Encode(v) })
}
