package checker

// S5: what a client was told is sealed comes back right, or not now. It is the
// client's side of S3: each artefact by its own lifetime, acknowledged ones only.
func judgeS5(h *History) Verdict {
	if !anyAnswer(h.Opens) {
		return skip("no open was answered")
	}
	t := judging(h)
	seals := newSealIndex(h.Seals)
	ls := lives(h)
	for i := range h.Opens {
		o := &h.Opens[i]
		switch o.Answer {
		case Wrong:
			// Another plaintext is never right, acknowledged or not, old or not.
			if s := seals.find(o.Seal); s != nil {
				t.add(o.Emitted, citing(s, o), "%s opened #%d at %s under v%d to another plaintext; %s had sealed it under v%d at %s",
					o.Node, s.ID, at(o.Emitted), o.Version, s.Node, s.Version, at(s.Emitted))
			}
		case UnknownKey:
			s := seals.find(o.Seal)
			if s == nil || !s.Acked || o.Emitted < s.Emitted {
				continue
			}
			until := min(s.Emitted+h.Policy.Lifetime, ls.get(s.Version).emergency)
			if o.Emitted < until {
				t.add(o.Emitted, citing(s, o), "%s answered at %s that it does not know v%d, under which %s had sealed #%d at %s, to be opened until %s",
					o.Node, at(o.Emitted), s.Version, s.Node, s.ID, at(s.Emitted), at(until))
			}
		}
	}
	return t.v
}
