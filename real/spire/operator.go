package main

import (
	"context"
	"errors"
	"slices"
	"time"

	localauthorityv1 "github.com/spiffe/spire-api-sdk/proto/spire/api/server/localauthority/v1"
	"github.com/spiffe/spire/pkg/server/api/rpccontext"
	"github.com/spiffe/spire/pkg/server/ca/manager"

	"pawl/engine"
)

// operator is whoever forces a rotation from the command line of a server: has it prepare an
// authority, waits until all who rely on the bundle must have it, and has it activated. One who
// distrusts the authority before has it tainted at once, and revoked when all that it has signed has
// ended. Where the command line dies, the rest is not done.
type operator struct {
	env       *engine.Env
	distrusts bool
	pending   []forced // looked through by key
}

// forced is a rotation under way.
type forced struct {
	key     string
	next    engine.Errand // what is to be done
	version uint32        // to which authority
	at      time.Duration // of the operator's clock: when
}

// look is how often an operator looks whether the time has come.
const look = 10 * time.Minute

// Run does the rest of what was asked for.
func (o *operator) Run(key string) {
	for {
		o.env.Clock.Sleep(look)
		for i, f := range o.pending {
			if f.key == key && o.env.Clock.Now() >= f.at {
				o.pending = append(o.pending[:i], o.pending[i+1:]...)
				o.goOn(f)
				break
			}
		}
	}
}

// goOn does what comes next in a forced rotation.
func (o *operator) goOn(f forced) {
	if o.push(f.next, f.key, f.version) != nil || !o.distrusts || f.next != engine.Activate {
		return
	}
	// The old authority is the one that the server lets be tainted, of those before.
	for old := f.version - 1; old > 0; old-- {
		if o.push(engine.Retire, f.key, old) == nil {
			life := o.env.Policy.Lifetime
			o.pending = append(o.pending, forced{f.key, engine.Erase, old, o.env.Clock.Now() + life + o.env.Policy.Drift(life)})
			break
		}
	}
}

// Admit has the server of a key prepare the next authority.
func (o *operator) Admit(t engine.Trigger) engine.Answer {
	if !slices.Contains(o.env.Policy.Callers, t.Caller) {
		return engine.Refuse(engine.WhyCaller) // the socket is the administrator's
	}
	if !engine.ValidName(t.Window) || t.Attempt < 1 {
		return engine.Refuse(engine.WhyMalformed)
	}
	if err := o.push(engine.Install, t.Key, 0); err != nil {
		return engine.Answer{Outcome: engine.Unknown, Why: err.Error()}
	}
	all, err := (&database{env: o.env}).published(t.Key)
	if err != nil || len(all) == 0 {
		return engine.Answer{Outcome: engine.Unknown, Why: "the prepared authority is not seen"}
	}
	newest := all[0].Version
	for _, a := range all {
		newest = max(newest, a.Version)
	}
	o.pending = append(o.pending, forced{t.Key, engine.Activate, newest, o.env.Clock.Now() + o.env.Policy.PublishLead + o.env.Policy.Drift(o.env.Policy.PublishLead)})
	return engine.Answer{Outcome: engine.Admitted, Rotation: t.Window}
}

// Operate does nothing: what operators do to a rotation in flight, SPIRE has no words for.
func (o *operator) Operate(engine.Act) engine.Answer { return engine.Refuse(engine.WhyUnsupported) }

func (o *operator) push(e engine.Errand, key string, version uint32) error {
	_, pool := kindOf(key)
	for _, node := range o.env.Fleet.Nodes(pool) {
		if err := o.env.Fleet.Push(node, engine.Command{Errand: e, Key: key, Version: version}); err != nil {
			return err
		}
	}
	return nil
}

var (
	errNotUp      = errors.New("server is initializing")
	errUnexpected = errors.New("unexpected authority ID")
)

// Push is a call of the server's local authority service.
func (s *server) Push(c engine.Command) (err error) {
	if s.api == nil {
		return errNotUp
	}
	kind, _ := kindOf(c.Key)
	s.enter(func(ctx context.Context) { err = s.call(ctx, kind, c) })
	return err
}

func (s *server) call(ctx context.Context, kind string, c engine.Command) (err error) {
	ctx = rpccontext.WithLogger(ctx, s.db.log)
	next := func() manager.Slot {
		if kind == x509Kind {
			return s.m.GetNextX509CASlot()
		}
		return s.m.GetNextJWTKeySlot()
	}
	// id is the authority that a number stands for, if it is the next one, or was the one before. One that
	// is signed upstream has no number of its own: the next one is meant.
	id := func() string {
		if s.plugin != nil && kind == x509Kind {
			return next().AuthorityID()
		}
		if k, err := s.keys.GetKey(ctx, next().KmKeyID()); err == nil && k.(*signer).Version == c.Version {
			return next().AuthorityID()
		}
		return ""
	}
	switch {
	case c.Errand == engine.Install && kind == x509Kind:
		_, err = s.api.PrepareX509Authority(ctx, &localauthorityv1.PrepareX509AuthorityRequest{})
	case c.Errand == engine.Install:
		_, err = s.api.PrepareJWTAuthority(ctx, &localauthorityv1.PrepareJWTAuthorityRequest{})
	case c.Errand == engine.Activate && id() == "":
		err = errUnexpected
	case c.Errand == engine.Activate && kind == x509Kind:
		_, err = s.api.ActivateX509Authority(ctx, &localauthorityv1.ActivateX509AuthorityRequest{AuthorityId: id()})
	case c.Errand == engine.Activate:
		_, err = s.api.ActivateJWTAuthority(ctx, &localauthorityv1.ActivateJWTAuthorityRequest{AuthorityId: id()})
	case c.Errand == engine.Retire && kind == x509Kind:
		_, err = s.api.TaintX509Authority(ctx, &localauthorityv1.TaintX509AuthorityRequest{AuthorityId: id()})
	case c.Errand == engine.Retire:
		_, err = s.api.TaintJWTAuthority(ctx, &localauthorityv1.TaintJWTAuthorityRequest{AuthorityId: id()})
	case c.Errand == engine.Erase && kind == x509Kind:
		_, err = s.api.RevokeX509Authority(ctx, &localauthorityv1.RevokeX509AuthorityRequest{AuthorityId: id()})
	case c.Errand == engine.Erase:
		_, err = s.api.RevokeJWTAuthority(ctx, &localauthorityv1.RevokeJWTAuthorityRequest{AuthorityId: id()})
	default:
		err = engine.ErrRejected
	}
	return err
}
