package reference

import (
	"fmt"
	"time"

	"pawl/engine"
)

// An emergency is an act that waits for another operator's approval. A key has one at most:
// whoever asks last is waited for, and an approval names what it approves.
type emergency struct {
	Op, Act, Verb, By, Because string
	Version                    uint32
}

func (e *emergency) encode() []byte {
	w := writer{make([]byte, 0, 64)}
	w.num(emergencyFormat)
	for _, s := range [...]string{e.Op, e.Act, e.Verb, e.By, e.Because} {
		w.str(s)
	}
	w.num(uint64(e.Version))
	return w.b
}

// decodeEmergency reads the stored form; an absent value is none.
func decodeEmergency(b []byte) (e emergency, err error) {
	if len(b) == 0 {
		return e, nil
	}
	r := reader{b: b}
	r.format(emergencyFormat)
	e = emergency{Op: r.str(), Act: r.str(), Verb: r.str(), By: r.str(), Because: r.str(), Version: r.num32()}
	if err := r.end(); err != nil {
		return emergency{}, fmt.Errorf("emergency: %w", err)
	}
	return e, nil
}

func (w *Worker) readEmergency(key string) (e emergency, mod int64, err error) {
	kv, err := get(w.env.Store, emergencyKey(key))
	if err == nil {
		e, err = decodeEmergency(kv.Value)
	}
	return e, kv.Mod, err
}

// tryAsk notes an emergency, which somebody else has to approve.
func (w *Worker) tryAsk(d *deed) (engine.Answer, error) {
	a := &d.act
	s, err := w.read(placesOf(a.Key))
	if err != nil {
		return engine.Answer{}, err
	}
	e, mod, err := w.readEmergency(a.Key)
	if err != nil {
		return engine.Answer{}, err
	}
	done := engine.Answer{Outcome: engine.Admitted, Rotation: s.rec.Rotation}
	if e.Op == d.op {
		return done, nil // an earlier try has landed
	}
	e = emergency{Op: d.op, Act: a.ID, Verb: a.Verb, By: a.Operator, Because: a.Reason, Version: a.Version}
	if why := e.forbidden(&s.rec); why != "" {
		return engine.Refuse(why), nil
	}
	_, err = commitIn(w.env.Store, s.rec.Generation, engine.Txn{If: []engine.Compare{{Key: emergencyKey(a.Key), Mod: mod}},
		Then: []engine.Op{engine.Put(emergencyKey(a.Key), e.encode(), 0)}})
	return done, err
}

// forbidden says why the record does not allow an emergency; empty: it does.
func (e *emergency) forbidden(rec *Record) string {
	if e.Verb == engine.RotateAct {
		if rec.Phase != Idle {
			return engine.WhyBusy
		}
		return ""
	}
	if v := rec.Version(e.Version); v == nil || v.State != Deprecated {
		return cannot(&engine.Act{Verb: e.Verb, Version: e.Version}, v)
	}
	return ""
}

// tryApprove does what an emergency asks for, in the name of the act that asked, when
// another operator than its own approves it.
func (w *Worker) tryApprove(d *deed) (engine.Answer, error) {
	a := &d.act
	s, landed, err := w.readBack(d)
	if err != nil {
		return engine.Answer{}, err
	}
	if landed {
		return engine.Answer{Outcome: engine.Admitted, Rotation: d.rec.Rotation}, nil
	}
	e, mod, err := w.readEmergency(a.Key)
	if err != nil {
		return engine.Answer{}, err
	}
	if why := w.steps.Approve(e.Act, e.By, *a); why != "" {
		return engine.Refuse(why), nil
	}
	if why := e.forbidden(&s.rec); why != "" {
		return engine.Refuse(why), nil
	}
	d.rec = s.rec.clone()
	c := Change{Cause: engine.ByOperator + e.Act, Op: d.op, Note: "asked for by " + e.By + ", approved by " + a.Operator,
		If:   []engine.Compare{{Key: RecordKey(a.Key), Mod: s.mod}, {Key: emergencyKey(a.Key), Mod: mod}},
		Also: []engine.Op{engine.Del(emergencyKey(a.Key))}}
	why := ""
	if e.Verb == engine.RotateAct {
		why, err = w.starts(d, &c)
	} else {
		why, err = w.revokes(d, e.Version, s.time, &c)
	}
	switch {
	case err != nil:
		return engine.Answer{}, err
	case why != "":
		return engine.Refuse(why), nil
	}
	if err := w.put(d, c); err != nil {
		return engine.Answer{}, err
	}
	return engine.Answer{Outcome: engine.Admitted, Rotation: d.rec.Rotation}, nil
}

// starts begins a rotation that an emergency asks for, or says why not.
func (w *Worker) starts(d *deed, c *Change) (why string, err error) {
	i, err := w.issuer(d.act.Key, d.rec.Generation)
	if err != nil || i.none {
		return engine.WhyAnchor, err
	}
	begin(&d.rec, d.act.Key, d.op, i, w.promise(), c)
	c.Transition = "INTENT"
	return "", nil
}

// revokes retires a version that an emergency names, or says why not: the lifetime is all that
// an emergency does not wait for.
func (w *Worker) revokes(d *deed, version uint32, at time.Duration, c *Change) (why string, err error) {
	key := d.act.Key
	f, hold, err := readHold(w.env.Store, key, version)
	if err != nil || f.Held {
		return fmt.Sprintf("version %d is held", version), err
	}
	if used, err := w.steps.Issued(w, key, version); err != nil || used {
		return fmt.Sprintf("what is issued under version %d is in use", version), err
	}
	if names, err := w.steps.Left(w, key, version); err != nil || len(names) > 0 { // nobody could open it any more
		return fmt.Sprintf("something is kept under version %d or an older one", version), err
	}
	v := d.rec.Version(version)
	v.State, v.Since = Retiring, at
	d.rec.raise()
	c.Transition = fmt.Sprintf("v%d %s", v.N, v.State.word())
	c.If = append(c.If, engine.Compare{Key: HoldKey(key, version), Mod: hold})
	return "", nil
}

// Approve says why an operator cannot approve the act that waits, which somebody has asked
// for; empty: they can. The act is empty where none waits.
func Approve(waits, by string, a engine.Act) (why string) {
	switch {
	case waits == "" || waits != a.Of:
		return "nothing of that name waits for approval"
	case by == a.Operator:
		return "it has to be approved by somebody else"
	}
	return ""
}
