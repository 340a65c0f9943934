package reports

// Help is what a verb says of itself.
type Help struct {
	Head
	Of    string   `json:"of"`    // the verb, with what comes before it
	Verbs []string `json:"verbs"` // that it has
	Text  string   `json:"text"`
}

func (h *Help) text(p *page) { p.b.WriteString(h.Text) }
