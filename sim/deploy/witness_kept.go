package deploy

import (
	"errors"
	"time"

	"pawl/checker"
	"pawl/engine"
)

// holds reads off a kept text under what it is sealed, with the material that the key
// service made, and what it opens to; nil if nothing opens it, or it is none.
func (w *Witness) holds(s *said) *checker.Holding {
	k := s.says.Kept
	if k == nil || len(k.Nonce) != len(engine.Sealed{}.Nonce) {
		return nil
	}
	sealed := engine.Sealed{Version: k.Version, Nonce: [12]byte(k.Nonce), Text: k.Text}
	for i := len(w.vault) - 1; i >= 0; i-- {
		m := &w.vault[i]
		if m.key != s.key {
			continue
		}
		if plain, opens := m.Plain(&sealed); opens {
			return &checker.Holding{Used: checker.Sealing{Version: m.Version, Print: m.Print, Nonce: string(k.Nonce)}, Plain: engine.Fingerprint(plain)}
		}
	}
	return nil
}

// Lodging tells that a client asks a node to keep a text.
func (w *Witness) Lodging(key, name, node, client string, plain []byte, at time.Duration) Noted {
	return w.note(checker.Fact{Key: key, Times: checker.Times{Sent: at},
		What: &checker.Lodged{Name: name, Plain: engine.Fingerprint(plain), Node: node, Client: client, Answer: checker.NoReply}})
}

// Lodged takes the answer that has left the node.
func (w *Witness) Lodged(f Noted, by string, err error, at time.Duration) {
	l := w.emitted(f, by, at).(*checker.Lodged)
	switch {
	case err == nil:
		l.Answer = checker.Done
	case errors.Is(err, engine.ErrUnknown):
		l.Why = err.Error()
	default:
		l.Answer, l.Why = checker.Failed, err.Error()
	}
}

// Recalling tells that a client asks a node for what is kept.
func (w *Witness) Recalling(key, name, node, client string, at time.Duration) Noted {
	return w.note(checker.Fact{Key: key, Times: checker.Times{Sent: at},
		What: &checker.Recalled{Name: name, Node: node, Client: client, Answer: checker.RecallLost}})
}

// Recalled takes the answer that has left the node.
func (w *Witness) Recalled(f Noted, by string, plain []byte, err error, at time.Duration) {
	r := w.emitted(f, by, at).(*checker.Recalled)
	switch {
	case err == nil:
		r.Answer, r.Plain = checker.RecallText, engine.Fingerprint(plain)
	case errors.Is(err, engine.ErrNothingKept):
		r.Answer = checker.RecallNothing
	case errors.Is(err, engine.ErrUnknownVersion):
		r.Answer = checker.RecallUnknownKey
	default:
		r.Answer, r.Why = checker.RecallUnavailable, err.Error()
	}
}

// emitted notes who has answered a request, and when.
func (w *Witness) emitted(f Noted, by string, at time.Duration) checker.What {
	x := w.fact(f)
	x.Actor, x.Early, x.At = by, at, at
	return x.What
}
