package paper

// A Picture is a drawing, from the top left corner, in units of which a text of ordinary size
// is 10 high.
type Picture struct {
	Title         string
	Says          string // in a sentence, what it shows: for who cannot see it
	Width, Height float64
	Shapes        []Shape
	Facts         Table // the same as a table
}

// A Shape is one of the types below. What comes later is drawn above what comes earlier.
type Shape interface{ shape() }

// A Box is filled.
type Box struct {
	X, Y, Width, Height float64
	Fill                Fill
	Tip                 string // what it stands for, where a reader can point at it
}

// A Stroke is a line through points.
type Stroke struct {
	Points []Point
	Fill   Fill
	Dashed bool
}

// A Point is a place.
type Point struct{ X, Y float64 }

// A Label is one line of text. Y is its base line.
type Label struct {
	X, Y   float64
	Text   string
	Size   float64 // 0 stands for 10
	Anchor Anchor
	Quiet  bool
	Steep  bool // written upwards
}

// An Anchor is which end of a label stands at its place.
type Anchor string

// The anchors.
const (
	Start  Anchor = ""
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// A Fill is a tone in some strength, from 0, which is hardly seen, to 1.
type Fill struct {
	Tone     Tone
	Strength float64
}

func (Box) shape()    {}
func (Stroke) shape() {}
func (Label) shape()  {}
