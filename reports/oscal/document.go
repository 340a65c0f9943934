package oscal

// The parts of a document that are written, under the names that OSCAL has for them.

type document struct {
	Results assessmentResults `json:"assessment-results"`
}

type assessmentResults struct {
	UUID     string   `json:"uuid"`
	Metadata metadata `json:"metadata"`
	ImportAP importAP `json:"import-ap"`
	Results  []result `json:"results"`
}

type metadata struct {
	Title        string `json:"title"`
	LastModified string `json:"last-modified"`
	Version      string `json:"version"`
	OSCALVersion string `json:"oscal-version"`
}

type importAP struct {
	Href string `json:"href"`
}

type result struct {
	UUID             string           `json:"uuid"`
	Title            string           `json:"title"`
	Description      string           `json:"description"`
	Start            string           `json:"start"`
	End              string           `json:"end,omitempty"`
	Props            []property       `json:"props,omitempty"`
	ReviewedControls reviewedControls `json:"reviewed-controls"`
	Observations     []observation    `json:"observations"`
}

type reviewedControls struct {
	Description       string             `json:"description"`
	ControlSelections []controlSelection `json:"control-selections"`
}

type controlSelection struct {
	IncludeControls []includedControl `json:"include-controls"`
}

type includedControl struct {
	ControlID string `json:"control-id"`
}

type property struct {
	Name  string `json:"name"`
	NS    string `json:"ns"`
	Value string `json:"value"`
}

type observation struct {
	UUID             string     `json:"uuid"`
	Title            string     `json:"title"`
	Description      string     `json:"description"`
	Props            []property `json:"props"`
	Methods          []string   `json:"methods"`
	RelevantEvidence []evidence `json:"relevant-evidence"`
	Collected        string     `json:"collected"`
}

type evidence struct {
	Href        string `json:"href,omitempty"`
	Description string `json:"description"`
}
