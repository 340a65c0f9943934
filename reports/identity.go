package reports

// Identity says what was tested, by what, and when, so that nobody takes the result of one
// thing for that of another. Digests are SHA-256 in hexadecimal.
type Identity struct {
	Engine     string `json:"engine"`      // of the engine's source; "" if this build does not have it
	Harness    string `json:"harness"`     // of the source of simulator, checker and campaign
	FaultModel string `json:"fault_model"` // of the source of the faults that there are
	Scenarios  string `json:"scenarios"`   // of all scenarios that were run
	Policy     string `json:"policy"`      // of the policy that is not drawn
	Executable string `json:"executable"`  // of the program that made the runs; "" if it could not be read
	Began      string `json:"began"`       // RFC 3339, UTC
	Ended      string `json:"ended"`
}
