package credentials

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// Papers are the files in which credentials are, in PEM. Without Certificate and Key their holder shows
// nothing of itself.
type Papers struct{ Authority, Certificate, Key string }

// Credentials are what was read.
type Credentials struct {
	Authority *x509.CertPool
	Own       *tls.Certificate // nil: nothing is shown
}

// Renewable are credentials in use. They are the last that were whole and good.
type Renewable struct {
	files Papers
	check func(*x509.Certificate) error
	tell  func(error)

	mu   sync.Mutex
	seen [3]content // when the files were last looked at
	good Credentials
}

// Hold reads the files. check may turn a certificate down, as one that is not of the kind that
// is wanted; nil accepts each. tell hears of renewals that are not taken, once for each change
// of the files; it must not block, and is called by whoever calls [Renewable.Now].
func (f Papers) Hold(check func(*x509.Certificate) error, tell func(error)) (*Renewable, error) {
	h := &Renewable{files: f, check: check, tell: tell, seen: f.contents()}
	var err error
	h.good, err = h.made()
	return h, err
}

// Now are the credentials for a handshake that begins now.
func (h *Renewable) Now() Credentials {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := h.files.contents(); now != h.seen {
		h.seen = now
		if c, err := h.made(); err != nil {
			h.tell(fmt.Errorf("renewed credentials are not taken, and the ones before stay in use: %w", err))
		} else {
			h.good = c
		}
	}
	return h.good
}

// content is what is in a file, or why nothing can be had of it. All of it is compared: times
// of files are too coarse, and a handshake costs more.
type content struct {
	text string
	err  string
}

// longest is of what is read of a file, in bytes.
const longest = 1 << 20

func (f Papers) contents() (all [3]content) {
	for i, name := range []string{f.Authority, f.Certificate, f.Key} {
		if name != "" {
			all[i] = contentOf(name)
		}
	}
	return all
}

func contentOf(name string) content {
	f, err := os.Open(name)
	if err != nil {
		return content{err: err.Error()}
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, longest+1))
	switch {
	case err != nil:
		return content{err: err.Error()}
	case len(text) > longest:
		return content{err: fmt.Sprintf("%s: it has more than %d bytes", name, longest)}
	}
	return content{text: string(text)}
}

// made makes credentials of what was seen.
func (h *Renewable) made() (Credentials, error) {
	var c Credentials
	for _, s := range h.seen {
		if s.err != "" {
			return c, errors.New(s.err)
		}
	}
	if h.files.Certificate != "" || h.files.Key != "" {
		pair, err := tls.X509KeyPair([]byte(h.seen[1].text), []byte(h.seen[2].text))
		if err == nil && h.check != nil {
			err = h.check(pair.Leaf)
		}
		if err != nil {
			return c, fmt.Errorf("certificate %s with key %s: %w", h.files.Certificate, h.files.Key, err)
		}
		c.Own = &pair
	}
	c.Authority = x509.NewCertPool()
	if !c.Authority.AppendCertsFromPEM([]byte(h.seen[0].text)) {
		return c, fmt.Errorf("authority %s: no certificate in PEM in it", h.files.Authority)
	}
	return c, nil
}

// Config asks servers by name, with what is there now.
func (h *Renewable) Config() *tls.Config {
	c := h.Now()
	config := &tls.Config{RootCAs: c.Authority, MinVersion: tls.VersionTLS12}
	if c.Own != nil {
		config.Certificates = []tls.Certificate{*c.Own}
	}
	return config
}
