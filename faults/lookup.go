package faults

// Kinds of event that others have to tell from the rest.
const (
	TriggerKind   = "trigger"
	NewPolicyKind = "new-policy"
	OldPolicyKind = "old-policy"
	AbortKind     = "abort"
	TearKind      = "tear-writes"
)

// Waits says whether anything waits for a moment: most of the time nothing does.
func (a *Agenda) Waits(m Moment) bool { return len(a.waiting[m]) > 0 }

// known are the steps by their names, and by the transitions that their entries
// record: made once, and looked up only.
var known = everyWord()

// A Known is a step, with its moments.
type Known struct {
	Step
	Moments
}

func everyWord() map[string]*Known {
	words := make(map[string]*Known, 2*len(Steps))
	for _, s := range Steps {
		ms, _ := MomentsOf(s.Name)
		words[s.Name] = &Known{s, ms}
	}
	for _, s := range Steps { // a transition may be called what another step is
		if s.Transition != "" {
			ms, _ := MomentsOf(s.Name)
			words[s.Transition] = &Known{s, ms}
		}
	}
	return words
}

// Lookup finds a step by its name, or by the transition that its entry records.
func Lookup(word string) (Known, bool) {
	if k := known[word]; k != nil {
		return *k, true
	}
	return Known{}, false
}

// MomentsAt are the moments of the step that Lookup finds, none if it finds none: all
// that a deployment needs of it at each request.
func MomentsAt(word string) Moments {
	if k := known[word]; k != nil {
		return k.Moments
	}
	return Moments{}
}

// ParseWhen reads a place alone, such as "at 10s" or "on orders/commit.sent #2". Its
// errors are of type *ParseError.
func ParseWhen(text string) (When, error) {
	var e Event
	w := split(text)
	c := parseWhen(w, &e)
	if c == nil {
		c = checkWhen(&e)
	}
	if c == nil && w.more() {
		c = &complaint{wrong(w.next(), "is too much"), "the text should have ended"}
	}
	if c == nil {
		return e.When, nil
	}
	return When{}, &ParseError{text, w.column(), c.what, c.want}
}
