package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
)

// webDir makes the directory of web pages that a server loads when it starts: empty ones, since
// nobody looks at them.
func webDir() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "pawl-dex"); err != nil {
		return "", err
	}
	for _, sub := range []string{"static", "templates", filepath.Join("themes", "coreos")} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return dir, err
		}
	}
	for _, page := range []string{"approval.html", "login.html", "password.html", "oob.html", "error.html"} {
		if err := os.WriteFile(filepath.Join(dir, "templates", page), []byte(" "), 0o600); err != nil {
			return dir, err
		}
	}
	return dir, nil
}

// response is what a handler answers.
type response struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func (r *response) Header() http.Header { return r.header }

func (r *response) WriteHeader(code int) {
	if r.code == 0 {
		r.code = code
	}
}

func (r *response) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}
