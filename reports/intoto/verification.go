package intoto

import "time"

// Verification is the predicate of whoever has verified evidence.
type Verification struct {
	Verifier    Verifier `json:"verifier"`
	TimeCreated string   `json:"timeCreated"` // RFC 3339, UTC
	Properties  []string `json:"properties"`
}

// Verifier is who has.
type Verifier struct {
	ID string `json:"id"` // a URI that says which version of which verifier
}

// What a verifier can have found. A property is stated only of what was looked at.
const (
	Signed     = "PAWL_SIGNED"     // by the key that the verifier was given
	Intact     = "PAWL_INTACT"     // every file is the one of which the signed manifest speaks
	Reproduced = "PAWL_REPRODUCED" // runs were made again, and were the same, bit for bit
	Passing    = "PAWL_PASSING"    // every result's verdict is pass
)

// OfVerification states what a verifier has found of subjects, and when.
func OfVerification(subject []Descriptor, verifier string, at time.Time, properties []string) []byte {
	return state(subject, VerificationType, Verification{Verifier{verifier}, at.UTC().Format(time.RFC3339), append([]string{}, properties...)})
}
