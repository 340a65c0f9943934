package reports

import (
	"fmt"
	"strings"
)

// What of an event a window is about.
const (
	OfTime       = "time"
	OfLength     = "length"
	OfOccurrence = "occurrence"
)

// A HarmWindow says how far an event can be moved, or made shorter and longer, and still does
// harm: from From to To, both of which did. Below and Above are the nearest that did none; ""
// where there is none within the run. Of occurrences, From and To are those that were tried,
// and Places those that did harm.
type HarmWindow struct {
	Event  string   `json:"event"`
	Of     string   `json:"of"`
	From   string   `json:"from"`
	To     string   `json:"to"`
	Below  string   `json:"below"`
	Above  string   `json:"above"`
	Places []string `json:"places"`
	Cut    bool     `json:"cut"`  // it may go on: there were no runs left to see
	Runs   int      `json:"runs"` // behind it
}

func (x *Why) tellWindows(p *page) {
	if len(x.Windows) == 0 {
		return
	}
	p.heading("How wide the window is, by the same seed")
	for _, w := range x.Windows {
		p.hang(margin, w.Event, p.as)
		p.item(w.says() + fmt.Sprintf(" (%s)", Count(w.Runs, "run")))
	}
	p.blank()
}

func (w *HarmWindow) says() string {
	if w.Of == OfOccurrence {
		return fmt.Sprintf("does harm on occurrence %s, of those from %s to %s", strings.Join(w.Places, ", "), w.From, w.To)
	}
	what := map[string]string{OfTime: "does harm at %s", OfLength: "does harm for %s"}[w.Of] // looked up only
	span := w.From + " to " + w.To
	if w.From == w.To {
		span = w.From + " only"
	}
	text := fmt.Sprintf(what, span)
	switch {
	case w.Cut:
		return text + " at least: there were no runs left to see how far beyond"
	case w.Below != "" && w.Above != "":
		return text + fmt.Sprintf("; none at %s, none at %s", w.Below, w.Above)
	case w.Below != "":
		return text + fmt.Sprintf(", and as far as could be tried; none at %s", w.Below)
	case w.Above != "":
		return text + fmt.Sprintf(", from the least that there is; none at %s", w.Above)
	}
	return text + ", which is all that could be tried"
}
