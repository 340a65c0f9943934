package httpapi

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"slices"
)

// Credentials are where a process's certificate lies, its key, and the authority that all others'
// certificates have to be from.
type Credentials struct{ Authority, Certificate, Key string }

func (f Credentials) load() (tls.Certificate, *x509.CertPool, error) {
	pair, err := tls.LoadX509KeyPair(f.Certificate, f.Key)
	if err != nil {
		return tls.Certificate{}, nil, fmt.Errorf("certificate %s with key %s: %w", f.Certificate, f.Key, err)
	}
	text, err := os.ReadFile(f.Authority)
	if err != nil {
		return tls.Certificate{}, nil, fmt.Errorf("authority: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return tls.Certificate{}, nil, fmt.Errorf("authority %s: no certificate in PEM in it", f.Authority)
	}
	return pair, pool, nil
}

// Serving is the TLS of a server of some role: nobody comes in without a certificate of the
// authority.
func (f Credentials) Serving(as Role) (*tls.Config, error) {
	pair, pool, err := f.load()
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		return nil, err
	}
	if i, err := identityOf(leaf); err != nil || i.Role != as {
		return nil, fmt.Errorf("certificate %s is not of a %s: %w", f.Certificate, as, errors.Join(err, fmt.Errorf("it is of %q", i)))
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, ClientCAs: pool, ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS13}, nil
}

// Asking is the TLS of a client that speaks to servers of one role. The server is known by
// that, wherever it is.
func (f Credentials) Asking(of Role) (*tls.Config, error) {
	pair, pool, err := f.load()
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS13,
		InsecureSkipVerify: true, // the host's name says nothing; what follows verifies all else
		VerifyConnection:   func(s tls.ConnectionState) error { return verify(s.PeerCertificates, pool, of) },
	}, nil
}

func verify(chain []*x509.Certificate, pool *x509.CertPool, of Role) error {
	if len(chain) == 0 {
		return errors.New("the server shows no certificate")
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	if _, err := chain[0].Verify(x509.VerifyOptions{Roots: pool, Intermediates: between, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}); err != nil {
		return err
	}
	i, err := identityOf(chain[0])
	if err == nil && i.Role != of {
		err = fmt.Errorf("the server is %s, and a %s is wanted", i, of)
	}
	return err
}

// who is the identity that a connection has shown.
func who(s *tls.ConnectionState) (Holder, error) {
	if s == nil || len(s.VerifiedChains) == 0 {
		return Holder{}, errNameless
	}
	return identityOf(s.PeerCertificates[0])
}

// may says whether a role is among some.
func (i Holder) may(roles ...Role) bool { return slices.Contains(roles, i.Role) }
