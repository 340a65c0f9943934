package alive

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

// A browser has one page open and says what is wrong with it.
type browser struct {
	ctx context.Context

	mu       sync.Mutex
	problems []string
	open     string // its address
}

// newBrowser starts one, or skips the test: nothing else shows how a page behaves.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(found(t)), chromedp.NoSandbox) // root has no sandbox, and what is opened is our own
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(stop)
	b := &browser{ctx: ctx}
	err := chromedp.Listen(b.ctx, b.hear)
	_, noNetwork := chromedp.Call(b.ctx, network.Enable, network.EnableParams{})
	_, noLog := chromedp.Call(b.ctx, log.Enable, cdp.Empty{})
	_, noConsole := chromedp.Call(b.ctx, runtime.Enable, cdp.Empty{})
	if err := errors.Join(err, noNetwork, noLog, noConsole); err != nil {
		t.Fatalf("the browser does not start: %v", err)
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

// hear notes what the browser tells of the page, of its own accord.
func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	note := func(format string, args ...any) { b.problems = append(b.problems, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if e.Request.URL != b.open && !strings.HasPrefix(e.Request.URL, "blob:") { // what it made itself
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

// heard is all that was wrong since the page was opened.
func (b *browser) heard() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string{}, b.problems...)
}

// load opens a page from disk, and waits until it says that it is ready.
func (b *browser) load(t *testing.T, text []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "run.html")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	b.mu.Lock()
	b.problems, b.open = nil, "file://"+path
	b.mu.Unlock()
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(1400, 900), chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
	b.wait(t, "globalThis.pawlPage && pawlPage.ready")
}

// wait waits until something is so.
func (b *browser) wait(t *testing.T, what string) {
	t.Helper()
	for until := time.Now().Add(90 * time.Second); time.Now().Before(until); time.Sleep(30 * time.Millisecond) {
		if is, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+what+")")); err != nil {
			t.Fatal(err)
		} else if is {
			return
		}
	}
	t.Fatalf("it never came to be so: %s; heard: %q", what, b.heard())
}

// press presses keys, one after the other.
func (b *browser) press(t *testing.T, keys ...string) {
	t.Helper()
	for _, k := range keys {
		if err := chromedp.Do(b.ctx, chromedp.KeyEvent(k)); err != nil {
			t.Fatal(err)
		}
	}
}

// ask is what an expression comes to in the page.
func ask[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}
