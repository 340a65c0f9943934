package html

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"pawl/cmd/doctor"
	"pawl/reports/paper"
	"pawl/reports/paper/specimen"
)

// A browser opens files and says what is wrong with them.
type browser struct {
	ctx context.Context

	mu       sync.Mutex
	problems []string // of the file that is open
	open     string   // its address
	scrolls  int      // parts of all files that scroll
}

// newBrowser starts one, or skips the test: nothing else shows how a page behaves.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	path := found(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox) // root has no sandbox, and what is opened is our own
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stop)
	b := &browser{ctx: ctx}
	if err := b.listen(); err != nil {
		t.Fatalf("%s does not start: %v", path, err)
	}
	return b
}

// found is where the doctor finds one.
func found(t *testing.T) string {
	t.Helper()
	for _, r := range doctor.Examine(t.Context(), doctor.This(), t.TempDir()) {
		switch {
		case r.Name != "browser":
		case r.State != doctor.Fit:
			t.Skipf("no browser, so nobody has looked at the page: %s", r.Found)
		default:
			return r.Found
		}
	}
	t.Fatal("the doctor looks for no browser any more")
	return ""
}

func (b *browser) listen() error {
	if err := chromedp.Listen(b.ctx, b.hear); err != nil {
		return err
	}
	_, noNetwork := chromedp.Call(b.ctx, network.Enable, network.EnableParams{})
	_, noLog := chromedp.Call(b.ctx, log.Enable, cdp.Empty{})
	_, noConsole := chromedp.Call(b.ctx, runtime.Enable, cdp.Empty{})
	return errors.Join(noNetwork, noLog, noConsole)
}

// hear notes what the browser tells of the page, of its own accord.
func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	note := func(format string, args ...any) { b.problems = append(b.problems, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if e.Request.URL != b.open {
			note("asks for %s", e.Request.URL)
		}
	case *log.EventEntryAdded:
		note("the log says %s", e.Entry.Text)
	case *runtime.EventConsoleAPICalled:
		note("the console says %s", e.Type)
	case *runtime.EventExceptionThrown:
		note("throws %s", e.ExceptionDetails.Text)
	}
}

// shown is what the page says of itself.
type shown struct {
	Needs float64 `json:"needs"` // pixels, from left to right
	Ends  bool    `json:"ends"`  // its last words are there
	Bare  int     `json:"bare"`  // parts that scroll, and do not show at their edge that there is more
	Side  int     `json:"side"`  // parts that scroll
}

// look opens a page from disk and says all that is wrong with it at some width.
func (b *browser) look(t *testing.T, page string, width int64) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	b.mu.Lock()
	b.problems, b.open = nil, "file://"+path
	b.mu.Unlock()
	var options []chromedp.EmulateViewportOption
	if width < 600 {
		options = append(options, chromedp.EmulateMobile)
	}
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 900, options...), chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
	shown, err := chromedp.Run(b.ctx, chromedp.Evaluate[shown](`({
		needs: document.documentElement.scrollWidth,
		ends: document.body.innerText.includes("The end."),
		side: [...document.querySelectorAll(".scroll, pre")].filter(e => e.scrollWidth > e.clientWidth).length,
		bare: [...document.querySelectorAll("*")].filter(e => e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX === "auto"
			&& !getComputedStyle(e).backgroundAttachment.includes("local")).length })`))
	if err != nil {
		t.Fatal(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	all := b.problems
	if shown.Needs > float64(width) {
		all = append(all, fmt.Sprintf("needs %v px", shown.Needs))
	}
	b.scrolls += shown.Side
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
	b := newBrowser(t)
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
	b := newBrowser(t)
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
