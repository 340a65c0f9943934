package intoto_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"

	svr "github.com/in-toto/attestation/go/predicates/svr/v01"
	result "github.com/in-toto/attestation/go/predicates/test_result/v0"
	v1 "github.com/in-toto/attestation/go/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"pawl/reports"
	"pawl/reports/golden"
	"pawl/reports/intoto"
)

const digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

var evidence = []intoto.Descriptor{{Name: "manifest.json", Digest: intoto.Digests{SHA256: digest}}}

func key() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
}

// parsed reads a statement as in-toto's own library does, and its predicate into what it is for.
func parsed(t *testing.T, data []byte, predicate proto.Message) *v1.Statement {
	t.Helper()
	var s v1.Statement
	if err := protojson.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
	inner, err := protojson.Marshal(s.Predicate)
	if err != nil {
		t.Fatal(err)
	}
	if err := protojson.Unmarshal(inner, predicate); err != nil {
		t.Fatal(err)
	}
	return &s
}

func TestResultsAsInTotoReadsThem(t *testing.T) {
	check := golden.Result(t, "check")
	reports.HeadOf(check).Identity = &reports.Identity{Engine: digest, Harness: digest}
	var p result.TestResult
	s := parsed(t, intoto.OfResults(evidence, []reports.Result{check, golden.Result(t, "version")}), &p)
	if s.PredicateType != intoto.TestResultType || len(s.Subject) != 2 || s.Subject[1].Name != "engine" || s.Subject[1].Digest["sha256"] != digest || len(p.Configuration) != 1 {
		t.Errorf("%v", s)
	}
	if p.Result != "FAILED" {
		t.Errorf("result %s, want FAILED", p.Result)
	}
	for of, want := range map[string][]string{
		strings.Join(p.PassedTests, "\n"): {"check: scenarios: fine", "check: planted bugs: no-drain", "version: verdict: version"},
		strings.Join(p.WarnedTests, "\n"): {"check: invariants: S1"},
		strings.Join(p.FailedTests, "\n"): {"check: verdict: check", "check: invariants: S2", "check: invariants: S8", "check: scenarios: starved", "check: planted bugs: late"},
	} {
		for _, name := range want {
			if !slices.Contains(strings.Split(of, "\n"), name) {
				t.Errorf("%s is not among\n%s", name, of)
			}
		}
	}
}

// A statement passes only if every result does, and not if there is none.
func TestOnlyAPassPasses(t *testing.T) {
	for want, all := range map[string][]reports.Result{
		`"result":"PASSED"`:  {golden.Result(t, "version")},
		`"result":"FAILED"`:  {golden.Result(t, "version"), golden.Result(t, "missed")},
		`"result":"FAILED",`: nil,
	} {
		if got := string(intoto.OfResults(evidence, all)); !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}

func TestVerificationAsInTotoReadsIt(t *testing.T) {
	var p svr.SimpleVerificationResult
	at := time.Date(2026, 2, 3, 4, 5, 6, 0, time.FixedZone("east", 3600))
	s := parsed(t, intoto.OfVerification(evidence, "https://example.com/pawl/verify/v1", at, []string{intoto.Signed, intoto.Intact}), &p)
	if s.PredicateType != intoto.VerificationType || p.TimeCreated.AsTime() != at.UTC() || p.Verifier.Id != "https://example.com/pawl/verify/v1" || len(p.Properties) != 2 {
		t.Errorf("%v", &p)
	}
}

func TestStatementsAreReadStrictly(t *testing.T) {
	good := string(intoto.OfResults(evidence, []reports.Result{golden.Result(t, "version")}))
	if _, err := intoto.ReadStatement([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, x := range [][3]string{
		{`"_type"`, `"_Type"`, "want _type"},
		{"Statement/v1", "Statement/v2", "_type is"},
		{"test-result/v0.1", "test-result/v0.2", "predicateType is"},
		{`"passedTests"`, `"passedtests"`, "predicate: "},
		{`"failedTests":[]`, `"failedTests":[],"failedTests":[]`, "failedTests\" twice"},
	} {
		if _, err := intoto.ReadStatement([]byte(strings.Replace(good, x[0], x[1], 1))); err == nil || !strings.Contains(err.Error(), x[2]) {
			t.Errorf("%s: error %v, want %s", x[1], err, x[2])
		}
	}
}

func TestEnvelope(t *testing.T) {
	statement := intoto.OfResults(evidence, []reports.Result{golden.Result(t, "version")})
	e, err := intoto.Sign(statement, key())
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := intoto.Sign(statement, key()); !bytes.Equal(e, again) {
		t.Error("signed again it is another envelope")
	}
	public := key().Public().(ed25519.PublicKey)
	if got, err := intoto.Verify(e, public); err != nil || !bytes.Equal(got, statement) {
		t.Errorf("error %v, statement %s", err, got)
	}
	other := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	if _, err := intoto.Verify(e, other); err == nil || !strings.Contains(err.Error(), "the key that was given is "+intoto.KeyID(other)) {
		t.Errorf("by another key: %v", err)
	}
	claims := bytes.Replace(e, []byte(intoto.KeyID(public)), []byte(intoto.KeyID(other)), 1)
	if _, err := intoto.Verify(claims, other); err == nil || !strings.Contains(err.Error(), "the signature is not one of the key") {
		t.Errorf("in the name of another key: %v", err)
	}
	if _, err := intoto.Verify(e, nil); err == nil {
		t.Error("verified without a key")
	}
}

// No byte of an envelope can be changed, left out or added: there is none that says nothing.
func TestEveryByteOfAnEnvelopeCounts(t *testing.T) {
	statement := intoto.OfVerification(evidence, "v", time.Unix(0, 0), nil)
	e, err := intoto.Sign(statement, key())
	if err != nil {
		t.Fatal(err)
	}
	public := key().Public().(ed25519.PublicKey)
	for i := range e {
		for flip := 1; flip < 256; flip <<= 1 {
			x := bytes.Clone(e)
			x[i] ^= byte(flip)
			if _, err := intoto.Verify(x, public); err == nil {
				t.Fatalf("byte %d can be %q in place of %q", i, x[i], e[i])
			}
		}
		if _, err := intoto.Verify(append(bytes.Clone(e[:i]), e[i+1:]...), public); err == nil {
			t.Fatalf("byte %d, %q, can be left out", i, e[i])
		}
		for _, c := range " \n=A" {
			if _, err := intoto.Verify(slices.Insert(bytes.Clone(e), i, byte(c)), public); err == nil && byte(c) != e[i] {
				t.Fatalf("%q can be put before byte %d", c, i)
			}
		}
	}
}

func TestKeys(t *testing.T) {
	public := key().Public().(ed25519.PublicKey)
	write := func(block string, der []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return pem.EncodeToMemory(&pem.Block{Type: block, Bytes: der})
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key())
	private := write("PRIVATE KEY", pkcs8, err)
	pkix, err := x509.MarshalPKIXPublicKey(public)
	shown := write("PUBLIC KEY", pkix, err)
	if k, err := intoto.PrivateKey(private); err != nil || !k.Equal(key()) {
		t.Errorf("%v", err)
	}
	if k, err := intoto.PublicKey(shown); err != nil || !k.Equal(public) {
		t.Errorf("%v", err)
	}
	strange, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(strange)
	theirs := write("PRIVATE KEY", der, err)
	for want, data := range map[string][]byte{
		"there is no PEM in it": []byte("key"), "it is a public key": shown, "want an Ed25519 key": theirs,
		"something after its block": append(bytes.Clone(private), private...), `its block is "CERTIFICATE"`: write("CERTIFICATE", pkcs8, nil),
		"is no key in PKCS#8": write("PRIVATE KEY", []byte("x"), nil),
	} {
		if _, err := intoto.PrivateKey(data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	if _, err := intoto.PublicKey(private); err == nil || !strings.Contains(err.Error(), "it is a private key") {
		t.Errorf("error %v", err)
	}
}
