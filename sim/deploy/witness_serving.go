package deploy

import (
	"time"

	"pawl/checker"
	"pawl/engine"
)

// A Service is a request of a client to a node.
type Service struct {
	Key, Client   string
	By            string        // the node, with its incarnation
	Sent, Arrived time.Duration // by the client; at the node
	At            time.Duration // the answer left the node
}

func (s *Service) fact(what checker.What) checker.Fact {
	return checker.Fact{Key: s.Key, Actor: s.By, What: what,
		Times: checker.Times{Sent: s.Sent, Arrived: s.Arrived, Early: s.Arrived, At: s.At}}
}

// Sealed takes a seal that has left its node. What it is under is read off the text,
// with the material that the key service made; what the node says is kept beside it.
func (w *Witness) Sealed(s Service, sealed *engine.Sealed) Noted {
	return w.note(s.fact(w.sealed.Put(checker.Emitted{
		Seal: len(w.h.Facts) + 1, Client: s.Client, Rev: sealed.Rev, Used: w.vault.open(s.Key, sealed),
		Said: checker.Sealing{Version: sealed.Version, Print: sealed.Print, Nonce: string(sealed.Nonce[:])},
	})))
}

// Denied takes a request to seal that a node turned away.
func (w *Witness) Denied(s Service, why string) {
	w.note(s.fact(&checker.Denied{Client: s.Client, Why: why}))
}

// Opening takes it that a client asks a node to open a seal, or what somebody has forged of one.
func (w *Witness) Opening(key string, seal Noted, node string, version uint32, forged, client string, at time.Duration) Noted {
	return w.note(checker.Fact{Key: key, Times: checker.Times{Sent: at}, What: w.opened.Put(checker.Opened{
		Seal: int(seal), Node: node, Client: client, Version: version, Forged: forged, Answer: checker.Lost})})
}

// Relied takes the answer of a relying party to an open, by a view that it asked for at some time.
func (w *Witness) Relied(f Noted, by string, cache Cache, asked time.Duration, answer checker.Answer, at time.Duration) {
	o := w.fact(f).What.(*checker.Opened)
	o.Relying, o.Cache, o.Asked = true, string(cache), asked
	w.Opened(f, by, answer, 0, "", at)
}

// Opens says whether a text opens with the material of a fingerprint.
func (w *Witness) Opens(key string, s *engine.Sealed, print string) bool {
	return w.vault.open(key, s).Print == print
}

// Opened takes the answer to an open that has left its node.
func (w *Witness) Opened(f Noted, by string, answer checker.Answer, rev uint64, why string, at time.Duration) {
	x := w.fact(f)
	x.Actor, x.Early, x.At = by, x.Arrived, at
	o := x.What.(*checker.Opened)
	o.Answer, o.Rev, o.Why = answer, rev, why
}
