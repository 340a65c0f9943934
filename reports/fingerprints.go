package reports

// Fingerprints says how many kinds of behaviour the random runs have shown. Two runs are of
// one kind if in both the same was felt by the same in the same phases, the same goals were
// reached, the same was violated, and they came to the same verdict.
type Fingerprints struct {
	Runs     int `json:"runs"` // that were told apart
	Distinct int `json:"distinct"`
	Once     int `json:"once"` // kinds that one run alone has shown
}
