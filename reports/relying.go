package reports

import "fmt"

// RelyingRuns is what relying parties that keep their view in one way have answered. Views
// older than the publish lead are not covered by policy: what they led to is told, and
// judged by nothing.
type RelyingRuns struct {
	Cache   string `json:"cache"`
	Answers int    `json:"answers"`
	Old     int    `json:"old"`     // by a view older than the publish lead
	Unknown int    `json:"unknown"` // of the old: a version is not there that is owed
	Revoked int    `json:"revoked"` // of the old: what was revoked has been opened
}

var relyingColumns = []column{{name: "relying party"}, {name: "answers", right: true}, {name: "of old views", right: true},
	{name: "not known", right: true}, {name: "revoked", right: true}}

// relying shows which ways to keep a view policy covers, and what the others came to.
func (c *Check) relying(p *page) {
	if len(c.Relying) == 0 {
		return
	}
	p.heading("Relying parties, by how they keep their view. One that is older than the publish lead is not covered by policy: how often its answer was that an owed key is not known, or was right though the key was revoked, is told and not judged")
	var rows [][]string
	for _, r := range c.Relying {
		old := Number(r.Old)
		if r.Old == 0 {
			old = "covered"
		}
		rows = append(rows, []string{r.Cache, Number(r.Answers), old, Number(r.Unknown), Number(r.Revoked)})
	}
	p.table(relyingColumns, rows)
}

// LateRuns is what became of texts that clients came back with after the lifetime that was
// promised: nothing is owed for them, and nothing judged.
type LateRuns struct {
	Answers int `json:"answers"`
	Unknown int `json:"unknown"` // of them: the version is not there any more
}

// late tells what those would see whose texts live longer than policy says.
func (c *Check) late(p *page) {
	if c.Late.Answers == 0 {
		return
	}
	p.say("", fmt.Sprintf("Texts older than their lifetime were brought back %s times; %s times the answer was that the key is not known. Policy owes them nothing: that is told and not judged.",
		Number(c.Late.Answers), Number(c.Late.Unknown)))
	p.blank()
}
