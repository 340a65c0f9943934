package reports

// PolicyLine is one thing that a policy decides.
type PolicyLine struct {
	Name  string `json:"name"`
	Text  string `json:"text"` // what it is
	Value string `json:"value"`
}
