package planted

import (
	"errors"

	"pawl/engine"
)

// another is an operation id that stands for the same thing once more.
func another(op string) string { return op + "/again" }

func mintsAgain(p *process) asking {
	return func(r engine.Request) (engine.Reply, error) {
		reply, err := p.plain(r)
		if c, is := r.(engine.Create); is && errors.Is(err, engine.ErrUnknown) {
			c.Op = another(c.Op)
			return p.wrong(c)
		}
		return reply, err
	}
}

func mintsTwice(p *process) asking {
	return func(r engine.Request) (engine.Reply, error) {
		reply, err := p.plain(r)
		if c, is := r.(engine.Create); is && err == nil {
			c.Op = another(c.Op)
			_, _ = p.wrong(c)
		}
		return reply, err
	}
}

// oneFence is what every owner says who hides its own: nothing is above it.
const oneFence = 1<<64 - 1

func hidesItsFence(p *process) asking {
	return func(r engine.Request) (engine.Reply, error) {
		switch c := r.(type) {
		case engine.Create:
			c.Fence = oneFence
			return p.wrong(c)
		case engine.Destroy:
			c.Fence = oneFence
			return p.wrong(c)
		}
		return p.plain(r)
	}
}

// destroysEarly knows what to destroy if the same process has made it.
func destroysEarly(p *process) asking {
	type version struct {
		key string
		n   uint32
	}
	made := map[version]string{} // by which operation; looked up only
	return func(r engine.Request) (engine.Reply, error) {
		reply, err := p.plain(r)
		c, is := r.(engine.Create)
		if !is || err != nil {
			return reply, err
		}
		made[version{c.Key, c.Version}] = c.Op
		if op := made[version{c.Key, c.Version - 1}]; op != "" {
			_, _ = p.wrong(engine.Destroy{Op: op, Key: c.Key, Version: c.Version - 1, Fence: c.Fence})
		}
		return reply, nil
	}
}

func takesDestroyedOnTrust(p *process) asking {
	return func(r engine.Request) (engine.Reply, error) {
		reply, err := p.plain(r)
		if _, is := r.(engine.Destroy); is && errors.Is(err, engine.ErrUnknown) {
			p.made.note()
			return nil, nil
		}
		return reply, err
	}
}
