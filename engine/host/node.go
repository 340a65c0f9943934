package host

import (
	"context"
	"fmt"
	"time"

	"pawl/engine"
)

// NodeProcess is the process of an engine on a node.
type NodeProcess struct {
	*Process
	serving engine.Serving
}

// StartNode starts an engine on a node, which serves some keys.
func StartNode(e engine.Engine, keys []string, c Launch) (*NodeProcess, error) {
	c.Role = engine.NodeRole
	p, err := New(c)
	if err != nil {
		return nil, err
	}
	n := &NodeProcess{Process: p}
	if err := p.Do(context.Background(), func() { n.serving = e.Agent(p.Env()) }); err != nil {
		return nil, err
	}
	for _, key := range keys {
		p.Go(func() { n.serving.Run(key) })
		if k, is := n.serving.(engine.Keeping); is && c.Policy.Rewrap {
			p.Go(func() { k.Rewrap(key) })
		}
	}
	return n, nil
}

// Seal seals a plaintext; see [engine.Serving].
func (n *NodeProcess) Seal(ctx context.Context, key string, plaintext []byte) (engine.Sealed, error) {
	return called(ctx, n, func() (engine.Sealed, error) { return n.serving.Seal(key, plaintext) })
}

// Open opens what was sealed.
func (n *NodeProcess) Open(ctx context.Context, key string, s engine.Sealed) ([]byte, error) {
	return called(ctx, n, func() ([]byte, error) { return n.serving.Open(key, s) })
}

// Worth is how long an answer of a node is worth something, from when it was checked.
type Worth struct {
	Left  time.Duration // of the lease, if nothing ends it sooner
	Holds time.Duration // whatever the node does meanwhile
}

// SealFor seals, and says for how long that holds. A node that hands over waits for the time
// that policy gives its last answer to leave, and no longer, however much of its lease was
// left. So who has asked is to leave an answer alone that took longer than it holds, counted
// from when it asked: then nothing depends on how long the answer was under way, and on who
// was paused meanwhile.
func (n *NodeProcess) SealFor(ctx context.Context, key string, plaintext []byte) (engine.Sealed, Worth, error) {
	var w Worth
	s, err := called(ctx, n, func() (s engine.Sealed, err error) {
		if s, err = n.serving.Seal(key, plaintext); err == nil {
			w, err = n.worth(key, true)
		}
		return s, err
	})
	return s, w, err
}

// OpenFor opens, and says the same of that.
func (n *NodeProcess) OpenFor(ctx context.Context, key string, s engine.Sealed) ([]byte, Worth, error) {
	var w Worth
	plaintext, err := called(ctx, n, func() (plaintext []byte, err error) {
		if plaintext, err = n.serving.Open(key, s); err == nil {
			w, err = n.worth(key, false)
		}
		return plaintext, err
	})
	return plaintext, w, err
}

// worth is what an answer is worth that the engine has just given: it has asked for nothing
// since.
func (n *NodeProcess) worth(key string, sealing bool) (Worth, error) {
	l, is := n.serving.(engine.Timed)
	if !is {
		return Worth{}, fmt.Errorf("%w: this engine does not say how much of its leases is left", engine.ErrRejected)
	}
	seal, open := l.Left(key)
	if !sealing {
		seal = open
	}
	return Worth{Left: seal, Holds: min(seal, n.Policy.Emission)}, nil
}

// Rev is the stamp that the node serves a key under, for the log.
func (n *NodeProcess) Rev(ctx context.Context, key string) (uint64, error) {
	return called(ctx, n, func() (uint64, error) { return n.serving.Rev(key), nil })
}

// Push takes a command of an engine that pushes.
func (n *NodeProcess) Push(ctx context.Context, c engine.Command) error {
	_, err := called(ctx, n, func() (struct{}, error) { return struct{}{}, n.serving.Push(c) })
	return err
}

// Announced tells relying parties what there is to open, if the engine does.
func (n *NodeProcess) Announced(ctx context.Context, key string) ([]engine.Announced, error) {
	return called(ctx, n, func() ([]engine.Announced, error) {
		a, is := n.serving.(engine.Announcing)
		if !is {
			return nil, fmt.Errorf("%w: this engine announces nothing", engine.ErrRejected)
		}
		return a.Announced(key)
	})
}

// Keep has a plaintext kept for good, if the engine does that. ErrUnknown: it may be.
func (n *NodeProcess) Keep(ctx context.Context, key, name string, plaintext []byte) error {
	var err error
	if cut := n.Do(ctx, func() {
		k, is := n.serving.(engine.Keeping)
		if !is {
			err = fmt.Errorf("%w: this engine keeps nothing", engine.ErrRejected)
			return
		}
		err = k.Keep(key, name, plaintext)
	}); cut != nil {
		return fmt.Errorf("%w: %w", engine.ErrUnknown, cut)
	}
	return err
}

// Kept opens what is kept under a name.
func (n *NodeProcess) Kept(ctx context.Context, key, name string) ([]byte, error) {
	return called(ctx, n, func() ([]byte, error) {
		k, is := n.serving.(engine.Keeping)
		if !is {
			return nil, fmt.Errorf("%w: this engine keeps nothing", engine.ErrRejected)
		}
		return k.Kept(key, name)
	})
}

// called gives the answer of engine code. One that is cut off has none, and another node may.
func called[R any](ctx context.Context, n *NodeProcess, f func() (R, error)) (R, error) {
	var r R
	var err error
	if cut := n.Do(ctx, func() { r, err = f() }); cut != nil {
		var none R
		return none, fmt.Errorf("%w: %w", engine.ErrNotServing, cut)
	}
	return r, err
}
