package reports

import "fmt"

// Verified is what a verifier has found of a bundle.
type Verified struct {
	Head
	Bundle  string   `json:"bundle"`    // the file
	Digest  string   `json:"digest"`    // of the bundle's manifest
	Signer  string   `json:"signer"`    // the id of the key by which it is signed, and which the verifier was given; "" if it is not
	Files   int      `json:"files"`     // whose digests were looked at
	Nonce   string   `json:"nonce"`     // of the verifier; with the digest it says which runs were made again
	Remade  []Remade `json:"remade"`    // runs
	Failed  []string `json:"failed"`    // what does not verify
	Written string   `json:"statement"` // the file with the verifier's own statement; "" if there is none
}

// Remade is a run that a verifier has made.
type Remade struct {
	What     string `json:"what"` // "repro", "run" of the campaign, or "fresh": one that nobody could have picked
	Name     string `json:"name"`
	Seed     string `json:"seed"`
	Expected string `json:"expected_trace_hash"` // "" of a fresh one
	Got      string `json:"trace_hash"`
	Verdict  string `json:"verdict"`
	OK       bool   `json:"ok"`
}

func (v *Verified) text(p *page) {
	p.heading(fmt.Sprintf("Bundle %s", v.Bundle))
	if v.Digest != "" {
		p.say("digest:", v.Digest)
	}
	signed := "nobody: who made it is not known"
	if v.Signer != "" {
		signed = "the key that was given, " + v.Signer
	}
	p.say("signed by:", signed)
	p.say("", fmt.Sprintf("%s, each with the digest that the manifest has.", Count(v.Files, "file")))
	if len(v.Remade) > 0 {
		p.say("", fmt.Sprintf("Made again: %s; of the campaign, and fresh ones, which were chosen by the digest and the nonce %s.", v.tally(), v.Nonce))
	}
	p.blank()
	for _, why := range v.Failed {
		p.say("", p.bad("not verified")+": "+why)
	}
	if len(v.Failed) > 0 {
		p.blank()
	}
	if v.Written != "" {
		p.say("statement:", v.Written)
		p.blank()
	}
}

// tally counts the runs of each kind, and those that were as they must be.
func (v *Verified) tally() string {
	text := ""
	for _, what := range []string{"repro", "run", "fresh"} {
		n, ok := 0, 0
		for _, r := range v.Remade {
			if r.What == what {
				n++
				if r.OK {
					ok++
				}
			}
		}
		if n == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%d of %d %s as expected", ok, n, map[string]string{"repro": "repros", "run": "runs of the campaign", "fresh": "fresh runs"}[what])
	}
	return text
}
