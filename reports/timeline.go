package reports

// Timeline is how one rotation went in a run without faults: what is usual, against which a
// failure is seen. Times are seconds of simulated time since the run began.
type Timeline struct {
	Seed     string         `json:"seed"`    // of the run, decimal
	Verdict  string         `json:"verdict"` // on the run
	Key      string         `json:"key"`
	Window   string         `json:"window"`
	From     int            `json:"from_version"`
	To       int            `json:"to_version"`
	Phases   []PhaseSpan    `json:"phases"`
	Versions []VersionSpan  `json:"versions"` // the one that was replaced, and the one that replaced it
	Marks    []TimelineMark `json:"marks"`
}

// PhaseSpan is a time in one phase under one owner.
type PhaseSpan struct {
	Phase string  `json:"phase"`
	Owner string  `json:"owner"` // the machine; "" if nobody owned the key
	From  float64 `json:"from_seconds"`
	To    float64 `json:"to_seconds"`
}

// VersionSpan is a time of a version in one state.
type VersionSpan struct {
	Version int     `json:"version"`
	State   string  `json:"state"`
	From    float64 `json:"from_seconds"`
	To      float64 `json:"to_seconds"`
}

// TimelineMark is a moment.
type TimelineMark struct {
	Mark string  `json:"mark"` // "B1", "B2" or "commit"
	Text string  `json:"text"`
	At   float64 `json:"at_seconds"`
}
