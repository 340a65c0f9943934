package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"fmt"
	"io"
	"time"

	"pawl/reports/intoto"
	"pawl/reports/whole"
)

// Pack writes a bundle, signed if there is a key. The same contents and key give the same
// bytes.
func Pack(w io.Writer, c Contents, signer ed25519.PrivateKey) error {
	files, err := c.packed()
	if err != nil {
		return err
	}
	manifest := written(manifest(files))
	var envelope []byte
	if signer != nil {
		statement, err := c.statement(manifest)
		if err != nil {
			return err
		}
		if envelope, err = intoto.Sign(statement, signer); err != nil {
			return err
		}
	}
	data := archived(manifest, envelope, files)
	if c.Gzip {
		data = compressed(data)
	}
	_, err = w.Write(data)
	return err
}

// Save packs a bundle into a file, of which there is all or nothing, in place of an earlier one.
func Save(path string, c Contents, signer ed25519.PrivateKey) error {
	return whole.Replace(path, func(w io.Writer) error { return Pack(w, c, signer) })
}

// archived is the archive of all files: manifest and statement first, so that whoever looks
// sees them.
func archived(manifest, envelope []byte, files []Item) []byte {
	all := []Item{{ManifestName, manifest}}
	if envelope != nil {
		all = append(all, Item{StatementName, envelope})
	}
	var b bytes.Buffer
	t := tar.NewWriter(&b)
	for _, f := range append(all, files...) {
		err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: f.Name, Size: int64(len(f.Data)), Mode: 0o644, ModTime: time.Unix(0, 0), Format: tar.FormatUSTAR})
		if err == nil {
			_, err = t.Write(f.Data)
		}
		if err != nil {
			panic(fmt.Sprintf("%s: %v", f.Name, err)) // names and sizes are checked, and it writes to memory
		}
	}
	if err := t.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// compressed is data in gzip, without a name or a time.
func compressed(data []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(data)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err) // the level is one, and it writes to memory
	}
	return b.Bytes()
}
