package planted

import (
	"errors"
	"fmt"
	"time"

	"pawl/engine"
)

// writes says that a transaction may write.
func writes(t *engine.Txn) bool { return changes(t.Then) || changes(t.Else) }

func changes(ops []engine.Op) bool {
	for i := range ops {
		if ops[i].Kind == engine.OpPut || ops[i].Kind == engine.OpDelete {
			return true
		}
	}
	return false
}

// reads is how many reads a branch has.
func reads(ops []engine.Op) (n int) {
	for i := range ops {
		if ops[i].Kind == engine.OpGet || ops[i].Kind == engine.OpPrefix {
			n++
		}
	}
	return n
}

// onWrites has the writes of a process to the store asked in another way.
func onWrites(p *process, ask func(engine.Txn) (engine.Reply, error)) asking {
	return func(r engine.Request) (engine.Reply, error) {
		if t, is := r.(engine.Txn); is && writes(&t) {
			return ask(t)
		}
		return p.plain(r)
	}
}

func workerComparesNothing(p *process) asking { return comparesNothing(p, engine.WorkerRole) }
func nodeComparesNothing(p *process) asking   { return comparesNothing(p, engine.NodeRole) }

func comparesNothing(p *process, role engine.Role) asking {
	return onWrites(p, func(t engine.Txn) (engine.Reply, error) {
		if len(t.If) == 0 || p.role != role {
			return p.plain(t)
		}
		t.If = nil
		return p.wrong(t)
	})
}

func leavesOutTheFirst(p *process) asking {
	return leavesOut(p, func(all []engine.Compare) []engine.Compare { return all[1:] })
}

func leavesOutTheLast(p *process) asking {
	return leavesOut(p, func(all []engine.Compare) []engine.Compare { return all[:len(all)-1] })
}

func leavesOut(p *process, but func([]engine.Compare) []engine.Compare) asking {
	return onWrites(p, func(t engine.Txn) (engine.Reply, error) {
		if len(t.If) < 2 {
			return p.plain(t)
		}
		t.If = but(t.If)
		return p.wrong(t)
	})
}

// takesRefusedForDone leaves alone a transaction that reads more when it holds: nobody
// could take the one reply for the other.
func takesRefusedForDone(p *process) asking {
	return onWrites(p, func(t engine.Txn) (engine.Reply, error) {
		reply, err := p.plain(t)
		told, is := reply.(engine.TxnResult)
		if err == nil && is && !told.Held && changes(t.Then) && reads(t.Then) == reads(t.Else) {
			p.made.note()
			told.Held = true
			return told, nil
		}
		return reply, err
	})
}

func takesUnknownForDone(p *process) asking {
	return onWrites(p, func(t engine.Txn) (engine.Reply, error) {
		reply, err := p.plain(t)
		if errors.Is(err, engine.ErrUnknown) && reads(t.Then) == 0 {
			p.made.note()
			return engine.TxnResult{Held: true, Revision: after(t.If)}, nil
		}
		return reply, err
	})
}

// after is a revision that a transaction may have been done at.
func after(compared []engine.Compare) int64 {
	last := int64(0)
	for _, c := range compared {
		last = max(last, c.Mod)
	}
	return last + 1
}

func takesUnknownForFailed(p *process) asking {
	return onWrites(p, func(t engine.Txn) (engine.Reply, error) {
		reply, err := p.plain(t)
		if errors.Is(err, engine.ErrUnknown) {
			p.made.note()
			return nil, engine.ErrUnavailable
		}
		return reply, err
	})
}

func sendsAgain(p *process) asking {
	return onWrites(p, func(t engine.Txn) (engine.Reply, error) {
		reply, err := p.plain(t)
		if errors.Is(err, engine.ErrUnknown) {
			return p.wrong(t)
		}
		return reply, err
	})
}

// onReads has the reads of a process from the store asked in another way.
func onReads(p *process, ask func(engine.Txn) (engine.Reply, error)) asking {
	return func(r engine.Request) (engine.Reply, error) {
		if t, is := r.(engine.Txn); is && !writes(&t) {
			return ask(t)
		}
		return p.plain(r)
	}
}

func readsThePast(p *process) asking {
	return onReads(p, func(t engine.Txn) (engine.Reply, error) {
		if t.Stale {
			return p.plain(t)
		}
		t.Stale = true
		return p.wrong(t)
	})
}

// cacheAge is how old an answer may be that is given again.
const cacheAge = 2 * time.Second

func readsACache(p *process) asking {
	type answer struct {
		reply engine.Reply
		at    time.Duration
	}
	answers := map[string]answer{} // looked up only
	return onReads(p, func(t engine.Txn) (engine.Reply, error) {
		asked, now := fmt.Sprint(t), p.Now()
		if a, is := answers[asked]; is && now-a.at < cacheAge {
			p.made.note()
			return a.reply, nil
		}
		reply, err := p.plain(t)
		if err == nil {
			answers[asked] = answer{reply, p.Now()}
		}
		return reply, err
	})
}

func missesNews(p *process) asking {
	waits := 0
	return func(r engine.Request) (engine.Reply, error) {
		reply, err := p.plain(r)
		news, is := reply.(engine.News)
		if err != nil || !is || len(news.KVs) == 0 {
			return reply, err
		}
		if waits++; waits%2 == 1 {
			return reply, nil
		}
		p.made.note()
		return engine.News{Revision: news.Revision}, nil
	}
}

func writesWithoutLease(p *process) asking {
	return onWrites(p, func(t engine.Txn) (engine.Reply, error) {
		then, some := leaseless(t.Then)
		otherwise, more := leaseless(t.Else)
		if !some && !more {
			return p.plain(t)
		}
		t.Then, t.Else = then, otherwise
		return p.wrong(t)
	})
}

// leaseless are operations that put under no lease, and whether they did before.
func leaseless(ops []engine.Op) (bare []engine.Op, leased bool) {
	for _, op := range ops {
		leased = leased || op.Lease != 0
		op.Lease = 0
		bare = append(bare, op)
	}
	return bare, leased
}

func believesInItsLease(p *process) asking {
	return func(r engine.Request) (engine.Reply, error) {
		if _, is := r.(engine.KeepAlive); !is {
			return p.plain(r)
		}
		p.made.note()
		return nil, nil
	}
}
