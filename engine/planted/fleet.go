package planted

import (
	"errors"
	"slices"

	"pawl/engine"
)

// onPushes has the pushes of a process asked in another way.
func onPushes(p *process, ask func(engine.Push) (engine.Reply, error)) asking {
	return func(r engine.Request) (engine.Reply, error) {
		if push, is := r.(engine.Push); is {
			return ask(push)
		}
		return p.plain(r)
	}
}

func pushesWithoutFence(p *process) asking {
	return onPushes(p, func(push engine.Push) (engine.Reply, error) {
		push.Command.Fence = oneFence
		return p.wrong(push)
	})
}

func takesPushedOnTrust(p *process) asking {
	return onPushes(p, func(push engine.Push) (engine.Reply, error) {
		reply, err := p.plain(push)
		if errors.Is(err, engine.ErrUnknown) || errors.Is(err, engine.ErrUnavailable) {
			p.made.note()
			return nil, nil
		}
		return reply, err
	})
}

// forgetsANode goes by the list as the process has read it last.
func forgetsANode(p *process) asking {
	last := ""
	return func(r engine.Request) (engine.Reply, error) {
		if push, is := r.(engine.Push); is && push.Node == last {
			p.made.note()
			return nil, nil
		}
		reply, err := p.plain(r)
		if names, is := reply.([]string); is && len(names) > 1 {
			last = names[len(names)-1]
		}
		return reply, err
	}
}

func retiresEarly(p *process) asking {
	return onPushes(p, func(push engine.Push) (engine.Reply, error) {
		reply, err := p.plain(push)
		if push.Command.Errand == engine.Activate && push.Command.Version > 1 && err == nil {
			push.Command.Errand = engine.Retire
			push.Command.Version--
			_, _ = p.wrong(push)
		}
		return reply, err
	})
}

func countsOldMembers(p *process) asking {
	lists := map[string][]string{} // by pool; looked up only
	return func(r engine.Request) (engine.Reply, error) {
		reply, err := p.plain(r)
		n, is := r.(engine.Nodes)
		if !is || err != nil {
			return reply, err
		}
		now := reply.([]string)
		first, known := lists[n.Pool]
		if !known {
			lists[n.Pool] = slices.Clone(now)
			return reply, nil
		}
		if !slices.Equal(first, now) {
			p.made.note()
		}
		return slices.Clone(first), nil
	}
}
