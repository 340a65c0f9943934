package pdf

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pawl/reports/paper"
	"pawl/reports/paper/specimen"
)

func written(t testing.TB, d paper.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestTheSameBytes: a date, a random name or the order of a map would differ.
func TestTheSameBytes(t *testing.T) {
	once := written(t, specimen.Each())
	for range 5 {
		if again := written(t, specimen.Each()); !bytes.Equal(once, again) {
			t.Fatal("the same document gives other bytes")
		}
	}
	if now := time.Now().UTC().Format("D:200601"); bytes.Contains(once, []byte(now)) {
		t.Errorf("%s is in it, which is today", now)
	}
}

// TestEachKindIsSet holds the file to contain what only that kind of block says.
func TestEachKindIsSet(t *testing.T) {
	file := written(t, specimen.Each())
	words := wordsOf(t, file)
	for kind, want := range map[string]string{
		"letters":   "δ ≤ 0.05 and ρ ≥ 1: “per run drawn from this generator”, § 4.2, 3 × 3 → 9.",
		"minus":     "1 − 0.05^(1/N) ≈ 3/N",
		"heading":   "What is never claimed",
		"list":      "• That keys in production rotate.",
		"code":      "pawl replay failures/0003127.json",
		"callout":   "One counterexample is open S4 was violated in run 3,127; it is not waived.",
		"table":     "S1 No node seals under a version that is retired. 12,000 held",
		"label":     "store unavailable",
		"facts":     "Pictures as tables",
		"paragraph": "The end.",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("no %s in the file: %s", kind, want)
		}
	}
	if n := bytes.Count(file, []byte("/Title ")); n != 5 {
		t.Errorf("%d titles, of the document and four sections", n)
	}
}

// TestAllPagesSayWhatTheyAre: one page alone tells that it is not signed, and how many there are.
func TestAllPagesSayWhatTheyAre(t *testing.T) {
	pages := pagesOf(t, written(t, specimen.Each()))
	for i, page := range pages {
		for _, want := range []string{"Specimen – not signed", fmt.Sprintf("Page %d of %d", i+1, len(pages))} {
			if !slices.Contains(page, want) {
				t.Errorf("page %d does not say %q", i+1, want)
			}
		}
	}
}

// TestTablesGoOn: each page of a table has its head, and each row is there once.
func TestTablesGoOn(t *testing.T) {
	table := paper.Table{Caption: "Runs", Columns: []paper.Column{{Title: "Run", Right: true}, {Title: "Why"}}}
	for i := range 200 {
		table.Rows = append(table.Rows, paper.Cells(fmt.Sprintf("row-%d.", i), strings.Repeat("a long reason ", i%12)))
	}
	table.Rows = append(table.Rows, paper.Cells("tall", strings.Repeat("more words than a page has room for ", 900)))
	pages := pagesOf(t, written(t, document(table)))
	if len(pages) < 8 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, page := range pages {
		if !slices.Contains(page, "Why") {
			t.Errorf("page %d has no head of the table", i+1)
		}
	}
	words := wordsOf(t, written(t, document(table)))
	for i := range 200 {
		if n := strings.Count(words, fmt.Sprintf(" row-%d. ", i)); n != 1 {
			t.Errorf("row %d is there %d times", i, n)
		}
	}
	if n := strings.Count(words, "room for"); n < 890 { // where a line ends, words stand apart
		t.Errorf("of a row that is higher than a page %d of 900 sentences are there", n)
	}
}

// TestWideTablesAreSetInParts: each has the first column, and no column is lost.
func TestWideTablesAreSetInParts(t *testing.T) {
	table := paper.Table{Caption: "Wide", Columns: []paper.Column{{Title: "First"}}, Rows: [][]paper.Cell{{{Text: "row"}}}}
	for i := range 40 {
		table.Columns = append(table.Columns, paper.Column{Title: fmt.Sprintf("column-%d.", i)})
		table.Rows[0] = append(table.Rows[0], paper.Cell{Text: fmt.Sprintf("cell-%d.", i)})
	}
	words := wordsOf(t, written(t, document(table)))
	for i := range 40 {
		for _, want := range []string{fmt.Sprintf("column-%d.", i), fmt.Sprintf("cell-%d.", i)} {
			if n := strings.Count(words, want); n != 1 {
				t.Errorf("%s is there %d times", want, n)
			}
		}
	}
	if parts := strings.Count(words, "First"); parts < 2 || !strings.Contains(words, fmt.Sprintf("Wide (%d of %d)", parts, parts)) {
		t.Errorf("%d parts", parts)
	}
}

// TestNoHeadIsEmpty: where no column has a name there is no row for them.
func TestNoHeadIsEmpty(t *testing.T) {
	heads := func(title string) int {
		rows := [][]paper.Cell{paper.Cells("a", "b"), paper.Cells("c", "d")}
		grounds := 0
		for _, page := range contents(written(t, document(paper.Table{Columns: []paper.Column{{}, {Title: title}}, Rows: rows}))) {
			grounds += len(regexp.MustCompile(` re f\b`).FindAll(page, -1))
		}
		return grounds
	}
	if with, without := heads("Value"), heads(""); with != 1 || without != 0 {
		t.Errorf("%d grounds of heads where there is a title, and %d where there is none", with, without)
	}
}

// TestColumnsShare: a column of long texts leaves the others more than their longest words.
func TestColumnsShare(t *testing.T) {
	least, most := []float64{40, 40, 40}, []float64{60, 400, 10_000}
	got := shared(least, most, 480)
	if all := sum(got); all < 480+6*cellPad-0.01 || all > 480+6*cellPad+0.01 {
		t.Errorf("in all %v", all)
	}
	if got[0]-2*cellPad < 50 || got[1]-2*cellPad < 80 || got[2] <= got[1] {
		t.Errorf("widths %v", got)
	}
}

// TestWhatLeadsToATableStandsWithIt, with its heading.
func TestWhatLeadsToATableStandsWithIt(t *testing.T) {
	table := paper.Table{Columns: []paper.Column{{Title: "C"}}}
	for range 40 {
		table.Rows = append(table.Rows, paper.Cells(strings.Repeat("first ", 60)))
	}
	for above := 16; above < 32; above++ {
		blocks := slices.Repeat([]paper.Block{paper.Paragraph{Text: "above"}}, above)
		blocks = append(blocks, paper.Heading{Text: "The heading"}, paper.Paragraph{Text: "It leads."}, table)
		for i, page := range pagesOf(t, written(t, document(blocks...))) {
			at := slices.Index(page, "The heading")
			if at >= 0 && i == 0 && !slices.ContainsFunc(page[at:], func(s string) bool { return strings.HasPrefix(s, "first") }) {
				t.Errorf("with %d paragraphs above, the heading stands without the table on page %d", above, i+1)
			}
		}
	}
}

// TestHeadingsAreNotLeftBehind, wherever on a page they come to stand.
func TestHeadingsAreNotLeftBehind(t *testing.T) {
	var rows []paper.HeatRow
	for range 80 { // higher than a page, so that it has to be made smaller
		rows = append(rows, paper.HeatRow{Name: "first", Cells: []paper.HeatCell{{Count: 1, State: paper.Reached}}})
	}
	for kind, block := range map[string]paper.Block{
		"table":     paper.Table{Columns: []paper.Column{{Title: "C"}}, Rows: [][]paper.Cell{paper.Cells("first"), paper.Cells("second")}},
		"picture":   paper.HeatMap("", "", []string{"c"}, rows),
		"callout":   paper.Callout{Title: "first", Text: strings.Repeat("words ", 300)},
		"paragraph": paper.Paragraph{Text: "first " + strings.Repeat("words ", 300)},
	} {
		for above := 16; above < 32; above++ { // the page ends among them
			d := document(slices.Repeat([]paper.Block{paper.Paragraph{Text: "above"}}, above)...)
			d.Sections[0].Blocks = append(d.Sections[0].Blocks, paper.Heading{Text: "The heading"}, block)
			d.Sections = append(d.Sections, paper.Section{ID: "b", Title: "The title", Blocks: []paper.Block{block}})
			for i, page := range pagesOf(t, written(t, d)) {
				for _, title := range []string{"The heading", "The title"} {
					at := slices.Index(page, title)
					if at >= 0 && (i > 0 || title == "The heading") && !slices.ContainsFunc(page[at:], func(s string) bool { return strings.HasPrefix(s, "first") }) {
						t.Errorf("%s: with %d paragraphs above, %q is alone at the end of page %d", kind, above, title, i+1)
					}
				}
			}
		}
	}
}

func document(blocks ...paper.Block) paper.Document {
	return paper.Document{Title: "T", Sections: []paper.Section{{ID: "a", Title: "A", Blocks: blocks}}}
}

// TestTextsAreShown: what wants to be the format's own, or cannot be seen, can be read.
func TestTextsAreShown(t *testing.T) {
	f, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range specimen.Hostiles() {
		words := wordsOf(t, written(t, specimen.Hostile(text)))
		squeezed := strings.Join(strings.Fields(words), "")
		want := strings.Join(strings.Fields(f.text.settable(paper.Visible(text))), "")
		if n := strings.Count(squeezed, want); n < 8 {
			t.Errorf("%q is shown %d times as %q", text, n, want)
		}
	}
}

// TestCodeIsBrokenAtSpaces: an option in two pieces would be copied as two.
func TestCodeIsBrokenAtSpaces(t *testing.T) {
	f, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	code := "  pawl check" + strings.Repeat(" --with lease-without-fence", 9)
	got := f.mono.wrapCode(code, smaller, panelInside)
	if len(got) < 3 || strings.Join(strings.Fields(strings.Join(got, " ")), " ") != strings.TrimSpace(code) {
		t.Errorf("%q", got)
	}
	if !strings.HasPrefix(got[0], "  pawl") || !strings.HasPrefix(got[1], "    lease") {
		t.Errorf("where lines begin is lost: %q", got)
	}
	for _, line := range append(got, f.mono.wrapCode(strings.Repeat("x", 500), smaller, panelInside)...) {
		if w := f.mono.width(line, smaller); w > panelInside {
			t.Errorf("%q is %v wide, of %v", line, w, panelInside)
		}
	}
}

// A block of no kind that there is.
type unheard struct{ paper.Block }

func TestUnknownBlocksAreRefused(t *testing.T) {
	if err := Write(io.Discard, document(unheard{})); err == nil || !strings.Contains(err.Error(), "nothing sets a pdf.unheard") {
		t.Error(err)
	}
}

// TestLongFiles: one of three tries is soon done. What takes longer for each row than for the
// one before never is, and a machine that is busy is not always.
func TestLongFiles(t *testing.T) {
	const limit = 5 * time.Second
	for range 3 {
		begin := time.Now()
		written(t, specimen.Long(5000))
		if time.Since(begin) < limit {
			return
		}
	}
	t.Errorf("it took more than %v, three times", limit)
}

var placed = regexp.MustCompile(`BT (-?[0-9.]+) (-?[0-9.]+) Td`)

// TestNothingIsOutside: no text begins beside the margins, or below the foot of a page.
func TestNothingIsOutside(t *testing.T) {
	for _, text := range append(specimen.Hostiles(), "ordinary") {
		for _, page := range contents(written(t, specimen.Hostile(text))) {
			for _, at := range placed.FindAllSubmatch(page, -1) {
				x, _ := strconv.ParseFloat(string(at[1]), 64)
				y, _ := strconv.ParseFloat(string(at[2]), 64)
				if x < left-0.01 || x > left+textWidth || y < 30 || y > pageHeight-top+10 {
					t.Errorf("%q is set at %v, %v", text, x, y)
				}
			}
		}
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
