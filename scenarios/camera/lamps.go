package camera

import (
	"slices"

	"pawl/checker"
	"pawl/reports/film"
	"pawl/sim/deploy"
)

// lamps are the invariants, in the order of reports, and what processes did to themselves.
func (c *camera) lamps() {
	c.f.Lamps = []film.Lamp{}
	sentences := map[string]string{} // looked up only
	for i := range checker.All {
		sentences[checker.All[i].ID] = checker.All[i].Sentence
	}
	violations := c.o.Report.Violations()
	for i := range c.o.Report.Verdicts {
		v := &c.o.Report.Verdicts[i]
		l := film.Lamp{ID: v.Invariant, Sentence: sentences[v.Invariant], State: film.Held, Count: v.Count, Broken: []film.Breach{}}
		for k := range violations {
			if x := &violations[k]; x.Invariant == v.Invariant {
				l.Broken = append(l.Broken, c.violation(x))
			}
		}
		l.Count = max(l.Count, len(l.Broken)) // what clients saw of an object is not among the judge's
		switch {
		case l.Count > 0:
			l.State = film.Violated
		case v.Inconclusive != "":
			l.State, l.Why = film.Inconclusive, v.Inconclusive
		case !v.Judged && !c.legal(v.Invariant):
			l.State, l.Why = film.Unjudged, v.WhyNot
		}
		c.f.Lamps = append(c.f.Lamps, first(l))
	}
	c.objects(sentences)
	c.findings()
}

// legal says that an object of an invariant was judged as linearizable, and is.
func (c *camera) legal(id string) bool {
	return slices.ContainsFunc(c.o.Report.Linear, func(l checker.Linearity) bool { return l.Invariant == id && l.Result == checker.Linearizable })
}

// objects adds what is judged of objects alone, and makes what was given up inconclusive.
func (c *camera) objects(sentences map[string]string) {
	for i := range c.o.Report.Linear {
		o := &c.o.Report.Linear[i]
		k := slices.IndexFunc(c.f.Lamps, func(l film.Lamp) bool { return l.ID == o.Invariant })
		if k < 0 {
			k = len(c.f.Lamps)
			l := film.Lamp{ID: o.Invariant, Sentence: sentences[o.Invariant], State: film.Held, Broken: []film.Breach{}}
			for _, v := range c.o.Report.Violations() {
				if v.Invariant == o.Invariant {
					l.Broken, l.Count, l.State = append(l.Broken, c.violation(&v)), l.Count+1, film.Violated
				}
			}
			c.f.Lamps = append(c.f.Lamps, first(l))
		}
		if l := &c.f.Lamps[k]; o.Result == checker.Undecided && l.State != film.Violated {
			l.State, l.Why = film.Inconclusive, "the search for an order of "+o.Object+" that fits was given up"
		}
	}
}

// findings are panics, endless loops and the like.
func (c *camera) findings() {
	for _, x := range c.o.Findings {
		v := film.Breach{Detail: x.Detail, At: int64(x.At), Frame: c.f.FrameAt(int64(x.At)), Cites: []film.Pointer{}}
		k := slices.IndexFunc(c.f.Lamps, func(l film.Lamp) bool { return l.ID == x.Kind })
		if k < 0 {
			k = len(c.f.Lamps)
			c.f.Lamps = append(c.f.Lamps, film.Lamp{ID: x.Kind, Sentence: "No process does this to itself.", State: film.Violated, Broken: []film.Breach{}})
		}
		l := &c.f.Lamps[k]
		l.Count++
		l.Broken = append(l.Broken, v)
		*l = first(*l)
	}
}

// first fills in at which frame a lamp goes out.
func first(l film.Lamp) film.Lamp {
	for i, v := range l.Broken {
		if i == 0 || v.At < l.At {
			l.At, l.Frame = v.At, v.Frame
		}
	}
	return l
}

// violation is one, at the frame of what it speaks of that happened then, else at the last one
// before it.
func (c *camera) violation(x *checker.Violation) film.Breach {
	v := film.Breach{Clause: x.Clause, Key: x.Key, Detail: x.Detail, At: int64(max(0, x.At)), Frame: c.f.FrameAt(int64(x.At)), Cites: []film.Pointer{}}
	for i := range x.Cites {
		cite := &x.Cites[i]
		f := film.Pointer{Of: string(cite.Of), Who: cite.Who, At: int64(max(0, cite.At)), Frame: c.cited(cite)}
		v.Cites = append(v.Cites, f)
		if cite.At == x.At && f.Frame != 0 {
			v.Frame = f.Frame
		}
	}
	return v
}

// citedIn is the kind of frame in which something that is cited happened, and whether it is in
// the lane of whoever did it, or else in that of whom they asked.
var citedIn = map[checker.Part]struct { // looked up only
	kind string
	own  bool
}{
	checker.OfView:     {deploy.Written, false},
	checker.OfGrant:    {deploy.Written, false},
	checker.OfSealing:  {deploy.Written, false},
	checker.OfKept:     {deploy.Written, false},
	checker.OfSeal:     {deploy.Sealed, true},
	checker.OfOpen:     {deploy.Opened, true},
	checker.OfEffect:   {deploy.Replied, false},
	checker.OfAsk:      {deploy.Replied, false},
	checker.OfTrigger:  {deploy.Sent, false},
	checker.OfLodge:    {deploy.Sent, false},
	checker.OfRecall:   {deploy.KeptFor, true},
	checker.OfMeddling: {deploy.Written, false},
}

// cited is the frame of what is cited; 0 if there is none at that time.
func (c *camera) cited(cite *checker.Cite) int {
	if cite.Of == checker.OfView {
		for i := range c.p.Views {
			if v := &c.p.Views[i]; v.At == cite.At && v.Key == cite.Key && v.By == cite.Who {
				return c.frameOf(v.Revision, int64(v.At))
			}
		}
	}
	for i := range c.p.Stamps {
		if g := &c.p.Stamps[i]; g.At == cite.At && g.Cite() == *cite {
			if id := c.writes[write{stood{g.Revision, g.At}, g.Object}]; id != 0 {
				return id
			}
		}
	}
	return c.like(cite)
}

// like is a frame of the moment that is of the kind in which such things happen, else any of the
// machine's, else any.
func (c *camera) like(cite *checker.Cite) int {
	in, who := citedIn[cite.Of], c.laneOf(cite.Who)
	best, worth := 0, 0
	for id := c.f.FrameAt(int64(cite.At)); c.f.Has(id) && c.f.Frames.At[id-c.f.First] == int64(cite.At); id-- {
		x := c.f.Frame(id)
		w := 1
		theirs := x.Lane == who || x.Message != 0 && (c.f.Messages.From[x.Message-1] == who || c.f.Messages.To[x.Message-1] == who)
		if x.Kind == in.kind && (theirs || !in.own && x.Message == 0) {
			w = 3
		} else if theirs {
			w = 2
		}
		if w >= worth {
			best, worth = id, w
		}
	}
	return best
}
