package alive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"pawl/cmd/doctor/browser"
	"pawl/cmd/house/lengthy"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/reports/film"
	"pawl/reports/page"
	"pawl/reports/paper/specimen"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/retake"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// replayed is a violation of a wrong engine, replayed: two faults were planned in it.
func replayed(t testing.TB) (*Shown, *retake.Studio) {
	t.Helper()
	e, found := campaign.Named("no-drain", []engine.Engine{reference.Engine()}, wrong.All)
	if !found {
		t.Fatal("no-drain is gone")
	}
	setup := deploy.Standard(e, 1)
	for _, text := range []string{"partition pool/c from store on verify.sent #2 for 8s", "pause client/1 at 12s for 1s"} {
		f, err := faults.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		setup.Events = append(setup.Events, f)
	}
	runner := scenarios.On(cluster.Simulated{})
	o, err := runner.Run(t.Context(), scenarios.Case{Engine: e, Seed: 1, Setting: &setup.Setting, Events: setup.Events, Keep: true})
	if err != nil {
		t.Fatal(err)
	}
	failed := campaign.Replayed{Outcome: o}
	text := campaign.NewRepro(failed.Failure()).Bytes()
	r, err := campaign.ParseRepro(text)
	if err != nil {
		t.Fatal(err)
	}
	again, err := campaign.Replay(t.Context(), runner, r, e)
	if err != nil || !again.Reproduced() || !slices.Contains(r.IDs(), "S2") {
		t.Fatalf("reproduced %v, violated %v, %v", again.Reproduced(), r.IDs(), err)
	}
	return &Shown{Path: "a/S2.repro", Text: text, Repro: r, Engine: e, Again: again, Command: "pawl"}, retake.NewStudio(r, e, runner)
}

func written(t testing.TB, p *page.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := page.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// nothing builds no engine.
func nothing(context.Context) (*page.Engine, error) { return nil, errors.New("nobody builds here") }

func pageOf(t testing.TB, r *Shown, build Builder) *page.Page {
	t.Helper()
	p, err := Page(t.Context(), r, build)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func filmOf(t testing.TB, p *page.Page) *film.Film {
	t.Helper()
	var d data
	if err := json.Unmarshal(p.Data, &d); err != nil {
		t.Fatal(err)
	}
	return d.Shot.Film
}

// load opens a page, and waits until it says that it is ready.
func load(t *testing.T, b *browser.Page, text []byte) {
	t.Helper()
	b.Open(t, text, 1400)
	b.Wait(t, "globalThis.pawlPage && pawlPage.ready")
}

// TestTheEngineInThePage makes the recorded run in the browser, and another one with a fault
// switched off, with the trace hashes that runs have outside of it.
func TestTheEngineInThePage(t *testing.T) {
	lengthy.Only(t, "compiles everything for WebAssembly: minutes")
	b := browser.Start(t)
	r, studio := replayed(t)
	p := pageOf(t, r, Build)
	if p.Engine == nil {
		t.Fatal(p.Static)
	}
	text := written(t, p)
	t.Logf("%d bytes, %d of them the engine's, zipped, before base64", len(text), len(p.Engine.Wasm))
	load(t, b, text)
	if hash := browser.Ask[string](t, b, "pawlPage.hash"); hash != hashOf(t, p) || !browser.Ask[bool](t, b, "pawlPage.live && pawlPage.asRecorded") {
		t.Errorf("in the page the run has the hash %s, and %s was recorded", hash, hashOf(t, p))
	}
	b.Wait(t, `document.getElementById("near").dataset.done >= 2`)
	off := len(r.Repro.Events) - 2
	m, err := studio.Make(t.Context(), retake.Take{Changes: []retake.Change{{Event: off, Off: true}}}, true)
	if err != nil {
		t.Fatal(err)
	}
	browser.Ask[any](t, b, fmt.Sprintf(`document.getElementById("event-%d").click()`, off))
	b.Wait(t, "pawlPage.what.took")
	if hash := browser.Ask[string](t, b, `document.getElementById("hash").textContent`); hash != m.Hash() {
		t.Errorf("without the partition the page makes the run %s, and a runner %s", hash, m.Hash())
	}
	if lamp := browser.Ask[string](t, b, `[...document.querySelectorAll(".lamp")].find((l) => l.textContent.includes("S2")).className`); !strings.Contains(lamp, "held") || !strings.Contains(lamp, "changed") {
		t.Errorf("without the partition the lamp of S2 is %q", lamp)
	}
	t.Logf("made again in %.0f ms", browser.Ask[float64](t, b, "pawlPage.what.took"))
	for _, problem := range b.Heard() {
		t.Error(problem)
	}
}

func hashOf(t testing.TB, p *page.Page) string { return filmOf(t, p).Run.TraceHash }

// TestByKeyboard: a static page steps, searches and filters as its film says.
func TestByKeyboard(t *testing.T) {
	b := browser.Start(t)
	r, _ := replayed(t)
	p := pageOf(t, r, nothing)
	text := written(t, p)
	t.Logf("%d bytes", len(text))
	load(t, b, text)
	f := filmOf(t, p)
	current := func() int { return browser.Ask[int](t, b, "pawlPage.current") }
	if s2 := f.Lamps[slices.IndexFunc(f.Lamps, func(l film.Lamp) bool { return l.State == film.Violated })]; current() != s2.Frame {
		t.Errorf("it opens at %d, and %s is broken at %d", current(), s2.ID, s2.Frame)
	}
	was := current()
	b.Press(t, kb.ArrowRight)
	if now := current(); now != was+1 {
		t.Errorf("a step from %d leads to %d", was, now)
	}
	if took := browser.Ask[float64](t, b, "pawlPage.step"); took > 100 {
		t.Errorf("a step took %.1f ms", took)
	}
	b.Press(t, kb.ArrowLeft, kb.ArrowLeft, "n")
	if now := f.Frame(current()); now.Step == "" || now.ID < was {
		t.Errorf("the next decision from %d is %+v", was-1, now)
	}
	for query, fits := range map[string]func(film.Frame) bool{
		"commit.sent":            func(x film.Frame) bool { return x.Step == "commit" && x.Kind == deploy.Sent },
		"kind:crash":             func(x film.Frame) bool { return x.Kind == deploy.Crashed },
		"lane:node/c1 -seal":     func(x film.Frame) bool { return f.Lanes[x.Lane].Name == "node/c1" && !mentions(f, x, "seal") },
		"fate:lost":              func(x film.Frame) bool { return x.Message > 0 && f.Message(x.Message).Fate == film.Lost },
		"after:10s before:10.5s": func(x film.Frame) bool { return x.At >= 10e9 && x.At < 10.5e9 },
	} {
		want := 0
		for id := f.First; id <= f.Last(); id++ {
			if x := f.Frame(id); fits(x) && f.Lanes[x.Lane].Kind != film.RelyingLane {
				want++
			}
		}
		got := browser.Ask[string](t, b, fmt.Sprintf(`(document.getElementById("search").value = %q, document.getElementById("search").dispatchEvent(new Event("input")), document.getElementById("count").textContent)`, query))
		if wanted := fmt.Sprintf("%d found", want); got != wanted && (want > 0 || !strings.HasPrefix(got, "nothing found")) {
			t.Errorf("%q: %s, want %s", query, got, wanted)
		}
		if query == "commit.sent" && want < 2 {
			t.Errorf("%d commits: the search was not tried", want)
		}
	}
	b.Press(t, "/")
	if at := browser.Ask[string](t, b, "document.activeElement.id"); at != "search" {
		t.Errorf("a slash leads to %q", at)
	}
	browser.Ask[any](t, b, `(document.getElementById("search").value = "commit.sent #2", document.getElementById("search").dispatchEvent(new Event("input")))`)
	if got := browser.Ask[string](t, b, `document.getElementById("count").textContent`); got != "1 found" {
		t.Errorf("the second commit: %s", got)
	}
	b.Press(t, kb.Enter)
	if x := f.Frame(current()); x.Step != "commit" || x.Kind != deploy.Sent {
		t.Errorf("Enter leads to %+v", x)
	}
	b.Press(t, kb.Escape)
	browser.Ask[any](t, b, `(document.getElementById("search").value = "", document.getElementById("only").value = "decisions", document.getElementById("only").dispatchEvent(new Event("change")))`)
	decisions := 0
	for _, step := range f.Frames.Step {
		if step != 0 {
			decisions++
		}
	}
	if got := browser.Ask[string](t, b, `document.getElementById("count").textContent`); got != fmt.Sprintf("%d events", decisions) {
		t.Errorf("of decisions there are %s, want %d", got, decisions)
	}
	if alive := browser.Ask[string](t, b, `document.getElementById("alive").textContent`); !strings.Contains(alive, "static") || !strings.Contains(alive, "nobody builds here") {
		t.Errorf("a static page says %q", alive)
	}
	if !browser.Ask[bool](t, b, `[...document.querySelectorAll("#events input")].every((i) => i.disabled)`) {
		t.Error("in a static page an event can be changed")
	}
	for _, problem := range b.Heard() {
		t.Error(problem)
	}
}

// mentions says whether a search for a word finds a frame.
func mentions(f *film.Film, x film.Frame, word string) bool {
	said := []string{f.Lanes[x.Lane].Name, f.Lanes[x.Lane].Kind, x.Kind, x.Says, x.Step}
	if x.Message > 0 {
		m := f.Message(x.Message)
		said = append(said, m.Label, m.Fate)
	}
	return strings.Contains(strings.ToLower(strings.Join(said, " ")), word)
}

// TestHostileTexts: whatever a run contains is text in the page.
func TestHostileTexts(t *testing.T) {
	b := browser.Start(t)
	r, _ := replayed(t)
	p := pageOf(t, r, nothing)
	load(t, b, written(t, p))
	const elements = `document.querySelectorAll("script, style, link, meta, iframe, img, svg, object, a, form").length`
	usual := browser.Ask[int](t, b, elements)
	for i, hostile := range specimen.Hostiles() {
		if i > 5 && i%4 != 0 { // what is not markup, some of it
			continue
		}
		var all any
		if err := json.Unmarshal(p.Data, &all); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(spoiled(all, "", hostile))
		if err != nil {
			t.Fatal(err)
		}
		load(t, b, written(t, &page.Page{Title: hostile, Subtitle: hostile, Command: hostile, Static: hostile, Data: text}))
		for _, tab := range []string{"1", "2", "3", "4"} {
			b.Press(t, tab, kb.ArrowRight)
		}
		if n := browser.Ask[int](t, b, elements); n != usual {
			t.Errorf("%.40q: %d elements, usually %d", hostile, n, usual)
		}
		for _, problem := range b.Heard() {
			t.Errorf("%.40q: %s", hostile, problem)
		}
		if seen := strings.TrimSpace(hostile); i == 0 && browser.Ask[int](t, b, fmt.Sprintf(`document.body.innerText.split(%q).length`, seen)) < 10 {
			t.Errorf("%q is hardly shown", hostile)
		}
	}
}

// spoiled adds a text to every text of data, but to what the page goes by.
func spoiled(v any, key, text string) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = spoiled(v[k], k, text)
		}
	case []any:
		for i := range v {
			v[i] = spoiled(v[i], key, text)
		}
	case string:
		if key == "kind" || key == "state" {
			return v
		}
		return v + text
	}
	return v
}

// TestALongRun: of a run with more frames than a film has the page says that it is not all.
func TestALongRun(t *testing.T) {
	b := browser.Start(t)
	r, _ := replayed(t)
	p := pageOf(t, r, nothing)
	var all map[string]any
	if err := json.Unmarshal(p.Data, &all); err != nil {
		t.Fatal(err)
	}
	all["shot"].(map[string]any)["film"].(map[string]any)["cut"] = film.Cut{Before: 7, After: 12345, Advice: "make it with fewer nodes"}
	var err error
	if p.Data, err = json.Marshal(all); err != nil {
		t.Fatal(err)
	}
	load(t, b, written(t, p))
	said := browser.Ask[string](t, b, `document.getElementById("notes").innerText`)
	for _, want := range []string{"Not the whole run", "7 events before", "12345 after", "Make it with fewer nodes"} {
		if !strings.Contains(said, want) {
			t.Errorf("nothing of %q in %q", want, said)
		}
	}
}

// TestTheBrowserIsHeard: a page that does what ours must not is found out.
func TestTheBrowserIsHeard(t *testing.T) {
	b := browser.Start(t)
	load(t, b, []byte(`<!DOCTYPE html><body><img src="nothing.png">
<script>globalThis.pawlPage = { ready: true }; console.error("loud"); throw new Error("thrown")</script>`))
	heard := strings.Join(b.Heard(), "\n")
	for _, want := range []string{"asks for file:", "the console says error", "throws"} {
		if !strings.Contains(heard, want) {
			t.Errorf("nothing of %q in:\n%s", want, heard)
		}
	}
}

// TestWithoutAGoTool or without the source there is no engine, and a sentence that says so.
func TestWithoutAGoTool(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if e, err := Build(t.Context()); e != nil || err == nil || !strings.Contains(err.Error(), "no go in PATH") {
		t.Errorf("engine %v, error %v", e != nil, err)
	}
}

// TestWhoDoesNotWait gets no page, and not a static one either.
func TestWhoDoesNotWait(t *testing.T) {
	r, _ := replayed(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if p, err := Page(ctx, r, Build); p != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("page %v, error %v", p != nil, err)
	}
}
