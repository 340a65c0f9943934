package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// AnyEngine is the digest of a waiver that holds whatever the engine is.
const AnyEngine = "any"

// Day is how dates are written.
const Day = "2006-01-02"

// A Waiver lets an invariant be violated for a while. Somebody answers for that.
type Waiver struct {
	Invariant string `yaml:"invariant" json:"invariant"`
	Engine    string `yaml:"engine" json:"engine"` // digest, or AnyEngine
	Owner     string `yaml:"owner" json:"owner"`
	Reason    string `yaml:"reason" json:"reason"`
	Expires   string `yaml:"expires" json:"expires"` // the last day on which it holds, UTC
}

// MostOfWaivers is how long a file of them may be, in bytes.
const MostOfWaivers = 1 << 20

var sha256ID = regexp.MustCompile(`^[0-9a-f]{64}$`)

// ReadWaivers reads a list of waivers, in YAML, strictly: each of something that is known, since
// one of a name that nothing has would wait for its day and let nothing pass.
func ReadWaivers(data []byte, known []string) ([]Waiver, error) {
	if len(data) > MostOfWaivers {
		return nil, fmt.Errorf("it is longer than %d bytes, the most that is read", MostOfWaivers)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errors.New("it is empty; want a list of invariant, engine, owner, reason and expires, or [] where nothing is waived")
	}
	var all []Waiver
	d := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict())
	if err := d.Decode(&all); err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.New(strings.TrimSpace(yaml.FormatError(err, false, false)) + "; want a list of invariant, engine, owner, reason and expires")
	}
	if err := d.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is a second document; want one list")
	}
	seen := map[string]bool{} // looked up only
	for i := range all {
		w := &all[i]
		if wrong := w.wrong(known); wrong != "" {
			return nil, fmt.Errorf("waiver %d (%.40q): %s", i+1, w.Invariant, wrong)
		}
		if seen[w.Invariant+" "+w.Engine] {
			return nil, fmt.Errorf("waiver %d (%q): there is one for that invariant and engine already; want one", i+1, w.Invariant)
		}
		seen[w.Invariant+" "+w.Engine] = true
	}
	return all, nil
}

// wrong says what a waiver lacks.
func (w *Waiver) wrong(known []string) string {
	_, err := time.Parse(Day, w.Expires)
	switch {
	case !slices.Contains(known, w.Invariant):
		return "invariant: there is none of that name; want one of " + strings.Join(known, ", ")
	case w.Engine != AnyEngine && !sha256ID.MatchString(w.Engine):
		return "engine: want the digest of one, 64 hexadecimal digits, or any"
	case strings.TrimSpace(w.Owner) == "":
		return "owner: nobody answers for it; want who does"
	case strings.TrimSpace(w.Reason) == "":
		return "reason: want why it is let pass"
	case w.Expires == "":
		return "expires: it would hold for ever; want the last day on which it holds, such as " + Day
	case err != nil:
		return fmt.Sprintf("expires: %.40q is no day; want one such as %s", w.Expires, Day)
	}
	return ""
}

// Expired says whether it holds no more.
func (w *Waiver) Expired(at time.Time) bool {
	last, err := time.Parse(Day, w.Expires)
	return err != nil || !at.UTC().Before(last.AddDate(0, 0, 1))
}

// Holds says whether it lets an invariant of an engine pass.
func (w *Waiver) Holds(invariant, engine string, at time.Time) bool {
	return w.Invariant == invariant && (w.Engine == AnyEngine || w.Engine == engine && engine != "") && !w.Expired(at)
}

// Held is what becomes of what was violated under waivers.
type Held struct {
	Waived  []string // invariants
	Open    []string // that none lets pass
	Expired []Waiver // of all, whether they would be needed or not: somebody has to decide again
}

// Fails says whether the gate does.
func (h *Held) Fails() bool { return len(h.Open)+len(h.Expired) > 0 }

// Hold holds what was violated by an engine of a digest against waivers.
func Hold(all []Waiver, violated []string, engine string, at time.Time) Held {
	h := Held{Waived: []string{}, Open: []string{}, Expired: []Waiver{}}
	for i := range all {
		if all[i].Expired(at) {
			h.Expired = append(h.Expired, all[i])
		}
	}
	for _, id := range violated {
		waived := false
		for i := range all {
			waived = waived || all[i].Holds(id, engine, at)
		}
		if waived {
			h.Waived = append(h.Waived, id)
		} else {
			h.Open = append(h.Open, id)
		}
	}
	return h
}
