package reference

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pawl/engine"
)

// ports is what the world may answer besides what was asked for: each request of the
// engine, by who asks it, with every error that its port can return.
const ports = `
	worker  read          unavailable unknown
	worker  barrier       unavailable unknown
	worker  write         unavailable unknown
	worker  INTENT        unavailable unknown
	worker  ACQUIRED      unavailable unknown lease-gone
	worker  wind          unavailable unknown
	worker  refusal       unavailable unknown
	worker  hold          unavailable unknown
	worker  emergency     unavailable unknown
	worker  await_record  unavailable unknown compacted
	worker  await_stamps  unavailable unknown compacted
	worker  await_owner   unavailable unknown compacted
	worker  grant         unavailable unknown
	worker  keep-alive    unavailable unknown lease-gone
	worker  mint          unavailable unknown rejected stale-fence
	worker  lookup        unavailable unknown
	worker  destroy       unavailable unknown rejected stale-fence
	worker  page          unavailable unknown
	node    register      unavailable unknown
	node    claim         unavailable unknown
	node    read          unavailable unknown
	node    stamp         unavailable unknown lease-gone
	node    await_record  unavailable unknown compacted
	node    grant         unavailable unknown
	node    keep          unavailable unknown
	node    undertake     unavailable unknown lease-gone
	node    rewrap        unavailable unknown
	node    keep-alive    unavailable unknown lease-gone
	node    revoke-lease  unavailable unknown lease-gone
	worker  again         unavailable unknown
	node    fetch         unavailable unknown rejected
	node    disk-read     disk
	node    disk-write    disk
	node    disk-remove   disk
	node    disk-sync     disk
`

// portErrors are the rows of ports, an error each.
func portErrors() (all []answer) {
	for _, line := range strings.Split(strings.TrimSpace(ports), "\n") {
		words := strings.Fields(line)
		for _, err := range words[2:] {
			all = append(all, answer{engine.Role(words[0]), strings.ReplaceAll(words[1], "_", " "), errorWords[err]})
		}
	}
	return all
}

// TestEveryErrorIsMet: a branch that handles an error counts as working only when some
// transcript has shown it at work.
func TestEveryErrorIsMet(t *testing.T) {
	met := map[answer]bool{}
	for _, path := range scripts(t) {
		script, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		w := newWorld(t)
		w.play(string(script))
		for a := range w.answered {
			met[a] = true
		}
	}
	known := portErrors()
	for _, a := range known {
		if !met[a] {
			t.Errorf("no transcript answers a %s's %s with: %v", a.role, a.what, a.err)
		}
	}
	for a := range met {
		if !slices.Contains(known, a) {
			t.Errorf("a transcript answers a %s's %s with: %v, which is not in the table", a.role, a.what, a.err)
		}
	}
}

// mostInASecond is how many requests one process may make in a second without getting
// anywhere: a round of a node takes up to a dozen, and what it paces its rounds by begins
// at a fifth of a second.
const mostInASecond = 80

// TestNoErrorIsRepeatedWithoutPause answers one request with one error for ever: nobody
// may ask faster than at a bounded pace. When the error ends, everybody gets on.
func TestNoErrorIsRepeatedWithoutPause(t *testing.T) {
	for _, a := range portErrors() {
		t.Run(fmt.Sprintf("%s/%s/%v", a.role, a.what, a.err), func(t *testing.T) {
			w := newWorld(t)
			w.policy.Lifetime /= 2
			w.command("serving worker/1 node/a1")
			w.command("start worker/2")
			w.command("run")
			asked := map[string][]float64{}
			w.served = func(p *process) {
				times := append(asked[p.name], w.now().Seconds())
				asked[p.name] = times
				if n := len(times); n > mostInASecond && times[n-1]-times[n-1-mostInASecond] < 1 {
					t.Fatalf("%s asks too often:\n%s", p.name, tail(w.out.String(), 30))
				}
			}
			w.mishaps = append(w.mishaps, &mishap{role: a.role, what: a.what, times: always, err: a.err})
			w.command("admit worker/1 w2")
			w.command("run for 15s")
			w.command("start node/a2")
			w.command("admit worker/2 w3")
			w.command("crash node/a1")
			w.command("start node/a1")
			w.command("run for 15s")
			w.mishaps = nil
			w.recovers()
		})
	}
}

// recovers wants a rotation to come to an end, and the node to serve.
func (w *world) recovers() {
	w.command("run for 30s")
	if rec, _ := w.record(); rec.Phase == Halted {
		w.command("operate worker/2 resume")
	}
	w.command("run for 60s")
	w.command("admit worker/2 w9")
	w.command("run for 60s")
	rec, _ := w.record()
	if rec.Phase != Idle || rec.Version(rec.Highest).State != Active {
		w.t.Errorf("afterwards a rotation does not come to its end: %v\n%s", recordWords(rec, w.vault.material), tail(w.out.String(), 40))
	}
	for _, name := range []string{"node/a1", "node/a2"} {
		if _, err := w.machine(name).serving.Seal(theKey, nil); err != nil {
			w.t.Errorf("afterwards %s does not seal: %v\n%s", name, err, tail(w.out.String(), 40))
		}
	}
}

func tail(s string, lines int) string {
	all := strings.Split(s, "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// TestAcquireWaitsLongerEachTime: waits that are refused are followed by a sleep, a longer
// one each time, up to a bound. Without it they come as fast as they are refused.
func TestAcquireWaitsLongerEachTime(t *testing.T) {
	w := newWorld(t)
	w.command("serving worker/1 node/a1")
	w.command("fail worker/2 await_owner unavailable times=always")
	var waits []float64
	w.served = func(p *process) {
		if p.name == "worker/2" && p.asked.Verb() == engine.VerbAwait {
			waits = append(waits, w.now().Seconds())
		}
	}
	w.command("start worker/2")
	w.command("run for 60s")
	if len(waits) > 25 {
		t.Fatalf("%d waits in a minute", len(waits))
	}
	for i := 2; i < len(waits); i++ {
		before, pause := waits[i-1]-waits[i-2], waits[i]-waits[i-1]
		if pause < before-1e-6 || pause < w.policy.Backoff.Seconds()-1e-6 {
			t.Errorf("wait %d comes %.3fs after the last one, and that %.3fs after its", i, pause, before)
		}
	}
}
