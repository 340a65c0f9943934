package engine

import (
	"slices"
	"strconv"
)

// Trigger asks for a rotation. It is only a request: it may come late, twice, to
// anyone.
type Trigger struct {
	ID      string // of the request; repeated deliveries share it
	Key     string
	Window  string // the slot it is for: at most one rotation each
	Attempt uint32 // from 1; the next one only after the last was aborted
	Caller  string
}

// Verdict is how a request was answered.
type Verdict string

const (
	Admitted  Verdict = "admitted"
	Duplicate Verdict = "duplicate" // the window's rotation exists already
	Refused   Verdict = "refused"
	Unknown   Verdict = "unknown" // ask again, with the same window
)

// Answer is what a caller is told.
type Answer struct {
	Verdict  Verdict
	Rotation string // of Admitted and Duplicate
	Why      string // of Refused and Unknown
}

func refused(why string) Answer { return Answer{Verdict: Refused, Why: why} }

// Admit takes a trigger: the window entry and IDLE → INTENT are one transaction,
// so a window starts at most one rotation whoever asks how often. What does not
// admit is refused, never queued.
func Admit(w *Worker, t Trigger) Answer {
	if !ValidName(t.Key) || !ValidName(t.Window) || !ValidName(t.Caller) || !short(t.ID) || t.Attempt == 0 {
		return refused("malformed")
	}
	if !slices.Contains(w.env.Policy.Callers, t.Caller) {
		w.refuse(t, "caller")
		return refused("caller")
	}
	rotation := w.Operation()
	for n := range w.env.Policy.Attempts {
		a, err := w.tryAdmit(t, rotation)
		if err == nil {
			if a.Verdict == Refused {
				w.refuse(t, a.Why)
			}
			return a
		}
		if err != errMoved {
			w.sleep(n)
		}
	}
	return Answer{Verdict: Unknown, Why: "the store does not answer"}
}

func (w *Worker) tryAdmit(t Trigger, rotation string) (Answer, error) {
	s, err := w.readAdmission(t.Key, t.Window)
	if err != nil {
		return Answer{}, err
	}
	if a, final := s.answer(t, rotation, &w.env.Policy); final {
		return a, nil
	}
	res, err := w.env.Store.Txn(w.admission(t, rotation, s))
	if err != nil {
		return Answer{}, err // read back by the next try: the entry names its rotation
	}
	if !res.Held {
		return Answer{}, errMoved
	}
	return Answer{Verdict: Admitted, Rotation: rotation}, nil
}

// grounds are what decides about a trigger, as of one revision.
type grounds struct {
	rec            Record
	entry          windowEntry
	mod, windowMod int64
}

func (w *Worker) readAdmission(key, window string) (grounds, error) {
	res, err := w.env.Store.Txn(Txn{Then: []Op{Get(recordKey(key)), Get(windowKey(key, window))}})
	if err != nil {
		return grounds{}, err
	}
	rec, entry := first(res.Reads[0]), first(res.Reads[1])
	s := grounds{mod: rec.Mod, windowMod: entry.Mod}
	if s.rec, err = decodeRecord(rec.Value); err != nil {
		return grounds{}, err
	}
	if entry.Mod != 0 {
		s.entry, err = decodeWindow(entry.Value)
	}
	return s, err
}

// answer decides whatever can be decided without a write.
func (s *grounds) answer(t Trigger, rotation string, p *Policy) (Answer, bool) {
	again := s.windowMod != 0 && s.entry.Phase == Aborted && t.Attempt == s.entry.Attempt+1
	switch {
	case s.windowMod != 0 && s.entry.Rotation == rotation:
		return Answer{Verdict: Admitted, Rotation: rotation}, true
	case again && t.Caller != "operator" && t.Attempt > uint32(p.Attempts):
		return refused("attempts"), true
	case s.windowMod != 0 && t.Attempt <= s.entry.Attempt:
		return Answer{Verdict: Duplicate, Rotation: s.entry.Rotation}, true
	case s.windowMod == 0 && t.Attempt != 1, s.windowMod != 0 && !again:
		return refused("attempt"), true
	case s.rec.Phase != Idle:
		return refused("busy"), true
	}
	return Answer{}, false
}

// admission is the transaction that starts a rotation, if nothing has moved.
func (w *Worker) admission(t Trigger, rotation string, s grounds) Txn {
	rec := s.rec.clone()
	rec.Phase = Intent
	rec.Rotation, rec.Window, rec.Attempt = rotation, t.Window, t.Attempt
	rec.Cause = "trigger:" + t.ID
	rec.Highest++
	rec.Next = rec.Highest
	rec.MintOp = MintOperation(t.Key, rec.Next)
	rec.Versions = append(rec.Versions, Version{N: rec.Next, State: Pending, Op: rec.MintOp})
	entry := windowEntry{Rotation: rotation, Attempt: t.Attempt, Phase: Intent}
	return w.change(t.Key, &rec, Change{Transition: "INTENT", Cause: rec.Cause,
		If:   []Compare{{recordKey(t.Key), s.mod}, {windowKey(t.Key, t.Window), s.windowMod}},
		Also: []Op{Put(windowKey(t.Key, t.Window), entry.encode(), 0)}})
}

// MintOperation is the operation id under which a version is made. A version
// number is allocated once, so the pair names the operation for ever.
func MintOperation(key string, version uint32) string {
	return "mint/" + key + "/" + strconv.FormatUint(uint64(version), 10)
}

// Peek reads, without promising anything, what number the next version would get
// and under which fence, and whether a rotation could start now.
func (w *Worker) Peek(key string) (next uint32, fence uint64, free bool) {
	s, err := w.read(key)
	return s.rec.Highest + 1, s.rec.Fence, err == nil && s.rec.Phase == Idle
}
