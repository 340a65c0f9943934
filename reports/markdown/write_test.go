package markdown

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

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

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

func TestEachKindIsWritten(t *testing.T) {
	text := written(t, specimen.Each())
	for kind, want := range map[string]string{
		"title":     "# Key rotation under faults: evidence\n\nEngine reference",
		"stamp":     "> **Specimen – not signed**\n",
		"section":   "\n## 2. Results\n",
		"heading":   "\n### What is never claimed\n",
		"paragraph": "\nThe end.\n",
		"list":      "\n- That keys in production rotate.\n",
		"code":      "\n```\npawl replay failures/0003127.json\n",
		"callout":   "> [!CAUTION]\n> **One counterexample is open**\n>\n> S4 was",
		"table":     "| Invariant | In words | Runs | Verdict |\n| --- | --- | ---: | --- |\n| S1 |",
		"tone":      "| **violated** |",
		"picture":   "**Run 3,127** A worker stalls",
		"facts":     "| worker/2 | 12 |  | published |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in the text: %s", kind, want)
		}
	}
}

var (
	tag    = regexp.MustCompile(`<[^>]*>`)
	quoted = regexp.MustCompile(`"[^"]*"`)
)

// read is what a reader of GitHub's Markdown makes of a text: its markup, and its words.
func read(t *testing.T, text string) (markup []string, words string) {
	t.Helper()
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(text), &b); err != nil {
		t.Fatal(err)
	}
	page := quoted.ReplaceAllString(b.String(), `""`)
	return tag.FindAllString(page, -1), html.UnescapeString(tag.ReplaceAllString(b.String(), " "))
}

// TestTextStaysText: whatever a text is, a parser finds the markup of a harmless one, and reads
// the text that went in.
func TestTextStaysText(t *testing.T) {
	harmless, _ := read(t, written(t, specimen.Hostile("harmless")))
	for _, text := range specimen.Hostiles() {
		out := written(t, specimen.Hostile(text))
		markup, words := read(t, out)
		if !slices.Equal(markup, harmless) {
			t.Errorf("%q becomes\n%q\nwant\n%q\nin\n%s", text, markup, harmless, out)
		}
		flat := strings.Join(strings.Fields(words), " ")
		if want := strings.Join(strings.Fields(paper.Visible(text)), " "); strings.Count(flat, want) < 10 {
			t.Errorf("%q is read %d times as %q in\n%s", text, strings.Count(flat, want), want, out)
		}
		for _, r := range out {
			if r != '\n' && r != '\t' && !unicode.IsGraphic(r) {
				t.Errorf("%q writes %U", text, r)
			}
		}
	}
}

// TestFences: a fence within code does not end it.
func TestFences(t *testing.T) {
	code := "a\n```\n`````\n# no heading"
	out := written(t, paper.Document{Title: "T", Sections: []paper.Section{{ID: "a", Title: "A", Blocks: []paper.Block{paper.Code{Text: code}}}}})
	if !strings.Contains(out, "\n``````\n"+code+"\n``````\n") {
		t.Error(out)
	}
}

// A block of no kind that there is.
type unheard struct{ paper.Block }

func TestUnknownBlocksAreRefused(t *testing.T) {
	err := Write(io.Discard, paper.Document{Sections: []paper.Section{{ID: "a", Blocks: []paper.Block{unheard{}}}}})
	if err == nil || !strings.Contains(err.Error(), "nothing writes a markdown.unheard") {
		t.Error(err)
	}
}

func TestLongTexts(t *testing.T) {
	begin := time.Now()
	if text := written(t, specimen.Long(5000)); len(text) > 3<<20 {
		t.Errorf("%d bytes", len(text))
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %v", took)
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
