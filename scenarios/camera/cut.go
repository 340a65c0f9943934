package camera

import (
	"fmt"
	"slices"

	"pawl/reports/film"
)

// cut leaves a stretch of a run that has more frames than a film: the one that leads to the first
// violation, else the beginning.
func (c *camera) cut(most int) {
	n := c.f.Len()
	if n <= most {
		return
	}
	last := most
	for i, l := range c.firstOut() {
		if i == 0 {
			last = min(n, max(most, l+most/10))
		}
	}
	c.keep(last-most+1, last)
	c.f.Cut = film.Cut{Before: last - most, After: n - last,
		Advice: fmt.Sprintf("the run has %d events, of which %d to %d are filmed; to have all of it, make it with fewer nodes, clients or keys, or for a shorter time", n, last-most+1, last)}
}

// firstOut is the frame of the first violation, if there is one.
func (c *camera) firstOut() (all []int) {
	for i := range c.f.Lamps {
		if id := c.f.Lamps[i].Frame; id != 0 {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return all
}

// keep leaves the frames from one to another, and what there is beside them in that time.
func (c *camera) keep(first, last int) {
	f := c.f
	from, to := f.Frames.At[first-1], f.Frames.At[last-1]
	in := func(id int) int {
		if id < first || id > last {
			return 0
		}
		return id
	}
	c.keepKnowings(first, last)
	x := &f.Frames
	stretch := func(all []int) []int { return slices.Clone(all[first-1 : last]) }
	x.Cause, x.Lane, x.Kind, x.Says, x.Message, x.Step = stretch(x.Cause), stretch(x.Lane), stretch(x.Kind), stretch(x.Says), stretch(x.Message), stretch(x.Step)
	x.At = slices.Clone(x.At[first-1 : last])
	f.First = first
	for i := range x.Cause {
		x.Cause[i] = in(x.Cause[i])
	}
	c.keepMessages(in)
	f.Stamps = slices.DeleteFunc(f.Stamps, func(s film.StampMark) bool { return s.To < from || s.From > to })
	f.Leases = slices.DeleteFunc(f.Leases, func(l film.LeaseMark) bool { return l.Ended < from || l.Granted > to })
	f.Margins = slices.DeleteFunc(f.Margins, func(m film.Margin) bool { return m.To < from || m.From > to })
	for i := range f.Stamps {
		f.Stamps[i].Frame = in(f.Stamps[i].Frame)
	}
	for i := range f.Bands {
		f.Bands[i].Frame = in(f.Bands[i].Frame)
	}
	for i := range f.Events {
		f.Events[i].Frame = in(f.Events[i].Frame)
	}
	for i := range f.Tenures {
		f.Tenures[i].Frame = in(f.Tenures[i].Frame)
	}
	for i := range f.Lamps {
		l := &f.Lamps[i]
		l.Frame = in(l.Frame)
		for k := range l.Broken {
			l.Broken[k].Frame = in(l.Broken[k].Frame)
			for n := range l.Broken[k].Cites {
				l.Broken[k].Cites[n].Frame = in(l.Broken[k].Cites[n].Frame)
			}
		}
	}
	c.keepTexts()
}

// keepMessages leaves those of which anything is in the film.
func (c *camera) keepMessages(in func(int) int) {
	old := c.f.Messages
	c.f.Messages = film.Messages{}
	x, became, said := &c.f.Messages, make([]int, len(old.Sent)+1), make([]bool, len(old.Sent)+1)
	for _, n := range c.f.Frames.Message {
		said[n] = true
	}
	for i := range old.Sent {
		asked, answer, heard := in(old.Asked[i]), in(old.Answer[i]), in(old.Heard[i])
		if !said[i+1] {
			continue
		}
		if answer == 0 {
			heard = 0
		}
		x.From, x.To, x.Label, x.Fate = append(x.From, old.From[i]), append(x.To, old.To[i]), append(x.Label, old.Label[i]), append(x.Fate, old.Fate[i])
		x.Asked, x.Answer, x.Heard = append(x.Asked, asked), append(x.Answer, answer), append(x.Heard, heard)
		x.Sent, x.Arrived, x.Answered, x.Received = append(x.Sent, old.Sent[i]), append(x.Arrived, old.Arrived[i]), append(x.Answered, old.Answered[i]), append(x.Received, old.Received[i])
		became[i+1] = len(x.Sent)
	}
	for i, n := range c.f.Frames.Message {
		c.f.Frames.Message[i] = became[n]
	}
}

// keepKnowings has what was known before the first frame known at it.
func (c *camera) keepKnowings(first, last int) {
	old := c.f.Knowings
	newest := map[place]int{} // row, of those before; looked up only
	for i, id := range old.Frame {
		if id <= first {
			newest[place{old.Lane[i], old.Key[i]}] = i
		}
	}
	c.f.Knowings = film.Knowings{}
	x := &c.f.Knowings
	for i, id := range old.Frame {
		if id > last || id <= first && newest[place{old.Lane[i], old.Key[i]}] != i {
			continue
		}
		x.Frame, x.Lane, x.Key = append(x.Frame, max(id, first)), append(x.Lane, old.Lane[i]), append(x.Key, old.Key[i])
		x.Revision, x.Phase, x.Fence, x.Owns = append(x.Revision, old.Revision[i]), append(x.Phase, old.Phase[i]), append(x.Fence, old.Fence[i]), append(x.Owns, old.Owns[i])
		x.Seals, x.Opens = append(x.Seals, old.Seals[i]), append(x.Opens, old.Opens[i])
	}
}

// keepTexts leaves the texts that are spoken of.
func (c *camera) keepTexts() {
	f, old := c.f, c.f.Texts
	f.Texts, c.texts = nil, map[string]int{}
	c.text("")
	for _, column := range [][]int{f.Frames.Kind, f.Frames.Says, f.Frames.Step, f.Messages.Label, f.Messages.Fate, f.Knowings.Phase, f.Knowings.Opens} {
		for i, n := range column {
			column[i] = c.text(old[n])
		}
	}
}
