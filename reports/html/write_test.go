package html

import (
	"bytes"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pawl/reports/paper"
	"pawl/reports/paper/specimen"
)

func written(t testing.TB, d paper.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestEachKindIsWritten holds the page to contain what only that kind of block says.
func TestEachKindIsWritten(t *testing.T) {
	page := written(t, specimen.Each())
	for kind, want := range map[string]string{
		"heading":   `<h3>What is never claimed</h3>`,
		"paragraph": `<p>The end.</p>`,
		"list":      `<li>That keys in production rotate.</li>`,
		"code":      `<span>pawl</span> <span>replay</span>`,
		"callout":   `<aside class="callout bad">`,
		"table":     `<td class="right">12,000</td><td class="good">held</td>`,
		"box":       `<rect class="b-doubt-6"`,
		"tip":       `<title>stall, committed: none, and could have been</title>`,
		"stroke":    `<polyline class="s-doubt-10 dashed"`,
		"label":     `>store unavailable</text>`,
		"facts":     `<summary>The same as a table</summary>`,
		"contents":  `<li><a href="#results">Results</a></li>`,
		"stamp":     `@bottom-left { content: "Specimen – not signed" }`,
		"policy":    `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`,
		"dark":      `@media screen and (prefers-color-scheme: dark)`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in the page: %s", kind, want)
		}
	}
	if strings.Contains(page, "ZgotmplZ") {
		t.Error("the template refused a value")
	}
}

// A block of no kind that there is.
type unheard struct{ paper.Block }

func TestUnknownBlocksAreRefused(t *testing.T) {
	err := Write(io.Discard, paper.Document{Sections: []paper.Section{{ID: "a", Blocks: []paper.Block{unheard{}}}}})
	if err == nil || !strings.Contains(err.Error(), "no template for a html.unheard") {
		t.Error(err)
	}
}

var (
	quoted = regexp.MustCompile(`"[^"]*"`)
	tag    = regexp.MustCompile(`<[^>]*>`)
	styles = regexp.MustCompile(`(?s)<style>.*?</style>`)
)

// skeleton is all of a page that is markup.
func skeleton(page string) []string {
	return tag.FindAllString(quoted.ReplaceAllString(page, `""`), -1)
}

// TestTextStaysText: whatever a text is, the page's markup is that of a harmless one as long,
// and the text can be read in it.
func TestTextStaysText(t *testing.T) {
	for _, text := range specimen.Hostiles() {
		page := written(t, specimen.Hostile(text))
		harmless := written(t, specimen.Hostile(strings.Repeat("x", utf8.RuneCountInString(text))))
		got, want := skeleton(page), skeleton(harmless)
		// Words of code are told apart, and the harmless text is a single one.
		span := func(s string) bool { return s == "<span>" || s == "</span>" }
		if got, want = slices.DeleteFunc(got, span), slices.DeleteFunc(want, span); !slices.Equal(got, want) {
			t.Errorf("%q becomes markup:\n%q\nwant\n%q", text, got, want)
		}
		words := html.UnescapeString(tag.ReplaceAllString(styles.ReplaceAllString(page, ""), ""))
		if shown := paper.Visible(text); strings.Count(words, shown) < 10 {
			t.Errorf("%q is not shown as %q", text, shown)
		}
		for _, r := range page {
			if r != '\n' && r != '\t' && !unicode.IsGraphic(r) {
				t.Errorf("%q puts %U on the page", text, r)
			}
		}
	}
}

// TestLongPages: it stays usable, and takes no longer for a row than for the one before.
func TestLongPages(t *testing.T) {
	begin := time.Now()
	page := written(t, specimen.Long(5000))
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	if len(page) > 3<<20 {
		t.Errorf("%d bytes", len(page))
	}
}

func BenchmarkWrite(b *testing.B) {
	d := specimen.Long(5000)
	for b.Loop() {
		if err := Write(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}

// A table without titles has no head.
func TestNoHeadIsEmpty(t *testing.T) {
	for title, want := range map[string]int{"": 0, "Value": 1} {
		table := paper.Table{Columns: []paper.Column{{}, {Title: title}}, Rows: [][]paper.Cell{paper.Cells("a", "b")}}
		page := written(t, paper.Document{Title: "T", Sections: []paper.Section{{ID: "a", Title: "A", Blocks: []paper.Block{table}}}})
		if n := strings.Count(page, "<thead>"); n != want {
			t.Errorf("with the title %q there are %d heads", title, n)
		}
	}
}
