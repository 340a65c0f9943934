package reference

import (
	"slices"
	"strconv"

	"pawl/engine"
)

// Admit takes a trigger: the window entry and IDLE → INTENT are one transaction,
// so a window starts at most one rotation whoever asks how often. What does not
// admit is refused, never queued.
func Admit(w *Worker, t engine.Trigger) engine.Answer {
	if !engine.ValidName(t.Key) || !engine.ValidName(t.Window) || !engine.ValidName(t.Caller) || !short(t.ID) || t.Attempt < 1 || t.Attempt > mostAttempts {
		return engine.Refuse(engine.WhyMalformed)
	}
	if !slices.Contains(w.env.Policy.Callers, t.Caller) {
		w.refuse(t.Key, t.Caller, t.ID, engine.WhyCaller)
		return engine.Refuse(engine.WhyCaller)
	}
	rotation := w.Operation()
	var a engine.Answer
	err := w.tries(func() (err error) { a, err = refused(TryAdmit(w, t, rotation)); return err })
	if err != nil {
		return notDone(err)
	}
	if a.Outcome == engine.Refused {
		w.refuse(t.Key, t.Caller, t.ID, a.Why)
	}
	return a
}

// TryAdmit is one try of [Admit], once the trigger is known to be one and its caller to have
// the right: it starts a rotation under an id, or finds that one has started.
func TryAdmit(w *Worker, t engine.Trigger, rotation string) (engine.Answer, error) {
	s, err := w.readAdmission(t.Key, t.Window)
	if err != nil {
		return engine.Answer{}, err
	}
	if a, final := s.answer(t, rotation, &w.env.Policy); final {
		return a, nil
	}
	i, err := w.issuer(t.Key, s.rec.Generation)
	if err != nil {
		return engine.Answer{}, err
	}
	if i.none {
		return engine.Refuse(engine.WhyAnchor), nil
	}
	rev, err := commitIn(w.env.Store, s.rec.Generation, w.admission(t, rotation, s, i))
	if err != nil {
		return engine.Answer{}, err // read back by the next try: the entry names its rotation
	}
	w.sees(t.Key, rev)
	return engine.Answer{Outcome: engine.Admitted, Rotation: rotation}, nil
}

const mostAttempts = 1 << 20 // of a window; no policy allows nearly as many

// grounds are what decides about a trigger, as of one revision.
type grounds struct {
	rec            Record
	entry          windowEntry
	mod, windowMod int64
}

func (w *Worker) readAdmission(key, window string) (grounds, error) {
	res, err := w.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(RecordKey(key)), engine.Get(windowKey(key, window))}})
	if err != nil {
		return grounds{}, err
	}
	rec, entry := first(res.Reads[0]), first(res.Reads[1])
	s := grounds{mod: rec.Mod, windowMod: entry.Mod}
	w.sees(key, rec.Mod)
	if s.rec, err = recordIn(&res, rec); err != nil {
		return grounds{}, err
	}
	if err := w.steps.Trust(w, key, s.mod, &s.rec); err != nil {
		return grounds{}, err
	}
	if entry.Mod != 0 {
		s.entry, err = decodeWindow(entry.Value)
	}
	return s, err
}

// answer decides whatever can be decided without a write.
func (s *grounds) answer(t engine.Trigger, rotation string, p *engine.Policy) (engine.Answer, bool) {
	again := s.windowMod != 0 && s.entry.Aborted && t.Attempt == int(s.entry.Attempt)+1
	switch {
	case s.windowMod != 0 && s.entry.Rotation == rotation:
		return engine.Answer{Outcome: engine.Admitted, Rotation: rotation}, true
	case again && t.Attempt > p.Attempts && !slices.Contains(p.Operators, t.Caller):
		return engine.Refuse("attempts"), true
	case s.windowMod != 0 && t.Attempt <= int(s.entry.Attempt):
		return engine.Answer{Outcome: engine.Duplicate, Rotation: s.entry.Rotation}, true
	case s.windowMod == 0 && t.Attempt != 1, s.windowMod != 0 && !again:
		return engine.Refuse(engine.WhyAttempt), true
	case s.rec.Phase != Idle:
		return engine.Refuse(engine.WhyBusy), true
	}
	return engine.Answer{}, false
}

// admission is the transaction that starts a rotation, if nothing has moved.
func (w *Worker) admission(t engine.Trigger, rotation string, s grounds, i issuer) engine.Txn {
	rec := s.rec.clone()
	c := Change{Transition: "INTENT", Cause: engine.ByTrigger + t.ID,
		If: []engine.Compare{{Key: RecordKey(t.Key), Mod: s.mod}, {Key: windowKey(t.Key, t.Window), Mod: s.windowMod}}}
	begin(&rec, t.Key, rotation, i, w.promise(), &c)
	rec.Window, rec.Attempt = t.Window, uint32(t.Attempt)
	entry := windowEntry{Rotation: rotation, Attempt: rec.Attempt}
	c.Also = append(c.Also, engine.Put(windowKey(t.Key, t.Window), entry.encode(), 0))
	return w.change(t.Key, &rec, c)
}

// begin turns a record at rest into one with a rotation that has begun, by a change.
func begin(rec *Record, key, rotation string, i issuer, p Pledge, c *Change) {
	rec.Phase = Intent
	rec.Rotation, rec.Cause = rotation, c.Cause
	if rec.Spare == 0 {
		rec.allocate(key, i, p, c)
		rec.Next = rec.Highest
	} else {
		rec.Next = rec.Spare
	}
	rec.MintOp = rec.Version(rec.Next).Op
}

// allocate names the next version, the operation that makes it, what it is issued under, and
// what is promised.
func (r *Record) allocate(key string, i issuer, p Pledge, c *Change) {
	r.Highest++
	r.Versions = append(r.Versions, Version{N: r.Highest, State: Pending, Op: MintOperation(key, r.Highest), Under: i.version, Pledge: p})
	i.enter(key, r.Highest, c)
}

// MintOperation is the operation id under which a version is made. A version
// number is allocated once, so the pair names the operation for ever.
func MintOperation(key string, version uint32) string {
	return "mint/" + key + "/" + strconv.FormatUint(uint64(version), 10)
}
