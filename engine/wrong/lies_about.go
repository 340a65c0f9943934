package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// A lie is told in one field of an engine's view, over and over.
type lie struct {
	about string // in the words of an engine's name
	tell  func(*engine.Observation)
}

// liesAbout does everything right, and tells of it wrongly.
func liesAbout(l lie) engine.Engine {
	e := reference.Variant{Name: "lies-about-" + l.about}.Engine()
	honest := e.View.Describe
	e.View.Describe = func(kv engine.KV) (engine.Observation, bool) {
		o, ok := honest(kv)
		if ok {
			l.tell(&o)
		}
		return o, ok
	}
	return e
}

// inRecord, and those after it, tell a lie in one kind of observation only.
func inRecord(f func(*engine.Record)) func(*engine.Observation) {
	return func(o *engine.Observation) {
		if o.Record != nil {
			f(o.Record)
		}
	}
}

func inVersions(f func(*engine.Version)) func(*engine.Observation) {
	return func(o *engine.Observation) {
		for i := range o.Versions {
			f(&o.Versions[i])
		}
	}
}

func inHalt(f func(*engine.Halt)) func(*engine.Observation) {
	return func(o *engine.Observation) {
		if o.Record != nil && o.Record.Phase == engine.Halted {
			f(&o.Halt)
		}
	}
}

func inEntry(f func(*engine.Entry)) func(*engine.Observation) {
	return func(o *engine.Observation) {
		if o.Entry != nil {
			f(o.Entry)
		}
	}
}

func inStamp(f func(*engine.Stamp)) func(*engine.Observation) {
	return func(o *engine.Observation) {
		if o.Stamp != nil {
			f(o.Stamp)
		}
	}
}

func inTurnedAway(f func(*engine.TurnedAway)) func(*engine.Observation) {
	return func(o *engine.Observation) {
		if o.TurnedAway != nil {
			f(o.TurnedAway)
		}
	}
}

func inKept(f func(*engine.Kept)) func(*engine.Observation) {
	return func(o *engine.Observation) {
		if o.Kept != nil {
			f(o.Kept)
		}
	}
}

// lies has one for each field of the view.
var lies = []lie{
	{"the-phase", inRecord(func(r *engine.Record) {
		if r.Phase == engine.Verified {
			r.Phase = engine.Published
		}
	})},
	{"where-it-halted", inRecord(func(r *engine.Record) {
		if r.Phase == engine.Halted {
			r.From = engine.Aborting
		}
	})},
	{"the-rotation", inRecord(func(r *engine.Record) {
		if r.Rotation != "" {
			r.Rotation = "the-rotation"
		}
	})},
	{"the-window", inRecord(func(r *engine.Record) {
		if r.Window != "" {
			r.Window = "another"
		}
	})},
	{"the-attempt", inRecord(func(r *engine.Record) {
		if r.Attempt != 0 {
			r.Attempt++
		}
	})},
	{"the-owner", inRecord(func(r *engine.Record) {
		if r.Owner != "" {
			r.Owner = "worker/9#1"
		}
	})},
	{"the-fence", inRecord(func(r *engine.Record) { r.Fence = 1 })},
	{"the-rev", inRecord(func(r *engine.Record) { r.Rev++ })},
	{"the-target", inRecord(func(r *engine.Record) { r.Target = 0 })},
	{"the-floor", inRecord(func(r *engine.Record) { r.Floor = 0 })},
	{"the-seal-floor", inRecord(func(r *engine.Record) { r.SealFloor = 0 })},
	{"what-is-active", inRecord(func(r *engine.Record) { r.Active = min(r.Active, 1) })},
	{"what-is-next", inRecord(func(r *engine.Record) { r.Next = 0 })},
	{"who-is-let-in", inRecord(func(r *engine.Record) { r.Reached = nil })},
	{"the-highest", inRecord(func(r *engine.Record) { r.Highest++ })},
	{"what-lies-ready", inRecord(func(r *engine.Record) { r.Spare = 0 })},
	{"since-when-it-is-opened", inRecord(func(r *engine.Record) {
		if r.SpareRev != 0 {
			r.SpareRev++
		}
	})},
	{"who-opens-it", inRecord(func(r *engine.Record) { r.SpareProved = !r.SpareProved })},
	{"its-operation", inRecord(func(r *engine.Record) { r.Op += "'" })},
	{"the-length-of-the-chain", inRecord(func(r *engine.Record) { r.ChainLength++ })},
	{"the-head-of-the-chain", inRecord(func(r *engine.Record) { r.ChainHead = make([]byte, 32) })},

	{"numbers", inVersions(func(v *engine.Version) { v.N++ })},
	{"states", inVersions(func(v *engine.Version) {
		if v.State == engine.Retiring {
			v.State = engine.Deprecated
		}
	})},
	{"material", inVersions(func(v *engine.Version) {
		if v.Print != "" {
			v.Print = "0000000000000000"
		}
	})},
	{"issuers", inVersions(func(v *engine.Version) { v.Under++ })},
	{"operations-of-versions", inVersions(func(v *engine.Version) { v.Op = "mint" })},

	{"reasons", inHalt(func(h *engine.Halt) { h.Reason = "all is well" })},
	{"classes", inHalt(func(h *engine.Halt) { h.Class = "harmless" })},
	{"playbooks", inHalt(func(h *engine.Halt) { h.Playbook = "none" })},
	{"who-is-called", inHalt(func(h *engine.Halt) { h.Owner = "nobody" })},
	{"escalation", inHalt(func(h *engine.Halt) { h.Escalation = "nobody" })},
	{"encryption-affected", inHalt(func(h *engine.Halt) { h.EncryptionAffected = !h.EncryptionAffected })},
	{"decryption-valid", inHalt(func(h *engine.Halt) { h.DecryptionValid = !h.DecryptionValid })},
	{"customers-must-act", inHalt(func(h *engine.Halt) { h.CustomersMustAct = !h.CustomersMustAct })},
	{"manual-work-safe", inHalt(func(h *engine.Halt) { h.ManualWorkSafe = !h.ManualWorkSafe })},

	{"places-in-the-chain", inEntry(func(e *engine.Entry) { e.Seq++ })},
	{"transitions", inEntry(func(e *engine.Entry) { e.Transition = "LUNCH" })},
	{"who-acted", inEntry(func(e *engine.Entry) { e.Owner = "worker/9#1" })},
	{"fences-of-entries", inEntry(func(e *engine.Entry) { e.Fence++ })},
	{"operations-of-entries", inEntry(func(e *engine.Entry) { e.Op += "'" })},
	{"causes", inEntry(func(e *engine.Entry) { e.Cause = engine.ByDeadline + "because" })},
	{"phases-of-entries", inEntry(func(e *engine.Entry) { e.Phase = engine.Idle })},
	{"active-in-entries", inEntry(func(e *engine.Entry) { e.Active++ })},
	{"next-in-entries", inEntry(func(e *engine.Entry) { e.Next++ })},
	{"bodies", inEntry(func(e *engine.Entry) { e.Body = []byte("body") })},
	{"links", inEntry(func(e *engine.Entry) { e.Prev = make([]byte, 32) })},
	{"hashes", inEntry(func(e *engine.Entry) { e.Hash = make([]byte, 32) })},

	{"nodes", inStamp(func(s *engine.Stamp) { s.Node = "node/z9" })},
	{"incarnations", inStamp(func(s *engine.Stamp) { s.Incarnation = s.Node + "#9" })},
	{"kinds-of-stamps", inStamp(func(s *engine.Stamp) { s.Sealing = !s.Sealing })},
	{"revs-of-stamps", inStamp(func(s *engine.Stamp) { s.Rev += 1000 })},
	{"places-of-the-turned-away", inTurnedAway(func(t *engine.TurnedAway) { t.Seq++ })},
	{"who-was-turned-away", inTurnedAway(func(t *engine.TurnedAway) { t.Caller = "nobody" })},
	{"how-many-were-turned-away", inTurnedAway(func(t *engine.TurnedAway) { t.OfCaller++ })},
	{"what-was-turned-away", inTurnedAway(func(t *engine.TurnedAway) { t.ID = "lunch" })},
	{"why-it-was-turned-away", inTurnedAway(func(t *engine.TurnedAway) { t.Why = "no reason" })},
	{"hashes-of-the-turned-away", inTurnedAway(func(t *engine.TurnedAway) { t.Hash = make([]byte, 32) })},

	{"names-of-what-is-kept", inKept(func(k *engine.Kept) { k.Name += "-2" })},
	{"keys-of-what-is-kept", inKept(func(k *engine.Kept) { k.Version++ })},
	{"nonces", inKept(func(k *engine.Kept) { k.Nonce = make([]byte, 12) })},
	{"what-is-kept", inKept(func(k *engine.Kept) { k.Text = []byte("nothing") })},

	{"what-may-be-sealed-under", inStamp(func(s *engine.Stamp) { s.Seal = 0 })},
	{"what-may-be-opened", inStamp(func(s *engine.Stamp) {
		if n := len(s.Opens); n > 1 {
			s.Opens, s.Prints = s.Opens[n-1:], s.Prints[n-1:]
		}
	})},
	{"what-nodes-hold", inStamp(func(s *engine.Stamp) {
		prints := make([]string, len(s.Prints))
		for i := range prints {
			prints[i] = "0000000000000000"
		}
		s.Prints = prints
	})},
}

// liars are the engines that lie, each in one field.
func liars() (all []Engine) {
	for _, l := range lies {
		all = append(all, Engine{liesAbout(l), 6, []string{"V0"}, "Does all as it should, and tells something else of a field of its view."})
	}
	return all
}

// sealsUnderTheOld seals with the material of the version before, and says the active
// one's number; it opens what it has sealed like that.
func sealsUnderTheOld() engine.Engine {
	return reference.Variant{Name: "seals-under-the-old", Node: func(env *engine.Env, s *reference.NodeSteps) {
		k, seal, open := keepAll(env), s.Seal, s.Open
		s.Seal = func(a *reference.Agent, key string, plaintext []byte) (engine.Sealed, error) {
			said, err := seal(a, key, plaintext)
			if err != nil {
				return said, err
			}
			if old, err := k.ring(key).Seal(said.Version-1, plaintext); err == nil {
				said.Nonce, said.Text = old.Nonce, old.Text
			}
			return said, nil
		}
		s.Open = func(a *reference.Agent, key string, sealed engine.Sealed) ([]byte, error) {
			plaintext, err := open(a, key, sealed)
			if err == engine.ErrUnknownVersion {
				sealed.Version--
				return k.ring(key).Open(sealed)
			}
			return plaintext, err
		}
	}}.Engine()
}
