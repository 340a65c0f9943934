package trial

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pawl/engine/credentials"
)

// Authority has a folder of its own.
type Authority struct {
	t    testing.TB
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// New makes one.
func New(t testing.TB) *Authority {
	a := &Authority{t: t, dir: t.TempDir()}
	a.Succeed()
	return a
}

// Succeed has another authority take its place, in the same file. What the one before has
// issued, this one has not.
func (a *Authority) Succeed() {
	a.cert = &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	a.key, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	a.cert = a.sign("ca", a.cert, a.key)
}

// Issue makes a certificate for clients and for servers on this machine; the same name again
// takes the place of the one before.
func (a *Authority) Issue(name string, changes ...func(*x509.Certificate)) credentials.Papers {
	t := &x509.Certificate{SerialNumber: big.NewInt(2), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}}
	for _, change := range changes {
		change(t)
	}
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	a.sign(name, t, key)
	return credentials.Papers{Authority: a.file("ca.pem"), Certificate: a.file(name + ".pem"), Key: a.file(name + ".key")}
}

func (a *Authority) file(name string) string { return filepath.Join(a.dir, name) }

// sign makes a certificate, and its files.
func (a *Authority) sign(name string, t *x509.Certificate, key *ecdsa.PrivateKey) *x509.Certificate {
	a.t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, t, a.cert, key.Public(), a.key)
	if err != nil {
		a.t.Fatal(err)
	}
	private, _ := x509.MarshalPKCS8PrivateKey(key)
	for end, block := range map[string]*pem.Block{".pem": {Type: "CERTIFICATE", Bytes: der}, ".key": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(a.file(name+end), pem.EncodeToMemory(block), 0o600); err != nil {
			a.t.Fatal(err)
		}
	}
	c, _ := x509.ParseCertificate(der)
	return c
}
