package daemon

import (
	"context"
	"errors"
	"time"

	"pawl/engine"
	"pawl/engine/socket"
)

// probe is a host of a node: it seals and opens all the time, and sees the gap at a cutover.
type probe struct {
	account   *account
	node, key string
	client    *socket.Client

	version uint32    // that was sealed under last
	at      time.Time // when that came
}

func newProbe(a *account, node, path, key string) *probe {
	return &probe{account: a, node: node, key: key, client: socket.NewClient(path)}
}

func (p *probe) run(ctx context.Context) {
	defer p.client.Close()
	for ctx.Err() == nil {
		pace := 20 * time.Millisecond
		if p.account.closely() {
			pace = time.Millisecond
		}
		rest(ctx, pace)
		p.once(ctx)
	}
}

// once seals a text, and opens it again.
func (p *probe) once(ctx context.Context) {
	s, err := p.client.Seal(ctx, p.key, []byte("a text"))
	if err != nil {
		p.account.text(came(err))
		return
	}
	now := time.Now()
	if p.version != 0 && s.Version != p.version {
		p.account.cutover(p.node, p.key, p.version, s.Version, now.Sub(p.at))
	}
	p.version, p.at = s.Version, now
	plain, err := p.client.Open(ctx, p.key, s)
	switch {
	case err != nil:
		p.account.text(came(err))
	case string(plain) != "a text":
		p.account.text("OPENED WRONGLY")
	default:
		p.account.text("sealed and opened")
	}
}

func came(err error) string {
	switch {
	case errors.Is(err, socket.ErrLate):
		return "too late"
	case errors.Is(err, engine.ErrNotServing):
		return "not for now"
	}
	return "refused"
}
