package checker

var s5 = Invariant{"S5",
	"What was sealed and acknowledged opens to the right plaintext or answers UNAVAILABLE until its lifetime has passed or an emergency revoke names it: never unknown key, never another plaintext.",
	[]Clause{
		{"plaintext", "What is opened is what was sealed."},
		{"known", "No open of what is owed is answered unknown key."},
		{"outlives", "Nothing is sealed under a version that ends before what is sealed does."},
		{"lasts", "What is made ends when policy has it end, and no later."},
		{"stands", "What is kept changes only to what somebody has asked to be kept in its place, while that is asked for."},
		{"lodged", "What a node says that it keeps is kept, and what it says that it does not is not."},
		{"authentic", "Nothing opens that no node has sealed as it is."},
		{"recalled", "What is recalled is what was kept at some moment in which it was asked for; what is kept is neither nothing nor an unknown key before its version ends."},
	}, judgeS5}

const (
	s5Plain clause = iota
	s5Known
	s5Outlives
	s5Lasts
	s5Stands
	s5Lodged
	s5Authentic
	s5Recalled
)

// S5: what a client was told is sealed comes back right, or not now. It is the
// client's side of S3: each artefact by its own lifetime, acknowledged ones only.
func judgeS5(t *tally, h *Past) {
	t.skip("no open was answered")
	if h.Offers.Ends {
		outlive(t, h)
		lasting(t, h)
	}
	recalls(t, h)
	forged(t, h)
	seals := newSealIndex(h.Seals)
	ls := &h.lives
	for i := range h.Opens {
		o := &h.Opens[i]
		if o.Answer == UnknownKey && !h.allowed(o) {
			continue
		}
		if o.Answer.tells() {
			t.judged(s5Plain)
			t.judged(s5Known)
		}
		switch o.Answer {
		case Wrong:
			// Another plaintext is never right, acknowledged or not, old or not.
			if s := seals.find(o.Seal); s != nil {
				t.add(s5Plain, o.Emitted, citing(s, o), "%s opened #%d at %s under v%d to another plaintext; %s had sealed it under v%d at %s",
					o.Node, s.ID, at(o.Emitted), o.Version, s.Node, s.Version, at(s.Emitted))
			}
		case UnknownKey:
			s := seals.find(o.Seal)
			if s == nil || s.Version == 0 || !s.Acked || o.Emitted < s.Emitted {
				continue
			}
			until := min(s.Emitted+h.lifetime(s.Version), ls.get(s.Version).emergency)
			if o.Emitted < until {
				t.add(s5Known, o.Emitted, citing(s, o), "%s answered at %s that it does not know v%d, under which %s had sealed #%d at %s, to be opened until %s",
					o.Node, at(o.Emitted), s.Version, s.Node, s.ID, at(s.Emitted), at(until))
			}
		}
	}
}

// forged holds to it that nothing opens which is not what was sealed, nor for that key. What it opens
// to makes no difference: who has not looked at all of a text goes by what anybody can write.
func forged(t *tally, h *Past) {
	for i := range h.Forged {
		o := &h.Forged[i]
		if o.Answer.tells() {
			t.judged(s5Authentic)
		}
		if o.Answer == Right || o.Answer == Wrong {
			t.add(s5Authentic, o.Emitted, citing(o), "%s opened at %s what nobody has sealed: #%d %s", o.Node, at(o.Emitted), o.Seal, o.Forged)
		}
	}
}
