package intoto

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
)

// How the two halves of a key stand in PEM.
const (
	privateBlock = "PRIVATE KEY" // PKCS#8
	publicBlock  = "PUBLIC KEY"  // PKIX
)

// PrivateKey reads an Ed25519 key to sign with: PKCS#8 in PEM.
func PrivateKey(data []byte) (ed25519.PrivateKey, error) {
	der, err := block(data, privateBlock)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("the block %s is no key in PKCS#8: %w", privateBlock, err)
	}
	key, is := parsed.(ed25519.PrivateKey)
	if !is {
		return nil, fmt.Errorf("it is a %T; want an Ed25519 key, as openssl genpkey -algorithm ed25519 makes", parsed)
	}
	return key, nil
}

// PublicKey reads an Ed25519 key to verify with: PKIX in PEM.
func PublicKey(data []byte) (ed25519.PublicKey, error) {
	der, err := block(data, publicBlock)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, fmt.Errorf("the block %s is no key in PKIX: %w", publicBlock, err)
	}
	key, is := parsed.(ed25519.PublicKey)
	if !is {
		return nil, fmt.Errorf("it is a %T; want an Ed25519 key, as openssl pkey -pubout writes", parsed)
	}
	return key, nil
}

// block is what the only block of a PEM file holds.
func block(data []byte, want string) ([]byte, error) {
	b, rest := pem.Decode(data)
	switch {
	case b == nil:
		return nil, fmt.Errorf("there is no PEM in it; want one block %s", want)
	case b.Type == publicBlock && want == privateBlock:
		return nil, fmt.Errorf("it is a public key; want the private one, a block %s", want)
	case b.Type == privateBlock && want == publicBlock:
		return nil, fmt.Errorf("it is a private key, which belongs with whoever signs; want the public one, a block %s", want)
	case b.Type != want:
		return nil, fmt.Errorf("its block is %.40q; want %s", b.Type, want)
	case len(bytes.TrimSpace(rest)) > 0:
		return nil, fmt.Errorf("there is something after its block; want one block %s and nothing else", want)
	}
	return b.Bytes, nil
}

// KeyID names a key in an envelope: the SHA-256 of its PKIX form, in hexadecimal.
func KeyID(key ed25519.PublicKey) string {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		panic(err) // an Ed25519 key can always be written
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}
