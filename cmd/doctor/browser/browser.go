package browser

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
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"pawl/cmd/doctor"
)

// Page is a browser with one page open.
type Page struct {
	ctx context.Context

	mu       sync.Mutex
	problems []string // of what is open
	open     string   // its address
}

// patience is how long all that a test does with a page may take.
const patience = 3 * time.Minute

// Start starts a browser, or skips the test: nothing else shows how a page behaves.
func Start(t *testing.T) *Page {
	t.Helper()
	path := found(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox) // root has no sandbox, and what is opened is our own
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, patience)
	t.Cleanup(stop)
	p := &Page{ctx: ctx}
	err := chromedp.Listen(p.ctx, p.hear)
	_, noNetwork := chromedp.Call(p.ctx, network.Enable, network.EnableParams{})
	_, noLog := chromedp.Call(p.ctx, log.Enable, cdp.Empty{})
	_, noConsole := chromedp.Call(p.ctx, runtime.Enable, cdp.Empty{})
	if err := errors.Join(err, noNetwork, noLog, noConsole); err != nil {
		t.Fatalf("%s does not start: %v", path, err)
	}
	return p
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

// hear notes what the browser tells of the page, of its own accord.
func (p *Page) hear(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	note := func(format string, args ...any) { p.problems = append(p.problems, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if e.Request.URL != p.open && !strings.HasPrefix(e.Request.URL, "blob:") { // what it made itself
			note("asks for %.80s", e.Request.URL)
		}
	case *log.EventEntryAdded:
		note("the log says %s", e.Entry.Text)
	case *runtime.EventConsoleAPICalled:
		note("the console says %s", e.Type)
	case *runtime.EventExceptionThrown:
		note("throws %s", e.ExceptionDetails.Text)
	case *page.EventJavascriptDialogOpening:
		note("opens a dialog: %s", e.Message)
	}
}

// Heard is all that was wrong since the page was opened.
func (p *Page) Heard() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.problems...)
}

// Open opens a page from disk, at a width in pixels; what is as narrow as a phone is one.
func (p *Page) Open(t *testing.T, text []byte, width int64) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	p.mu.Lock()
	p.problems, p.open = nil, "file://"+path
	p.mu.Unlock()
	var options []chromedp.EmulateViewportOption
	if width < 600 {
		options = append(options, chromedp.EmulateMobile)
	}
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(width, 900, options...), chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
}

// Wait waits until something is so.
func (p *Page) Wait(t *testing.T, what string) {
	t.Helper()
	for until := time.Now().Add(90 * time.Second); time.Now().Before(until); time.Sleep(30 * time.Millisecond) {
		if Ask[bool](t, p, "!!("+what+")") {
			return
		}
	}
	t.Fatalf("it never came to be so: %s; heard: %q", what, p.Heard())
}

// Press presses keys, one after the other.
func (p *Page) Press(t *testing.T, keys ...string) {
	t.Helper()
	for _, k := range keys {
		if err := chromedp.Do(p.ctx, chromedp.KeyEvent(k)); err != nil {
			t.Fatal(err)
		}
	}
}

// Ask is what an expression comes to in the page.
func Ask[T any](t *testing.T, p *Page, expression string) T {
	t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}
