package intoto

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/asn1"
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
	var k privateKey
	if err := whole(der, &k); err != nil {
		return nil, fmt.Errorf("the block %s is no key in PKCS#8: %w", privateBlock, err)
	}
	if !k.Algorithm.isEd25519() {
		return nil, fmt.Errorf("its algorithm is %s; want an Ed25519 key, as openssl genpkey -algorithm ed25519 makes", k.Algorithm.OID)
	}
	var seed []byte
	if err := whole(k.Key, &seed); err != nil || len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("the block %s is no key in PKCS#8: want %d bytes of Ed25519 in it", privateBlock, ed25519.SeedSize)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// PublicKey reads an Ed25519 key to verify with: PKIX in PEM.
func PublicKey(data []byte) (ed25519.PublicKey, error) {
	der, err := block(data, publicBlock)
	if err != nil {
		return nil, err
	}
	var k publicKey
	if err := whole(der, &k); err != nil {
		return nil, fmt.Errorf("the block %s is no key in PKIX: %w", publicBlock, err)
	}
	if !k.Algorithm.isEd25519() {
		return nil, fmt.Errorf("its algorithm is %s; want an Ed25519 key, as openssl pkey -pubout writes", k.Algorithm.OID)
	}
	if k.Key.BitLength != 8*ed25519.PublicKeySize {
		return nil, fmt.Errorf("the block %s is no key in PKIX: want %d bytes of Ed25519 in it", publicBlock, ed25519.PublicKeySize)
	}
	return k.Key.Bytes, nil
}

// The forms are read here and not by crypto/x509, for which the network and every other kind
// of key have to be compiled.
type (
	algorithm struct {
		OID    asn1.ObjectIdentifier
		Params asn1.RawValue `asn1:"optional"`
	}
	privateKey struct {
		Version   int
		Algorithm algorithm
		Key       []byte // what comes after it says nothing of the key
	}
	publicKey struct {
		Algorithm algorithm
		Key       asn1.BitString
	}
)

// ed25519OID names Ed25519, which has no parameters.
var ed25519OID = asn1.ObjectIdentifier{1, 3, 101, 112}

func (a algorithm) isEd25519() bool { return a.OID.Equal(ed25519OID) && len(a.Params.FullBytes) == 0 }

// whole reads a value that is all there is.
func whole(der []byte, into any) error {
	rest, err := asn1.Unmarshal(der, into)
	if err == nil && len(rest) > 0 {
		return fmt.Errorf("%d bytes follow it", len(rest))
	}
	return err
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
	der, err := asn1.Marshal(publicKey{algorithm{OID: ed25519OID}, asn1.BitString{Bytes: key, BitLength: 8 * len(key)}})
	if err != nil {
		panic(err) // an Ed25519 key can always be written
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}
