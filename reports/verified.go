package reports

import (
	"fmt"
	"strings"
)

// Verified is what a verifier has found of a bundle.
type Verified struct {
	Head
	Bundle     string    `json:"bundle"`           // the file
	Digest     string    `json:"digest"`           // of the bundle's manifest
	Signed     bool      `json:"signed"`           // by whomever
	NotBy      string    `json:"not_by,omitempty"` // the id of the key that the verifier was given, and by which it is not signed
	Signer     string    `json:"signer"`           // the id of the key by which it is signed, and which the verifier was given; "" if that was not asked, or is not so
	Files      int       `json:"files"`            // whose digests were looked at
	Evidence   []Said    `json:"evidence"`
	Nonce      string    `json:"nonce"` // of the verifier; with the digest it says what was made again
	Remade     []Remade  `json:"remade"`
	Sampled    []Sampled `json:"sampled"`     // of how many these are
	NotChecked []string  `json:"not_checked"` // what a result says besides, and nobody has looked at
	Failed     []string  `json:"failed"`      // what does not verify
	Written    string    `json:"statement"`   // the file with the verifier's own statement; "" if there is none
}

// Said is what a result in a bundle says of itself.
type Said struct {
	Command string  `json:"command"`
	Verdict Verdict `json:"verdict"`
	Closing string  `json:"closing"`
}

// What is made again.
const (
	RemadeRepro  = "repro"
	RemadeRun    = "run"    // of the campaign
	RemadeFresh  = "fresh"  // a random run that nobody could have picked
	RemadeSingle = "single" // fault
	RemadeHunt   = "hunt"   // of a planted bug
)

// Remade is a run, or a hunt, that a verifier has made.
type Remade struct {
	What     string `json:"what"`
	Name     string `json:"name"`
	Seed     string `json:"seed"`
	Expected string `json:"expected_trace_hash"` // "" where none was recorded
	Got      string `json:"trace_hash"`          // "" of a hunt
	Verdict  string `json:"verdict"`
	OK       bool   `json:"ok"`
	Why      string `json:"why"` // it is not ok; "" if it is
}

// String says what is wrong with it.
func (r *Remade) String() string {
	text := fmt.Sprintf("%s %s, seed %s: %s", r.What, r.Name, r.Seed, r.Why)
	if r.Expected != "" && r.Expected != r.Got {
		text += fmt.Sprintf("; trace hash %s, want %s", r.Got, r.Expected)
	}
	return text + "; it is " + r.Verdict
}

// Sampled is how many of how many were made again.
type Sampled struct {
	What   string `json:"what"`
	Made   int    `json:"made"`
	Of     int    `json:"of"`     // 0 where there is no end of them
	Chosen bool   `json:"chosen"` // by the digest and the nonce
}

func (s *Sampled) String() string {
	if s.Of == 0 {
		return fmt.Sprintf("%s %s", Number(s.Made), s.What)
	}
	return fmt.Sprintf("%s of %s %s", Number(s.Made), Number(s.Of), s.What)
}

func (v *Verified) text(p *page) {
	p.heading(fmt.Sprintf("Bundle %s", v.Bundle))
	if v.Digest != "" {
		p.say("digest:", v.Digest)
		p.say("signed by:", v.signature())
		p.say("", fmt.Sprintf("%s, each with the digest that the manifest has.", Count(v.Files, "file")))
	}
	p.blank()
	for _, why := range v.Failed {
		p.say("", p.bad("not verified")+": "+why)
	}
	if len(v.Failed) > 0 {
		p.blank()
		v.samples(p)
		if len(v.Evidence) > 0 {
			p.say("", "What the evidence says of itself is left out here, since it does not verify.")
			p.blank()
		}
		v.statement(p)
		return
	}
	for _, s := range v.Evidence {
		p.say("", fmt.Sprintf("The evidence itself says, as the result of %s: %s. %s", s.Command, strings.ToUpper(s.Verdict.words()), s.Closing))
	}
	if len(v.Evidence) > 0 {
		p.blank()
	}
	v.samples(p)
	v.statement(p)
}

// statement says where the verifier's own is.
func (v *Verified) statement(p *page) {
	if v.Written != "" {
		p.say("statement:", v.Written)
		p.blank()
	}
}

// signature says who has signed, as far as it is known.
func (v *Verified) signature() string {
	switch {
	case v.Signer != "":
		return "the key that was given, " + v.Signer
	case v.Signed && v.NotBy != "":
		return "somebody else than the key that was given, " + v.NotBy
	case v.Signed:
		return "somebody, and by whom was not checked: give --key"
	}
	return "nobody: it is not signed"
}

// samples says what was made again, of how many, and what was not looked at.
func (v *Verified) samples(p *page) {
	var all []string
	chosen := false
	for _, s := range v.Sampled {
		all, chosen = append(all, s.String()), chosen || s.Chosen
	}
	if len(all) == 0 && len(v.NotChecked) == 0 {
		return
	}
	if len(all) > 0 {
		text := "Made again: " + strings.Join(all, "; ") + "."
		if chosen {
			text += fmt.Sprintf(" Which, follows from the digest and the nonce %s.", v.Nonce)
		}
		p.say("", text)
	}
	if len(v.NotChecked) > 0 {
		p.say("", "Not checked: "+strings.Join(v.NotChecked, "; ")+".")
	}
	p.blank()
}
