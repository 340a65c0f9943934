package reports

import (
	"strings"
	"testing"
)

func protocolSample() *Protocol {
	return &Protocol{States: 12, Seen: 5, Steps: 4321, StrayRuns: 1, Next: []string{"IDLE, nobody owns it, a fault in force"},
		Rows:   []ProtocolRow{{Part: "IDLE", States: 8, Seen: "1d"}, {Part: "HALTED from IDLE", States: 4, Seen: "2"}},
		Strays: []StrayStep{{Run: 7, Seed: "12345", Text: "pay at 1.500 s went, by revision 9 of the store, from (PUBLISHED) to (COMMITTED)"}}}
}

// TestProtocolContradictsItself: what cannot be so is seen.
func TestProtocolContradictsItself(t *testing.T) {
	if r := protocolSample().disagreement(10); !r.holds {
		t.Fatalf("the sample: %s", r.text)
	}
	for name, change := range map[string]func(*Protocol){
		"more bits than states":  func(p *Protocol) { p.Rows[1].Seen = "1f" },
		"no number":              func(p *Protocol) { p.Rows[0].Seen = "xyz" },
		"no number at all":       func(p *Protocol) { p.Rows[0].Seen = "" },
		"written in another way": func(p *Protocol) { p.Rows[0].Seen = "01d" },
		"another sum of states":  func(p *Protocol) { p.States++ },
		"another sum of seen":    func(p *Protocol) { p.Seen-- },
		"strays without a run":   func(p *Protocol) { p.StrayRuns = 0 },
		"a stray run untold":     func(p *Protocol) { p.Strays = nil },
		"more than there are":    func(p *Protocol) { p.StrayRuns = 11 },
	} {
		p := protocolSample()
		if change(p); p.disagreement(10).holds {
			t.Errorf("%s: it is taken", name)
		}
	}
}

// TestProtocolsAreAdded: a state that either part was in was seen, and the model is one.
func TestProtocolsAreAdded(t *testing.T) {
	a, b := protocolSample(), protocolSample()
	b.Rows[0].Seen, b.Rows[1].Seen = "3", "2"
	b.Count()
	sum, err := a.and(b)
	if err != nil || sum.Rows[0].Seen != "1f" || sum.Seen != 6 || sum.States != 12 || sum.Steps != 8642 || sum.StrayRuns != 2 || len(sum.Strays) != 2 {
		t.Errorf("%+v, error %v", sum, err)
	}
	if a.Rows[0].Seen != "1d" {
		t.Error("a part was changed by it")
	}
	b.Rows[0].States = 9
	if _, err := a.and(b); err == nil || !strings.Contains(err.Error(), "another one") {
		t.Errorf("of another model: %v", err)
	}
}
