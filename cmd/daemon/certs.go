package daemon

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pawl/cmd/setting"
	"pawl/engine/credentials"
	"pawl/engine/httpapi"

	"github.com/spf13/cobra"
)

func certsCommand(out io.Writer) *cobra.Command {
	return part{
		use: "certs ROLE/NAME...", short: "An authority and certificates, to try a deployment with", args: cobra.MinimumNArgs(1), policy: setting.Deployed,
		flags: [][]string{{"config", "data"}}, needs: []string{"data"},
		run: func(_ context.Context, s *settings, args []string) error {
			var all []httpapi.Holder
			for _, arg := range args {
				role, name, _ := strings.Cut(arg, "/")
				i := httpapi.Holder{Role: httpapi.Role(role), Name: name}
				if err := i.Validate(); err != nil {
					return usage{fmt.Errorf("%s: %w", arg, err)}
				}
				all = append(all, i)
			}
			if err := makeCerts(s.Data, all); err != nil {
				return err
			}
			_, err := fmt.Fprintf(out, "certificates and keys are in %s; their authority's key, too: this is to try things, and no way to run a deployment\n", s.Data)
			return err
		},
	}.command()
}

// filesIn is where somebody's certificate is in a folder.
func filesIn(dir string, i httpapi.Holder) credentials.Papers {
	base := filepath.Join(dir, string(i.Role)+"-"+i.Name)
	return credentials.Papers{Authority: filepath.Join(dir, "ca.pem"), Certificate: base + ".pem", Key: base + ".key"}
}

const certLife = 30 * 24 * time.Hour

// makeCerts makes an authority in a folder, if there is none, and certificates that are not
// there or near their end.
func makeCerts(dir string, all []httpapi.Holder) error {
	ca, key, err := authority(dir)
	if err != nil {
		return err
	}
	for _, i := range all {
		f := filesIn(dir, i)
		if c, err := readCert(f.Certificate); err == nil && time.Until(c.NotAfter) > certLife/2 && c.CheckSignatureFrom(ca) == nil {
			continue
		}
		if err := issue(f, template(i.String(), i.URI()), ca, key); err != nil {
			return err
		}
	}
	return nil
}

func template(name string, uris ...*url.URL) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)) // it does not fail
	return &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name}, URIs: uris,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(certLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
}

// authority reads the folder's authority, or makes one.
func authority(dir string) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	f := credentials.Papers{Certificate: filepath.Join(dir, "ca.pem"), Key: filepath.Join(dir, "ca.key")}
	if _, err := os.Stat(f.Certificate); errors.Is(err, os.ErrNotExist) {
		t := template("pawl dev authority")
		t.IsCA, t.KeyUsage, t.NotAfter = true, x509.KeyUsageCertSign, time.Now().Add(12*certLife)
		if err := issue(f, t, nil, nil); err != nil {
			return nil, nil, err
		}
	}
	c, err := readCert(f.Certificate)
	if err != nil {
		return nil, nil, err
	}
	block, err := readPEM(f.Key)
	if err != nil {
		return nil, nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(block)
	k, is := key.(*ecdsa.PrivateKey)
	if err == nil && !is {
		err = fmt.Errorf("%s is no key of this command's", f.Key)
	}
	return c, k, err
}

// issue makes a key and its certificate; without an authority, one that is its own. The
// certificate is written last: where it is, its key is.
func issue(f credentials.Papers, t, ca *x509.Certificate, by *ecdsa.PrivateKey) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	if ca == nil {
		ca, by = t, key
	}
	der, err := x509.CreateCertificate(rand.Reader, t, ca, key.Public(), by)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return errors.Join(
		writeSecret(f.Key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})),
		writeSecret(f.Certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
}

func readCert(path string) (*x509.Certificate, error) {
	der, err := readPEM(path)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

func readPEM(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s: nothing in PEM in it", path)
	}
	return block.Bytes, nil
}
