package checker

import "slices"

// Counts are what a run came to in numbers: how much was done, how much was turned away,
// and how much was asked for to do it. An engine that breaks no rule can still be
// useless: what it does is held against what another does in the same runs.
type Counts struct {
	Seals       int // emitted
	Denials     int // requests to seal that a node turned away
	Opens       int // answered rightly
	Unavailable int // opens that a node turned away
	Windows     int // for which somebody with the right asked for a rotation
	Admitted    int // rotations
	Commits     int
	Replaced    int // versions, by a commit
	Destroyed   int // versions, the burnt ones apart
	Nodes       int // requests that nodes have sent to other machines
	Workers     int // and workers
	Acts        int // halts, resumes and aborts that an operator with the right asked for
	Unsupported int // of these, that were refused since there is no such act in the engine
	Happened    int // what there may be something left of in the store: requests, starts, effects, texts that were kept, steps of a rotation or of a version
	Left        int // stored keys of the engine that are there at the end, and hang on no lease
	LeftBytes   int // what they and their values come to

	Record bool // commits and destroyed versions could be counted: the engine tells of them
}

// count counts what a run came to.
func count(h *Past, parts []*Past) Counts {
	c := Counts{Seals: len(h.Seals), Denials: len(h.Denials), Record: h.Offers.Record}
	node := map[string]bool{} // machines; looked up only
	for _, m := range h.Machines {
		node[m.Name] = m.Duty == NodeDuty
	}
	for i := range h.Asks {
		if node[machineOf(h.Asks[i].By)] {
			c.Nodes++
		} else {
			c.Workers++
		}
	}
	for i := range h.Opens {
		if h.Opens[i].Relying {
			continue
		}
		switch h.Opens[i].Answer {
		case Right:
			c.Opens++
		case Unavailable:
			c.Unavailable++
		}
	}
	windows := map[[2]string]bool{} // by key and name; only counted
	for i := range h.Triggers {
		t := &h.Triggers[i]
		if t.Outcome == Admitted {
			c.Admitted++
		}
		if slices.Contains(h.Policy.Callers, t.Caller) {
			windows[[2]string{t.Key, t.Window}] = true
		}
	}
	c.Windows = len(windows)
	for i := range h.Acts {
		c.act(h, &h.Acts[i])
	}
	c.Happened = len(h.Triggers) + len(h.Acts) + len(h.Starts) + len(h.Effects) + len(h.Keeps)
	for _, part := range parts {
		c.rotations(part)
	}
	c.left(h)
	return c
}

// act counts an act that any engine needs, if somebody asked for it who may: one that has none of
// them refuses nothing in vain, and nobody can stop it.
func (c *Counts) act(h *Past, a *Act) {
	if !recorded(a.Verb) || !h.operates(a.Operator) || a.malformed() != "" {
		return
	}
	c.Acts++
	if a.Outcome == Refused && h.unsupported(a) {
		c.Unsupported++
	}
}

// left counts what the engine has left in the store. What hangs on a lease goes with it.
func (c *Counts) left(h *Past) {
	stands := map[string]int{} // bytes, by stored key; looked up and counted only
	for i := range h.Facts {
		w, is := h.Facts[i].What.(*Wrote)
		if !is {
			continue
		}
		c.LeftBytes -= stands[w.Object]
		if delete(stands, w.Object); !w.Deleted && w.Lease == 0 {
			stands[w.Object] = len(w.Object) + len(w.Value)
			c.LeftBytes += stands[w.Object]
		}
	}
	c.Left = len(stands)
}

// rotations counts what became of the rotations and versions of one key.
func (c *Counts) rotations(h *Past) {
	destroyed := map[uint32]bool{}
	anyView(h, func(v, prev *View) bool {
		if v.Phase == Committed && (prev == nil || prev.Phase != Committed) {
			c.Commits++
			if prev != nil && prev.Active != 0 {
				c.Replaced++
			}
		}
		if prev == nil || prev.Phase != v.Phase || prev.Owner != v.Owner {
			c.Happened++
		}
		for i := range v.Versions {
			if prev == nil || prev.state(v.Versions[i].N) != v.Versions[i].State {
				c.Happened++
			}
			if x := &v.Versions[i]; x.State == Destroyed && !destroyed[x.N] {
				destroyed[x.N] = true
				c.Destroyed++
			}
		}
		return false
	})
}

// AddActs adds what another run's operators asked for, and nothing else.
func (c *Counts) AddActs(x Counts) {
	c.Acts += x.Acts
	c.Unsupported += x.Unsupported
}

// Add adds another run's.
func (c *Counts) Add(x Counts) {
	c.Seals += x.Seals
	c.Denials += x.Denials
	c.Opens += x.Opens
	c.Unavailable += x.Unavailable
	c.Windows += x.Windows
	c.Admitted += x.Admitted
	c.Commits += x.Commits
	c.Replaced += x.Replaced
	c.Destroyed += x.Destroyed
	c.Nodes += x.Nodes
	c.Workers += x.Workers
	c.AddActs(x)
	c.Happened += x.Happened
	c.Left += x.Left
	c.LeftBytes += x.LeftBytes
	c.Record = c.Record || x.Record
}
