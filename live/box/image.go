package box

import (
	"archive/tar"
	"bytes"
	"context"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/moby/moby/client"
)

// Import makes an image of a binary, which is all that is in it. One that is not static has
// the libraries with it that it needs here.
func (d *Docker) Import(ctx context.Context, binary string) error {
	tree, err := treeOf(binary)
	if err != nil {
		return err
	}
	d.image = d.run + ":run"
	r, err := d.client.ImageImport(ctx, client.ImageImportSource{Source: tree, SourceName: "-"}, d.image,
		client.ImageImportOptions{Changes: []string{`ENTRYPOINT ["/pawl"]`, "ENV GODEBUG=netdns=go", "LABEL " + ours + "=" + d.run, "LABEL " + maker + "=" + strconv.Itoa(os.Getpid())}})
	if err != nil {
		return fmt.Errorf("no image can be made of %s: %w", binary, err)
	}
	defer func() { _ = r.Close() }() // it was only read
	_, err = io.Copy(io.Discard, r)
	return err
}

// treeOf is the file tree of an image.
func treeOf(binary string) (io.Reader, error) {
	libraries, err := needed(binary)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, dir := range []string{"data/", "tmp/"} {
		err = errors.Join(err, w.WriteHeader(&tar.Header{Name: dir, Typeflag: tar.TypeDir, Mode: 0o777}))
	}
	err = errors.Join(err, put(w, "pawl", binary))
	for _, l := range libraries {
		err = errors.Join(err, put(w, l[1:], l))
	}
	return &b, errors.Join(err, w.Close())
}

func put(w *tar.Writer, name, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	err = w.WriteHeader(&tar.Header{Name: name, Mode: 0o755, Size: int64(len(data))})
	_, failed := w.Write(data)
	return errors.Join(err, failed)
}

// needed are the files that a binary needs to start, by their paths; of a static one none.
func needed(binary string) (all []string, err error) {
	for todo := []string{binary}; len(todo) > 0; todo = todo[1:] {
		f, err := elf.Open(todo[0])
		if err != nil {
			return nil, fmt.Errorf("%s is no binary for Linux: %w", todo[0], err)
		}
		names, err := f.ImportedLibraries()
		if err != nil {
			return nil, err
		}
		if loader := loaderOf(f); loader != "" {
			names = append(names, loader)
		}
		_ = f.Close() // it was only read
		for _, name := range names {
			path := found(name)
			if path == "" {
				return nil, fmt.Errorf("%s needs %s, which is not found; build it with CGO_ENABLED=0", binary, name)
			}
			if !slices.Contains(all, path) {
				all, todo = append(all, path), append(todo, path)
			}
		}
	}
	return all, nil
}

// loaderOf is the path of what starts a binary that is not static.
func loaderOf(f *elf.File) string {
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			path, _ := io.ReadAll(p.Open())
			return string(bytes.TrimRight(path, "\x00"))
		}
	}
	return ""
}

// found is where a library is.
func found(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	for _, pattern := range []string{"/lib64", "/usr/lib64", "/lib/*-linux-*", "/usr/lib/*-linux-*", "/lib", "/usr/lib"} {
		if all, _ := filepath.Glob(filepath.Join(pattern, name)); len(all) > 0 {
			return all[0]
		}
	}
	return ""
}
