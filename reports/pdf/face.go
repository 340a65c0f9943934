package pdf

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// faces are the typefaces of a document.
type faces struct{ text, bold, mono *face }

func (f faces) all() []*face { return []*face{f.text, f.bold, f.mono} }

func loadFaces() (f faces, err error) {
	for _, x := range []struct {
		to            **face
		family, style string
		data          []byte
	}{{&f.text, "text", "", goregular.TTF}, {&f.bold, "text", "B", gobold.TTF}, {&f.mono, "mono", "", gomono.TTF}} {
		font, err := sfnt.Parse(x.data)
		if err != nil {
			return f, fmt.Errorf("typeface %s %s: %w", x.family, x.style, err)
		}
		*x.to = &face{family: x.family, style: x.style, data: x.data, font: font, advances: map[rune]float64{}}
	}
	return f, nil
}

// A face is a typeface, and how wide its letters are.
type face struct {
	family, style string
	data          []byte
	font          *sfnt.Font
	buffer        sfnt.Buffer
	advances      map[rune]float64 // of a size of 1; less than 0 where there is no letter
}

// width is that of a text that can be set.
func (f *face) width(text string, size float64) (sum float64) {
	for _, r := range text {
		sum += max(0, f.advance(r))
	}
	return sum * size
}

func (f *face) advance(r rune) float64 {
	if a, known := f.advances[r]; known {
		return a
	}
	a := -1.0
	units := fixed.Int26_6(f.font.UnitsPerEm())
	if glyph, err := f.font.GlyphIndex(&f.buffer, r); err == nil && glyph != 0 && r <= 0xffff {
		if w, err := f.font.GlyphAdvance(&f.buffer, glyph, units, font.HintingNone); err == nil {
			a = float64(w) / float64(units)
		}
	}
	f.advances[r] = a
	return a
}

// settable is a text with all letters that this face has none for written out: a box, or
// nothing, in their place would hide what they are.
func (f *face) settable(text string) string {
	has := func(r rune) bool { return f.advance(r) >= 0 }
	if strings.IndexFunc(text, func(r rune) bool { return !has(r) }) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case has(r):
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

// settableCode is settable with tabs left as they are, which lines of code are broken by.
func (f *face) settableCode(line string) string {
	parts := strings.Split(line, "\t")
	for i := range parts {
		parts[i] = f.settable(parts[i])
	}
	return strings.Join(parts, "\t")
}
