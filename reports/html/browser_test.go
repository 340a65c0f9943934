package html

import (
	"fmt"
	"strings"
	"testing"

	"pawl/cmd/doctor/browser"
	"pawl/reports/paper"
	"pawl/reports/paper/specimen"
)

// shown is what the page says of itself.
type shown struct {
	Needs float64 `json:"needs"` // pixels, from left to right
	Ends  bool    `json:"ends"`  // its last words are there
	Bare  int     `json:"bare"`  // parts that scroll, and do not show at their edge that there is more
	Side  int     `json:"side"`  // parts that scroll
}

// A looker opens pages, and counts what scrolls in all of them.
type looker struct {
	*browser.Page
	scrolls int
}

// look opens a page from disk and says all that is wrong with it at some width.
func (l *looker) look(t *testing.T, page string, width int64) []string {
	t.Helper()
	l.Open(t, []byte(page), width)
	shown := browser.Ask[shown](t, l.Page, `({
		needs: document.documentElement.scrollWidth,
		ends: document.body.innerText.includes("The end."),
		side: [...document.querySelectorAll(".scroll, pre")].filter(e => e.scrollWidth > e.clientWidth).length,
		bare: [...document.querySelectorAll("*")].filter(e => e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX === "auto"
			&& !getComputedStyle(e).backgroundAttachment.includes("local")).length })`)
	all := l.Heard()
	if shown.Needs > float64(width) {
		all = append(all, fmt.Sprintf("needs %v px", shown.Needs))
	}
	l.scrolls += shown.Side
	if shown.Bare > 0 {
		all = append(all, fmt.Sprintf("%d parts scroll and do not show it", shown.Bare))
	}
	if !shown.Ends {
		all = append(all, "its end is not shown")
	}
	return all
}

// widths are of a phone and of a desk.
var widths = []int64{360, 1440}

// TestInABrowser opens pages from disk: they ask for nothing, complain of nothing, and scroll
// one way only, also if their texts want something else.
func TestInABrowser(t *testing.T) {
	b := &looker{Page: browser.Start(t)}
	hostile := paper.Document{Title: "Hostile texts"}
	for i, text := range specimen.Hostiles() {
		d := specimen.Hostile(text)
		d.Sections[0].ID = fmt.Sprintf("text-%d", i+1)
		hostile.Sections = append(hostile.Sections, d.Sections...)
		hostile.Stamp += text
		hostile.Subtitle += text
	}
	pages := map[string]string{
		"each kind": written(t, specimen.Each()), "long": written(t, specimen.Long(300)), "hostile": written(t, hostile),
	}
	defer func() {
		if b.scrolls == 0 {
			t.Error("nothing scrolls, so nobody has seen how that shows")
		}
	}()
	for name, page := range pages {
		for _, width := range widths {
			for _, problem := range b.look(t, page, width) {
				t.Errorf("%s at %d px: %s", name, width, problem)
			}
		}
	}
}

// TestTheBrowserIsHeard: a page that does all that ours must not is found out.
func TestTheBrowserIsHeard(t *testing.T) {
	b := &looker{Page: browser.Start(t)}
	found := strings.Join(b.look(t, `<!DOCTYPE html><body>
<div style="width: 3000px">wide</div>
<img src="nothing.png">
<script>console.error("loud"); throw new Error("thrown")</script>`, 360), "\n")
	for _, want := range []string{"asks for file:", "the console says error", "throws", "needs 3", "its end is not shown"} {
		if !strings.Contains(found, want) {
			t.Errorf("nothing of %q in:\n%s", want, found)
		}
	}
}
