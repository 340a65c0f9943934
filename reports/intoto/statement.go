package intoto

import (
	"encoding/json"
	"fmt"

	"pawl/reports/strict"
)

// The types that there are, as in-toto names them.
const (
	StatementType    = "https://in-toto.io/Statement/v1"
	TestResultType   = "https://in-toto.io/attestation/test-result/v0.1"
	VerificationType = "https://in-toto.io/attestation/svr/v0.1"
	PayloadType      = "application/vnd.in-toto+json"
)

// A Statement says something of subjects.
type Statement struct {
	Type          string          `json:"_type"`
	Subject       []Descriptor    `json:"subject"`
	PredicateType string          `json:"predicateType"`
	Predicate     json.RawMessage `json:"predicate"`
}

// A Descriptor names a thing by its digest. What in-toto calls a subject is one, and so is
// what a test was configured by.
type Descriptor struct {
	Name   string  `json:"name"`
	Digest Digests `json:"digest"`
}

// Digests are those of one thing.
type Digests struct {
	SHA256 string `json:"sha256"` // in hexadecimal
}

// state makes the statement of a predicate.
func state(subject []Descriptor, kind string, predicate any) []byte {
	inner, err := json.Marshal(predicate)
	if err == nil {
		inner, err = json.Marshal(Statement{StatementType, subject, kind, inner})
	}
	if err != nil {
		panic(err) // texts and lists: cannot happen
	}
	return inner
}

// ReadStatement reads a statement with one of our predicates, strictly.
func ReadStatement(data []byte) (*Statement, error) {
	var s Statement
	if err := strict.Read(data, &s); err != nil {
		return nil, err
	}
	if s.Type != StatementType {
		return nil, fmt.Errorf("_type is %.80q; want %s", s.Type, StatementType)
	}
	var predicate any
	switch s.PredicateType {
	case TestResultType:
		predicate = new(TestResult)
	case VerificationType:
		predicate = new(Verification)
	default:
		return nil, fmt.Errorf("predicateType is %.80q; want %s or %s", s.PredicateType, TestResultType, VerificationType)
	}
	if err := strict.Read(s.Predicate, predicate); err != nil {
		return nil, fmt.Errorf("predicate: %w", err)
	}
	return &s, nil
}
