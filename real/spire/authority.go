package main

import (
	"crypto/x509"

	"github.com/spiffe/spire/pkg/common/x509util"
	"github.com/spiffe/spire/proto/spire/common"
)

// authority is one entry of a bundle.
type authority struct {
	id     string // subject key id of a certificate, key id of a JWT key
	public string // subject key id of its public key
}

// authoritiesIn are all of a bundle.
func authoritiesIn(b *common.Bundle) (all []authority) {
	for _, c := range b.RootCas {
		id := x509ID(c.DerBytes)
		all = append(all, authority{id, id})
	}
	for _, k := range b.JwtSigningKeys {
		all = append(all, authority{k.Kid, publicID(k.PkixBytes)})
	}
	return all
}

func x509ID(der []byte) string {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return ""
	}
	return x509util.SubjectKeyIDToString(c.SubjectKeyId)
}

func publicID(pkix []byte) string {
	public, err := x509.ParsePKIXPublicKey(pkix)
	if err != nil {
		return ""
	}
	id, err := x509util.GetSubjectKeyID(public)
	if err != nil {
		return ""
	}
	return x509util.SubjectKeyIDToString(id)
}

// of is the key of an authority; nil if this server has it no more.
func (k *keys) of(authority string) *signer {
	for _, s := range k.list {
		if s.authority == authority {
			return s
		}
	}
	return nil
}
