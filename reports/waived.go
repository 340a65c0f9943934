package reports

import (
	"fmt"
	"strings"
)

// Waivers says what became of what was violated under the waivers of a file.
type Waivers struct {
	File    string   `json:"file"`
	Waived  []string `json:"waived"`  // invariants whose violation somebody lets pass for a while
	Open    []string `json:"open"`    // that none lets pass
	Expired []string `json:"expired"` // waivers, by invariant, owner and last day
}

// Waive has a result judged under waivers: what was violated and is waived fails no gate, and
// is no pass; a waiver that has run out fails it, needed or not.
func (c *Check) Waive(w *Waivers) {
	c.Waivers = w
	switch {
	case c.Verdict == Violation && len(w.Open) == 0 && len(w.Expired) == 0:
		c.Decide(Waived)
		c.Closing, c.Next = fmt.Sprintf("Violated, and waived in %s: %s. That is no pass: somebody answers for it, until the day that is named there.", w.File, strings.Join(w.Waived, ", ")), ""
	case len(w.Expired) > 0 && (c.Verdict == Pass || c.Verdict == Violation && len(w.Open) == 0):
		if c.Verdict == Pass {
			c.Decide(CriterionMissed)
		}
		c.Closing, c.Next = fmt.Sprintf("Waivers in %s have run out: %s. Mend what they are for, and take them out, or have somebody answer for it anew.", w.File, strings.Join(w.Expired, "; ")), ""
	}
}

// waived tells of waivers.
func (c *Check) waived(p *page) {
	w := c.Waivers
	if w == nil {
		return
	}
	p.heading("Waivers of " + w.File)
	p.list("Waived:", w.Waived, ", ")
	p.list("Violated, and not waived:", w.Open, ", ")
	p.list("Run out:", w.Expired, "; ")
	if len(w.Waived)+len(w.Open)+len(w.Expired) == 0 {
		p.say("", "None was needed, and none has run out.")
	}
	p.blank()
}
