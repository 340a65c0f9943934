package daemon

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"pawl/cmd/setting"
	"pawl/engine"
	"pawl/engine/monitor"
)

// account tells people what happens, a line each.
type account struct {
	out   io.Writer
	began time.Time

	mu      sync.Mutex
	since   time.Time // of the rotation that is told of; zero: it began before this start
	last    time.Time // line of it, or the start
	calm    time.Time // until then a cutover may come
	writes  []time.Duration
	aborted map[string]bool
	rotated int
	texts   map[string]int // of hosts, by what came of them
}

func newAccount(out io.Writer, began time.Time) *account {
	return &account{out: out, began: began, last: began, aborted: map[string]bool{}, texts: map[string]int{}}
}

// says writes a line, with the time since the start.
func (a *account) says(format string, args ...any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.line(format, args...)
}

func (a *account) line(format string, args ...any) {
	_, _ = fmt.Fprintf(a.out, "%8.3fs  %s\n", time.Since(a.began).Seconds(), setting.Plain(fmt.Sprintf(format, args...)))
}

// meanings of the phases, for people.
var meanings = map[string]string{
	engine.Intent:    "version NEXT is decided on, and nothing is made yet",
	engine.Staged:    "the key service has made version NEXT",
	engine.Published: "nodes are to hold version NEXT; barrier B1 waits for all",
	engine.Verified:  "every node opens version NEXT, and relying parties had the time to",
	engine.Draining:  "nobody may begin to seal under version ACTIVE; barrier B2 waits for all",
	engine.Committed: "version ACTIVE is sealed under",
	engine.Idle:      "at rest, on version ACTIVE",
	engine.Aborting:  "given up",
	engine.Halted:    "halted: WHY",
}

// transition tells of one.
func (a *account) transition(s monitor.State, e engine.Entry) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	switch e.Transition {
	case engine.Intent:
		a.since, a.last, a.writes = now, now, nil
	case engine.Published:
		a.calm = now.Add(time.Minute)
	case engine.Aborted:
		a.aborted[s.Record.Rotation] = true
	case engine.Idle:
		a.calm = now.Add(300 * time.Millisecond)
	}
	text := strings.NewReplacer("ACTIVE", fmt.Sprint(e.Active), "NEXT", fmt.Sprint(e.Next), "WHY", s.Halt.Reason).Replace(meanings[e.Transition])
	a.line("%-10s %-14s +%-7s fence %d of %s  %s", s.Key, e.Transition, a.step(now), e.Fence, e.Owner, text)
	if e.Transition == engine.Idle && !a.aborted[s.Record.Rotation] {
		a.rotated++
		a.line("%-10s rotation %d of this start %s; versions: %s; hosts' texts: %s", s.Key, a.rotated, a.took(now), versions(s.Versions), a.counts())
	}
}

// took is how long the rotation was under way, as far as this start has seen it.
func (a *account) took(now time.Time) string {
	if a.since.IsZero() {
		return "took up what an earlier start had begun, and ended it"
	}
	return fmt.Sprintf("took %s", now.Sub(a.since).Round(time.Millisecond))
}

// text counts what came of a text of a host.
func (a *account) text(what string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.texts[what]++
}

func (a *account) counts() string {
	var words []string
	for _, what := range slices.Sorted(maps.Keys(a.texts)) {
		words = append(words, fmt.Sprintf("%d %s", a.texts[what], what))
	}
	return strings.Join(words, ", ")
}

// step is how long it was since the last line of a rotation.
func (a *account) step(now time.Time) time.Duration {
	d := now.Sub(a.last).Round(time.Millisecond)
	a.last = now
	return d
}

func versions(all []engine.Version) string {
	var words []string
	for _, v := range all {
		words = append(words, fmt.Sprintf("%d %s", v.N, v.State))
	}
	return strings.Join(words, ", ")
}

// wrote is told of a write to the store.
func (a *account) wrote(took time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.writes) < 1000 {
		a.writes = append(a.writes, took)
	}
}

// cutover is told of a host's gap: from its last seal under the old version to its first under
// the new one.
func (a *account) cutover(node, key string, from, to uint32, gap time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	write := middle(a.writes)
	a.line("%-10s %s no longer seals under version %d and now under %d; its host was without for %s, and a write to the store took %s (median of %d)",
		key, node, from, to, gap.Round(100*time.Microsecond), write.Round(100*time.Microsecond), len(a.writes))
}

func middle(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

func (a *account) wasAborted(rotation string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.aborted[rotation]
}

// closely says whether probes are to look closely now.
func (a *account) closely() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return time.Now().Before(a.calm)
}
