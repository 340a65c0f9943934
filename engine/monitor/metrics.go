package monitor

import (
	"errors"
	"time"

	"pawl/engine"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are what is counted.
type metrics struct {
	phase, active, fence, entries, refused, due, unreadable         *prometheus.GaugeVec
	transitions, halts, pages, untold, calls, staleFences, requests *prometheus.CounterVec
	barrier, gap, margin, call                                      *prometheus.HistogramVec
}

var (
	short = prometheus.ExponentialBuckets(0.0005, 2, 14) // to 4 s
	wide  = prometheus.ExponentialBuckets(0.01, 2, 18)   // to 22 min
)

func newMetrics(r prometheus.Registerer) *metrics {
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		return registered(r, prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "pawl_" + name, Help: help}, labels))
	}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return registered(r, prometheus.NewCounterVec(prometheus.CounterOpts{Name: "pawl_" + name, Help: help}, labels))
	}
	histogram := func(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
		return registered(r, prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "pawl_" + name, Help: help, Buckets: buckets}, labels))
	}
	return &metrics{
		phase:      gauge("phase", "1 for the phase that the key's rotation is in.", "key", "phase"),
		active:     gauge("active_version", "The version that is sealed under.", "key"),
		fence:      gauge("fence", "Of the key's last owner.", "key"),
		entries:    gauge("audit_entries", "How many entries the key's audit has.", "key"),
		refused:    gauge("turned_away", "How many requests the engine has refused, by its own chain.", "key"),
		due:        gauge("key_due", "1 once people were told that the key is due, until it is rotated.", "key"),
		unreadable: gauge("record_unreadable", "1 while the key's record cannot be read.", "key"),

		transitions: counter("transitions_total", "Entries of the audit that were seen to be written.", "key", "transition"),
		halts:       counter("halts_total", "Rotations that were halted.", "key", "playbook"),
		untold:      counter("pages_failed_total", "Times that the pager did not take an alert; it is told again.", "key"),
		pages:       counter("pages_total", "Alerts to people.", "key", "playbook"),
		calls:       counter("calls_total", "Requests of engine processes, by what they came to.", "process", "verb", "outcome"),
		staleFences: counter("refused_fences_total", "Requests that were refused since a later owner was known.", "process"),
		requests:    counter("requests_total", "Requests to this process.", "what", "outcome"),

		barrier: histogram("barrier_wait_seconds", "From the raise to the write that says that the barrier has passed.", wide, "key", "barrier"),
		gap:     histogram("seal_gap_seconds", "How long a node sealed nothing at a cutover.", short, "key"),
		margin:  histogram("lease_margin_seconds", "How much of the lease was left when an answer was checked.", wide, "key", "right"),
		call:    histogram("call_seconds", "How long requests of engine processes took.", short, "verb"),
	}
}

func registered[C prometheus.Collector](r prometheus.Registerer, c C) C {
	r.MustRegister(c)
	return c
}

// outcomes are how calls are counted that did not succeed.
var outcomes = []struct {
	err  error
	name string
}{
	{engine.ErrUnknown, "unknown"}, {engine.ErrUnavailable, "unavailable"}, {engine.ErrLeaseGone, "lease-gone"}, {engine.ErrCompacted, "compacted"},
	{engine.ErrStaleFence, "stale-fence"}, {engine.ErrEnded, "ended"}, {engine.ErrRejected, "rejected"}, {engine.ErrDisk, "disk-error"},
	{engine.ErrNotServing, "not-serving"}, {engine.ErrUnknownVersion, "unknown-version"},
}

func outcomeOf(err error) string {
	if err == nil {
		return "done"
	}
	for _, o := range outcomes {
		if errors.Is(err, o.err) {
			return o.name
		}
	}
	return "refused"
}

// Request counts a request to this process, and what it came to.
func (m *Monitor) Request(what, outcome string) { m.m.requests.WithLabelValues(what, outcome).Inc() }

// Answered counts an answer of a node, and how much was left of the lease that it was given under.
func (m *Monitor) Answered(key, right string, left time.Duration, err error) {
	m.Request(right, outcomeOf(err))
	if err == nil {
		m.m.margin.WithLabelValues(key, right).Observe(left.Seconds())
	}
}
