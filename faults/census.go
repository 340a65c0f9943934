package faults

import "time"

// An Occurrence is one time that a run came to a moment.
type Occurrence struct {
	Place When          // where an event would wait for it
	Since time.Duration // the start of the run
	By    string        // the machine that reached it
	Owner string        // of the key that it is about; empty: nobody was
}

// A Census writes down the moments that a run comes to. Nothing waits for them, so
// that it changes nothing: the run is the one that it would be without.
type Census struct {
	d    Deployment
	keys []string
	now  func() time.Duration
	seen []tallies // by Moment
	all  []Occurrence
}

// NewCensus makes an empty one, of a run with these keys. Now is true time since the
// start of the run.
func NewCensus(d Deployment, keys []string, now func() time.Duration) *Census {
	return &Census{d: d, keys: keys, now: now, seen: make([]tallies, len(Meanings)+1)}
}

// Reached tells that a machine has reached a moment, as [Agenda.Reached] is told. It may
// be called on a nil Census, which writes nothing down.
func (c *Census) Reached(m Moment, key, by string) {
	if c == nil || m == 0 {
		return
	}
	o := Occurrence{Place: When{On: m.String(), Nth: c.seen[m].add(key)}, Since: c.now(), By: by}
	if len(c.keys) > 1 && o.Place.tellsKey() {
		o.Place.Key = key
	}
	if key == "" && len(c.keys) == 1 {
		key = c.keys[0]
	}
	if key != "" {
		for _, m := range c.d.Members(owner, key) { // one, or none
			o.Owner = m
		}
	}
	c.all = append(c.all, o)
}

// All are the occurrences until now, in their order.
func (c *Census) All() []Occurrence {
	if c == nil {
		return nil
	}
	return c.all
}
