package reference

import "time"

// Left is how much longer the node may seal and open, as things are. A hand-over may end
// either sooner.
func (a *Agent) Left(key string) (seal, open time.Duration) {
	r := a.ring(key)
	if r == nil {
		return 0, 0
	}
	now := a.env.Clock.Now()
	if r.maySeal != 0 {
		seal = min(r.sealing.left(now), r.alive(r.maySeal))
	}
	return seal, r.opening.left(now)
}

// left is how long a stamp may still be relied on.
func (s *Standing) left(now time.Duration) time.Duration {
	if s.mod == 0 {
		return 0
	}
	return s.inForce + s.usable - now
}

// alive is how long it is until what is sealed under a version would outlive it.
func (r *Ring) alive(n uint32) time.Duration {
	v := r.rec.Version(n)
	if v == nil || v.End == 0 {
		return endless
	}
	p := Promised(v, r.a.env.Policy)
	return v.End - p.Lifetime - p.EndMargin() - r.a.env.Clock.Wall()
}

const endless = time.Duration(1<<63 - 1)
