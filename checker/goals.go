package checker

// A Goal is something that must happen sometimes, for a campaign to have tested
// what it claims. Required marks those without which a random campaign is not
// green.
type Goal struct {
	Name     string
	Sentence string
	Required bool
	Reached  func(*History) bool // given the history of one key
}

// Goals is every goal, in the order of reports.
var Goals = []Goal{
	{"commit", "A rotation committed.", true, func(h *History) bool {
		return anyView(h, func(v, prev *View) bool { return v.Phase == Committed })
	}},
}

// anyView says that some view satisfies f; prev is the view before, nil at first.
func anyView(h *History, f func(v, prev *View) bool) bool {
	var prev *View
	for i := range h.Views {
		if f(&h.Views[i], prev) {
			return true
		}
		prev = &h.Views[i]
	}
	return false
}
