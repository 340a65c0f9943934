package sim

// Choices are the decisions of a run while it lasts. A run makes thousands, and
// nobody knows how many before: they are kept without pointers, which cost
// nothing to write or collect, and in pieces that are never copied.
type choices struct {
	count  int
	calm   int      // others, that are known without being kept
	none   bool     // keep none
	places []string // that have decided, in order
	full   [][]choice
	last   []choice
}

type choice struct {
	place        uint32 // counted from 1
	among, which int32
}

const pieceOfChoices = 1024

// enter numbers a place that decides for the first time.
func (c *choices) enter(place string) uint32 {
	c.places = append(c.places, place)
	return uint32(len(c.places))
}

func (c *choices) add(place uint32, among, which int32) {
	c.count++
	if c.none {
		return
	}
	if len(c.last) == cap(c.last) {
		c.full = append(c.full, c.last)
		c.last = make([]choice, 0, pieceOfChoices)
	}
	c.last = append(c.last, choice{place, among, which})
}

// decisions returns them in the form that is for others.
func (c *choices) decisions() []Decision {
	if c.none {
		return nil
	}
	log := make([]Decision, 0, c.count)
	for _, piece := range append(c.full, c.last) {
		for _, d := range piece {
			log = append(log, Decision{c.places[d.place-1], d.among, d.which})
		}
	}
	return log
}
