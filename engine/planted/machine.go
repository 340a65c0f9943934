package planted

import (
	"time"

	"pawl/engine"
)

func neverSyncs(p *process) asking {
	return func(r engine.Request) (engine.Reply, error) {
		if _, is := r.(engine.Sync); !is {
			return p.plain(r)
		}
		p.made.note()
		return nil, nil
	}
}

// findsNothingOnDisk finds what the same start of the machine has written.
func findsNothingOnDisk(p *process) asking {
	written := map[string]bool{} // looked up only
	return func(r engine.Request) (engine.Reply, error) {
		switch f := r.(type) {
		case engine.Write:
			written[f.Name] = true
		case engine.Read:
			reply, err := p.plain(r)
			if found, is := reply.(engine.File); is && found.Found && !written[f.Name] {
				p.made.note()
				return engine.File{}, nil
			}
			return reply, err
		}
		return p.plain(r)
	}
}

func clockTooSlow(p *process) asking {
	return func(r engine.Request) (engine.Reply, error) {
		reply, err := p.plain(r)
		if _, is := r.(look); is {
			p.made.note()
			return reply.(time.Duration) / 4 * 3, nil
		}
		return reply, err
	}
}

func sleepsTooShort(p *process) asking {
	return func(r engine.Request) (engine.Reply, error) {
		s, is := r.(engine.Sleep)
		if !is || s.For <= time.Millisecond {
			return p.plain(r)
		}
		s.For /= 2
		return p.wrong(s)
	}
}

func pagesNobody(p *process) asking {
	return func(r engine.Request) (engine.Reply, error) {
		if _, is := r.(engine.Page); !is {
			return p.plain(r)
		}
		p.made.note()
		return nil, nil
	}
}
