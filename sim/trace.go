package sim

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"runtime"
	"sync"
	"time"
)

// A ledger is what a run has done so far. The run writes it and the watchdog,
// on another goroutine, takes it away from a run that is stuck: hence the lock,
// which is otherwise never contended. After that, sealed, it turns away every
// writer, so that what the watchdog took stays as it is.
type ledger struct {
	mu     sync.Mutex
	sealed bool

	now     time.Duration
	current *Proc
	steps   int
	unwound int // how many processes; with steps, what the watchdog watches
	atOnce  int // steps at this instant

	choices  choices
	emitted  uint32
	digest   digest
	keep     bool
	trace    []Event
	decided  []time.Duration
	findings []Finding
	diverged *Divergence
}

// lock begins every entry. A goroutine that finds the ledger sealed belongs to
// an abandoned run and ends here.
func (l *ledger) lock() {
	l.mu.Lock()
	if l.sealed {
		l.mu.Unlock()
		runtime.Goexit()
	}
}

// unlessSealed ends the goroutine of an abandoned run.
func (l *ledger) unlessSealed() {
	l.lock()
	l.mu.Unlock()
}

// passTime moves the time to the end of the run.
func (l *ledger) passTime(until time.Duration) {
	l.lock()
	l.now = max(l.now, until)
	l.current = nil
	l.mu.Unlock()
}

// step notes that p, or a task if p is nil, is about to run.
func (l *ledger) step(at time.Duration, p *Proc) {
	l.lock()
	if at != l.now {
		l.now, l.atOnce = at, 0
	}
	l.current = p
	l.steps++
	l.atOnce++
	l.mu.Unlock()
}

// unwinding notes that p is about to be unwound.
func (l *ledger) unwinding(p *Proc) {
	l.lock()
	l.current = p
	l.unwound++
	l.mu.Unlock()
}

// decision appends a decision and returns how many there are. That of a calm place is
// hashed like any other and stands in no log.
func (l *ledger) decision(s *Source, n, which int32) int {
	l.lock()
	if s.id == 0 {
		s.id = l.choices.enter(s.place)
		l.digest.place(s.place)
	}
	l.digest.decision(s.id, n, which)
	if s.calm {
		l.choices.calm++
	} else {
		l.choices.add(s.id, n, which)
		if l.keep {
			l.decided = append(l.decided, l.now)
		}
	}
	count := l.choices.count + l.choices.calm
	l.mu.Unlock()
	return count
}

// event appends an event, numbering it.
func (l *ledger) event(e *Event) (id uint32) {
	l.lock()
	l.emitted++
	e.ID, e.At = l.emitted, l.now
	l.digest.event(e)
	if l.keep {
		l.trace = append(l.trace, *e)
	}
	l.mu.Unlock()
	return e.ID
}

func (l *ledger) finding(f Finding) {
	l.lock()
	f.At = l.now
	if l.current != nil {
		f.Process = l.current.name
	}
	l.findings = append(l.findings, f)
	l.mu.Unlock()
}

func (l *ledger) diverge(d Divergence) {
	l.lock()
	if l.diverged == nil {
		l.diverged = &d
	}
	l.mu.Unlock()
}

// outcome is what the ledger says; the caller holds the lock or is alone.
func (l *ledger) outcome() Ending {
	return Ending{
		Hash:      l.digest.sum(),
		End:       l.now,
		Steps:     l.steps,
		Decisions: l.choices.decisions(),
		Trace:     l.trace,
		Decided:   l.decided,
		Findings:  l.findings,
		Diverged:  l.diverged,
	}
}

// A digest is the SHA-256 of a run's decisions and events. Each begins with its
// kind; strings are preceded by their length, and numbers end themselves or have
// one size, so that no two runs are encoded alike. A place is written out when it
// decides for the first time and has a number from then on.
type digest struct {
	sha hash.Hash
	buf []byte
}

const digestBuffer = 8 << 10 // larger ones do not make it faster

const (
	recordPlace    = 'p'
	recordDecision = 'd'
	recordEvent    = 'e'
	recordSum      = 's' // of the event before it
)

func newDigest() digest {
	d := digest{sha: sha256.New(), buf: make([]byte, 0, digestBuffer+512)}
	d.buf = append(d.buf, "pawl trace 3\n"...)
	return d
}

func (d *digest) place(name string) {
	d.buf = appendString(append(d.buf, recordPlace), name)
	d.flush(digestBuffer)
}

func (d *digest) decision(id uint32, n, which int32) {
	b := binary.AppendUvarint(append(d.buf, recordDecision), uint64(id))
	b = binary.AppendUvarint(b, uint64(n))
	d.buf = binary.AppendUvarint(b, uint64(which))
	d.flush(digestBuffer)
}

func (d *digest) event(e *Event) {
	b := binary.LittleEndian.AppendUint32(append(d.buf, recordEvent), e.ID)
	b = binary.LittleEndian.AppendUint32(b, e.Cause)
	b = binary.LittleEndian.AppendUint64(b, uint64(e.At))
	b = appendString(b, e.Actor)
	b = appendString(b, e.What)
	b = appendString(b, e.Detail)
	b = binary.LittleEndian.AppendUint64(b, uint64(e.A))
	b = binary.LittleEndian.AppendUint64(b, uint64(e.B))
	if e.Sum != 0 {
		b = binary.LittleEndian.AppendUint64(append(b, recordSum), e.Sum)
	}
	d.buf = b
	d.flush(digestBuffer)
}

// flush hashes what is in the buffer if it is at least so much.
func (d *digest) flush(least int) {
	if len(d.buf) >= least {
		d.sha.Write(d.buf)
		d.buf = d.buf[:0]
	}
}

func (d *digest) sum() (sum [32]byte) {
	d.flush(0)
	d.sha.Sum(sum[:0])
	return sum
}

func appendString(b []byte, s string) []byte {
	if len(s) < 0x80 {
		return append(append(b, byte(len(s))), s...) // the same, as most are
	}
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
