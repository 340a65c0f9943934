package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"pawl/reports"
	"pawl/reports/intoto"
	"pawl/reports/strict"
)

// A Bundle is one that was opened. Every file is the one that its manifest lists; who made it
// is not known before Verify.
type Bundle struct {
	Contents
	Manifest Manifest
	Digest   string // SHA-256 of the manifest, and so of all that is in the bundle
	Signed   bool   // by whomever
	envelope []byte
}

// Open opens a bundle. An error names the file that is wrong, and what to do if something can
// be done.
func Open(r io.Reader) (*Bundle, error) {
	data, err := strict.ReadAll(r, MostBytes)
	if err != nil {
		return nil, fmt.Errorf("the archive: %w", err)
	}
	archive, err := unpacked(data)
	if err != nil {
		return nil, err
	}
	files, err := extracted(archive)
	if err != nil {
		return nil, err
	}
	b := &Bundle{}
	b.Gzip = len(archive) != len(data) || !bytes.Equal(archive, data)
	manifest, files, found := take(files, ManifestName)
	if !found {
		return nil, fmt.Errorf("%s: it is missing; want a bundle as Pack writes it", ManifestName)
	}
	b.envelope, files, b.Signed = take(files, StatementName)
	if err := b.holds(manifest, files); err != nil {
		return nil, err
	}
	if err := b.agrees(); err != nil {
		return nil, err
	}
	return b, b.isPacked(manifest, data, archive)
}

// unpacked is the archive in gzip, or what it is itself.
func unpacked(data []byte) ([]byte, error) {
	if len(data) < 2 || data[0] != 0x1f || data[1] != 0x8b {
		return data, nil
	}
	rest := bytes.NewReader(data)
	z, err := gzip.NewReader(rest)
	if err != nil {
		return nil, fmt.Errorf("the archive: its gzip cannot be read: %w", err)
	}
	z.Multistream(false)
	archive, err := strict.ReadAll(z, MostBytes)
	if err != nil {
		return nil, fmt.Errorf("the archive: its gzip cannot be read, or holds too much: %w", err)
	}
	if rest.Len() > 0 {
		return nil, fmt.Errorf("the archive: %d bytes stand after its gzip", rest.Len())
	}
	return archive, nil
}

// extracted are the files of an archive.
func extracted(archive []byte) (all []Item, err error) {
	t := tar.NewReader(bytes.NewReader(archive))
	last, size := "its beginning", 0
	seen := map[string]bool{} // looked up only
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the archive: after %s, the header of an entry cannot be read: %w", last, err)
		}
		if err := fit(h); err != nil {
			return nil, err
		}
		if seen[h.Name] {
			return nil, fmt.Errorf("%s: it is there twice; want each once", h.Name)
		}
		if len(all) == MostFiles+2 {
			return nil, fmt.Errorf("the archive: it has more than %d files, the most that are read", MostFiles)
		}
		if size += int(h.Size); size > MostBytes {
			return nil, fmt.Errorf("the archive: its files have more than %d bytes, the most that are read", MostBytes)
		}
		seen[h.Name] = true
		data, err := io.ReadAll(t)
		if err != nil {
			return nil, fmt.Errorf("%s: it cannot be read: %w", h.Name, err)
		}
		all = append(all, Item{h.Name, data})
		last = h.Name
	}
}

// fit says why an entry is none of a bundle's.
func fit(h *tar.Header) error {
	name := fmt.Sprintf("%.120q", h.Name)
	switch {
	case path.IsAbs(h.Name) || strings.ContainsAny(h.Name, "\\:"):
		return fmt.Errorf("%s: the path is absolute, or of another system; want one within the bundle", name)
	case slices.Contains(strings.Split(h.Name, "/"), ".."):
		return fmt.Errorf("%s: the path climbs out of the bundle", name)
	case h.Typeflag == tar.TypeSymlink || h.Typeflag == tar.TypeLink:
		return fmt.Errorf("%s: it is a link to %.120q; want files only", name, h.Linkname)
	case h.Typeflag == tar.TypeChar || h.Typeflag == tar.TypeBlock || h.Typeflag == tar.TypeFifo:
		return fmt.Errorf("%s: it is a device or a pipe; want files only", name)
	case h.Typeflag != tar.TypeReg:
		return fmt.Errorf("%s: it is an entry of type %q; want files only", name, h.Typeflag)
	case h.Format != tar.FormatUSTAR:
		return fmt.Errorf("%s: its header is of the format %s; want USTAR", name, h.Format)
	case !known(h.Name):
		return fmt.Errorf("%s: no file of a bundle has that path", name)
	case h.Size > MostOfAFile:
		return fmt.Errorf("%s: it has %d bytes, and %d is the most that is read", name, h.Size, MostOfAFile)
	}
	return nil
}

// known says whether a file of a bundle can have that path.
func known(name string) bool {
	if slices.Contains([]string{ManifestName, StatementName, identityName, controlsName, reportName}, name) {
		return true
	}
	for _, k := range kinds {
		if _, is := k.holds(name); is {
			return true
		}
	}
	return false
}

// holds is what a file of the kind is called that has a path.
func (k *kind) holds(path string) (name string, is bool) {
	name, is = strings.CutPrefix(path, k.folder)
	if is {
		name, is = strings.CutSuffix(name, k.ending)
	}
	return name, is && plain.MatchString(name)
}

// take takes one file out of several.
func take(all []Item, name string) (data []byte, rest []Item, found bool) {
	for _, f := range all {
		if f.Name == name {
			data, found = f.Data, true
		} else {
			rest = append(rest, f)
		}
	}
	return data, rest, found
}

// holds holds the files against the manifest, and takes them as contents.
func (b *Bundle) holds(manifest []byte, files []Item) error {
	m, err := readManifest(manifest)
	if err != nil {
		return fmt.Errorf("%s: %w", ManifestName, err)
	}
	if err := m.holds(files); err != nil {
		return err
	}
	b.Manifest, b.Digest = *m, reports.Digest(manifest)
	var identity []byte
	for _, f := range files {
		for _, k := range kinds {
			if name, is := k.holds(f.Name); is {
				*k.of(&b.Contents) = append(*k.of(&b.Contents), Item{name, f.Data})
			}
		}
		switch f.Name {
		case controlsName:
			b.Controls = f.Data
		case reportName:
			b.Report = f.Data
		case identityName:
			identity = f.Data
		}
	}
	own, err := b.identity()
	if err != nil {
		return err
	}
	if !bytes.Equal(identity, own) {
		return fmt.Errorf("%s: it does not say what the results say of their identity", identityName)
	}
	return nil
}

// agrees holds the statement against the manifest and the results. Which tests it lists is for
// whoever signed it: another build may count them otherwise. Whether all passed is not.
func (b *Bundle) agrees() error {
	if !b.Signed {
		return nil
	}
	said, err := intoto.Payload(b.envelope)
	if err != nil {
		return fmt.Errorf("%s: %w", StatementName, err)
	}
	s, err := intoto.ReadStatement(said)
	if err != nil {
		return fmt.Errorf("%s: the statement: %w", StatementName, err)
	}
	if s.PredicateType != intoto.TestResultType {
		return fmt.Errorf("%s: the statement is a %s; want a %s", StatementName, s.PredicateType, intoto.TestResultType)
	}
	subject := intoto.Descriptor{Name: ManifestName, Digest: intoto.Digests{SHA256: b.Digest}}
	if !slices.Contains(s.Subject, subject) {
		return fmt.Errorf("%s: it speaks of another %s; this one's SHA-256 is %s", StatementName, ManifestName, b.Digest)
	}
	results, err := b.results()
	if err != nil {
		return err
	}
	var predicate intoto.TestResult
	if err := strict.Read(s.Predicate, &predicate); err != nil {
		return fmt.Errorf("%s: the statement: %w", StatementName, err)
	}
	if want := intoto.Came(results); predicate.Result != want {
		return fmt.Errorf("%s: it says %.20q, and the results come to %q", StatementName, predicate.Result, want)
	}
	return nil
}

// isPacked says where an archive is not what packing its contents gives: there could stand
// what nobody has signed.
func (b *Bundle) isPacked(manifest, data, archive []byte) error {
	files, err := b.packed()
	if err != nil {
		return err
	}
	if !bytes.Equal(written(&b.Manifest), manifest) {
		return fmt.Errorf("%s: it is not in the form in which it is written", ManifestName)
	}
	want := archived(manifest, b.envelope, files)
	if at := differs(archive, want); at >= 0 {
		return fmt.Errorf("the archive: from byte %d on it is not what packing its contents gives; want it as it was written, with nothing in headers, between files or after them", at)
	}
	if b.Gzip && !bytes.Equal(compressed(want), data) {
		return errors.New("the archive: its gzip is not as this build writes it; unpack it with gunzip, and open the archive that was in it")
	}
	return nil
}

// differs is the first byte by which two differ; -1 if there is none.
func differs(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	if len(a) != len(b) {
		return min(len(a), len(b))
	}
	return -1
}

// Verify says why a bundle is not one that the holder of a key has signed. The key comes from
// outside of the bundle: whoever forges that can put a key into it as well.
func (b *Bundle) Verify(key ed25519.PublicKey) error {
	if !b.Signed {
		return fmt.Errorf("%s: it is missing: nobody has signed this bundle", StatementName)
	}
	if _, err := intoto.Verify(b.envelope, key); err != nil {
		return fmt.Errorf("%s: %w", StatementName, err)
	}
	return nil
}

// Read are the results in a bundle, in the order of their names.
func (b *Bundle) Read() ([]reports.Result, error) { return b.results() }
