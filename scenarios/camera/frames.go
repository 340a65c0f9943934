package camera

import (
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/deploy"
)

// frames makes a frame of each event, and a message of each request.
func (c *camera) frames() {
	for i := range c.trace {
		e := &c.trace[i]
		if cause := c.causeOf(e); cause != 0 {
			c.follows[cause] = append(c.follows[cause], int(e.ID))
		}
	}
	m := newMail(c)
	for i := range c.trace {
		e := &c.trace[i]
		id := int(e.ID)
		x := &c.f.Frames
		x.Cause = append(x.Cause, c.causeOf(e))
		x.At = append(x.At, int64(e.At))
		x.Lane = append(x.Lane, c.laneOf(e.Actor))
		x.Kind = append(x.Kind, c.text(e.What))
		x.Step = append(x.Step, c.text(stepOf(e)))
		message := 0
		switch e.What {
		case deploy.Sent:
			message = m.sent(e)
		case deploy.Replied:
			message = m.replied(e)
		case deploy.Written:
			w := write{stood{e.A, e.At}, e.Detail}
			c.writes[w] = id
			if c.revision[w.stood] == 0 {
				c.revision[w.stood] = id
			}
		}
		x.Message = append(x.Message, message)
		x.Says = append(x.Says, c.text(c.tell(e, m.fact(message))))
	}
	m.settle()
}

// causeOf is the event that another follows from. What is planned, and who is there at the
// beginning, stands in the trace in some order, which is no cause.
func (c *camera) causeOf(e *sim.Event) int {
	if e.Cause == 0 || e.What == deploy.Planned {
		return 0
	}
	cause := &c.trace[e.Cause-1]
	if cause.What == deploy.Planned || e.What == deploy.Started && cause.What == deploy.Started && e.At == 0 {
		return 0
	}
	return int(e.Cause)
}

// stepOf is the step of a rotation that an event is about.
func stepOf(e *sim.Event) string {
	if e.What != deploy.Sent && e.What != deploy.Replied {
		return ""
	}
	k, _ := faults.Lookup(e.Detail)
	return k.Step.Name
}
