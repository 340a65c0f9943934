package httpapi

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"pawl/engine/credentials"
)

// Serving is the TLS of a server that is to be known as a role: every client shows a
// certificate of the authority, each handshake by the files as they are then.
func Serving(f credentials.Papers, as Role, log *slog.Logger) (*tls.Config, error) {
	held, err := hold(f, func(c *x509.Certificate) error { return isOf(c, as) }, log)
	if err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS13, GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) {
		c := held.Now()
		return &tls.Config{Certificates: []tls.Certificate{*c.Own}, ClientCAs: c.Authority, ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS13}, nil
	}}, nil
}

// isOf wants a certificate to be of a role.
func isOf(c *x509.Certificate, role Role) error {
	if i, err := identityOf(c); err != nil || i.Role != role {
		return fmt.Errorf("it is not of a %s: %w", role, errors.Join(err, fmt.Errorf("it is of %q", i)))
	}
	return nil
}

// Asking is the TLS of a client that wants its server to be of a role, wherever that runs.
func Asking(f credentials.Papers, of Role, log *slog.Logger) (*tls.Config, error) {
	held, err := hold(f, nil, log)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion:           tls.VersionTLS13,
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return held.Now().Own, nil },
		InsecureSkipVerify:   true, // the host's name says nothing; what follows verifies all else
		VerifyConnection: func(s tls.ConnectionState) error {
			return verify(s.PeerCertificates, held.Now().Authority, of)
		},
	}, nil
}

// hold reads credentials of somebody who shows a certificate, and logs renewals that are not
// taken.
func hold(f credentials.Papers, check func(*x509.Certificate) error, log *slog.Logger) (*credentials.Renewable, error) {
	if f.Certificate == "" || f.Key == "" {
		return nil, errors.New("no certificate, or no key to it: without one nobody is spoken to here")
	}
	return f.Hold(check, func(err error) { log.Error("credentials", "why", err.Error()) })
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

// who is the holder of a connection's certificate, which TLS has verified.
func who(s *tls.ConnectionState) (Holder, error) {
	if s == nil || len(s.VerifiedChains) == 0 {
		return Holder{}, errNameless
	}
	return identityOf(s.PeerCertificates[0])
}

// may says whether the holder's role is one of some.
func (i Holder) may(roles ...Role) bool { return slices.Contains(roles, i.Role) }
