package paper

import (
	"fmt"
	"regexp"
)

// Check says what no renderer could make sense of. Each calls it first, so that a document is
// refused by all of them or by none.
func (d Document) Check() error {
	id := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	taken := map[string]bool{}
	for i, s := range d.Sections {
		if !id.MatchString(s.ID) || taken[s.ID] {
			return fmt.Errorf("section %d, %q: its ID %q must be of lower-case letters, digits and single dashes, and no other section's", i+1, s.Title, s.ID)
		}
		taken[s.ID] = true
		for j, b := range s.Blocks {
			if err := check(b); err != nil {
				return fmt.Errorf("section %d, %q: block %d: %w", i+1, s.Title, j+1, err)
			}
		}
	}
	return nil
}

func check(b Block) error {
	switch b := b.(type) {
	case Table:
		return b.check()
	case Picture:
		return b.check()
	case Callout:
		return b.Tone.check()
	case nil:
		return fmt.Errorf("it is nil: leave it out")
	}
	return nil
}

func (t Table) check() error {
	for i, r := range t.Rows {
		if len(r) != len(t.Columns) {
			return fmt.Errorf("table %q: row %d has %d cells, and there are %d columns", t.Caption, i+1, len(r), len(t.Columns))
		}
		for _, c := range r {
			if err := c.Tone.check(); err != nil {
				return fmt.Errorf("table %q: row %d: %w", t.Caption, i+1, err)
			}
		}
	}
	return nil
}

func (p Picture) check() error {
	if !measurable(p.Width) || !measurable(p.Height) || p.Width <= 0 || p.Height <= 0 {
		return fmt.Errorf("picture %q is %v wide and %v high: it needs a size", p.Title, p.Width, p.Height)
	}
	for i, s := range p.Shapes {
		if err := checkShape(s); err != nil {
			return fmt.Errorf("picture %q: shape %d: %w", p.Title, i+1, err)
		}
	}
	return p.Facts.check()
}

func checkShape(s Shape) error {
	var numbers []float64
	var tone Tone
	switch s := s.(type) {
	case Box:
		numbers, tone = []float64{s.X, s.Y, s.Width, s.Height, s.Fill.Strength}, s.Fill.Tone
	case Stroke:
		for _, p := range s.Points {
			numbers = append(numbers, p.X, p.Y)
		}
		tone = s.Fill.Tone
	case Label:
		numbers = []float64{s.X, s.Y, s.Size}
		if s.Anchor != Start && s.Anchor != Middle && s.Anchor != End {
			return fmt.Errorf("%q is no anchor", s.Anchor)
		}
	}
	for _, n := range numbers {
		if !measurable(n) {
			return fmt.Errorf("%v is no place", n)
		}
	}
	return tone.check()
}

func (t Tone) check() error {
	switch t {
	case Plain, Good, Bad, Doubt, Quiet:
		return nil
	}
	return fmt.Errorf("%q is no tone: it is good, bad, doubt, quiet or nothing", string(t))
}
