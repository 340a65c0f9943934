package engine

import (
	"strings"
	"testing"
	"time"
)

func TestPolicyIsChecked(t *testing.T) {
	if err := StandardPolicy().Validate(); err != nil {
		t.Errorf("the standard policy: %v", err)
	}
	for name, spoil := range map[string]func(*Policy){
		"short lease":        func(p *Policy) { p.SealLease = 1 },
		"part of a second":   func(p *Policy) { p.OwnerLease += 1 },
		"open below seal":    func(p *Policy) { p.OpenLease = p.SealLease / 2 },
		"drain below seal":   func(p *Policy) { p.DrainDeadline = p.SealLease },
		"publish below open": func(p *Policy) { p.PublishDeadline = p.OpenLease },
		"pool minimum":       func(p *Policy) { p.PoolStamps = -1 },
		"no attempts":        func(p *Policy) { p.Attempts = 0 },
		"drift":              func(p *Policy) { p.DriftPPM = -1 },
		"emission against seals": func(p *Policy) {
			p.SealLease, p.Emission = 2*time.Second, 600*time.Millisecond
		},
		"wall clocks":      func(p *Policy) { p.WallSkew = -1 },
		"key life below 0": func(p *Policy) { p.KeyLife = -1 },
		"short key life":   func(p *Policy) { p.KeyLife = p.LeastKeyLife() - 1 },
		"no lifetime":      func(p *Policy) { p.Lifetime = 0 },
		"lead":             func(p *Policy) { p.PublishLead = p.PublishDeadline },
	} {
		p := StandardPolicy()
		if spoil(&p); p.Validate() == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// TestKeyLifeSaysItsSum: who gives a version too short a life is told what it has to cover.
func TestKeyLifeSaysItsSum(t *testing.T) {
	p := StandardPolicy()
	p.KeyLife = time.Minute
	err := p.Validate()
	for _, part := range []time.Duration{p.LeastKeyLife(), p.Rotates(), p.Due, p.Lifetime, p.EndMargin()} {
		if err == nil || !strings.Contains(err.Error(), part.String()) {
			t.Errorf("%v does not say %v", err, part)
		}
	}
	if p.KeyLife = p.LeastKeyLife(); p.Validate() != nil {
		t.Error("the shortest life is refused")
	}
}
