package cluster

import (
	"fmt"

	"github.com/cespare/xxhash/v2"

	"pawl/engine"
	"pawl/sim"
	"pawl/sim/deploy"
)

// What is kept for good: clients ask for it where policy says so.

// What a client asks of a node, and is answered.
type (
	lodgeAsk struct {
		key, name string
		plain     []byte
		fact      deploy.Noted
	}
	recallAsk struct {
		key, name string
		fact      deploy.Noted
	}
	keeperAnswer struct {
		fact  deploy.Noted
		plain []byte
		why   string // empty: it is done
	}
)

func (lodgeAsk) Verb() engine.Verb  { return "keep" }
func (recallAsk) Verb() engine.Verb { return "recall" }

// keeper asks, for a client, for texts to be kept, and for what is.
type keeper struct {
	cl   *client
	pick *sim.Source
}

// keptNames is under how many names of each key something is kept: they are put over, too.
const keptNames = 7

// asks keeps a text, or recalls one.
func (k *keeper) asks() {
	c := k.cl.c
	key, name := c.setup.Keys[k.pick.Choose(len(c.setup.Keys))], nameOf(k.pick.Choose(keptNames))
	node := c.nodes[k.pick.Choose(len(c.nodes))]
	if k.pick.Choose(2) == 0 {
		k.lodge(node, key, name)
	} else {
		k.recall(node, key, name)
	}
}

func nameOf(i int) string { return fmt.Sprint("secret-", i+1) }

func (k *keeper) lodge(node *machine, key, name string) {
	cl := k.cl
	ask := lodgeAsk{key: key, name: name, plain: cl.says.Kept()}
	ask.fact = ask.lodging(cl.c.witness, node.name, cl.m)
	k.ask(node, ask)
}

func (k *keeper) recall(node *machine, key, name string) (answered bool) {
	cl := k.cl
	ask := recallAsk{key: key, name: name}
	ask.fact = ask.recalling(cl.c.witness, node.name, cl.m)
	return k.ask(node, ask)
}

// ask waits for an answer, and says whether there was one that tells something.
func (k *keeper) ask(node *machine, r engine.Request) bool {
	reply, _, answered := k.cl.m.plain(node, r).run(deploy.CallTimeout)
	if !answered {
		return false
	}
	a := reply.(keeperAnswer)
	k.cl.c.witness.Returned(a.fact, k.cl.c.w.Now())
	return a.why == ""
}

// atLast recalls, before the run ends, all that may be kept, each from some node.
func (k *keeper) atLast(p *sim.Proc) {
	c := k.cl.c
	p.Sleep(max(0, c.setup.Duration-3*deploy.CallTimeout-c.w.Now()))
	for _, key := range c.setup.Keys {
		for i := range keptNames {
			for range 3 {
				if k.recall(c.nodes[k.pick.Choose(len(c.nodes))], key, nameOf(i)) {
					break
				}
			}
		}
	}
}

// lodging and recalling tell the witness that something is asked for.
func (r *lodgeAsk) lodging(w *deploy.Witness, node string, by *machine) deploy.Noted {
	return w.Lodging(r.key, r.name, node, by.name, r.plain, by.c.w.Now())
}

func (r *recallAsk) recalling(w *deploy.Witness, node string, by *machine) deploy.Noted {
	return w.Recalling(r.key, r.name, node, by.name, by.c.w.Now())
}

// keeping has the node's engine move what is kept, where it keeps anything.
func (n *node) keeping(serving engine.Serving) {
	s, is := serving.(engine.Keeping)
	if !is || !n.m.c.setup.Policy.Rewrap {
		return
	}
	for _, key := range n.m.c.setup.Keys {
		n.m.spawn(func(*sim.Proc) { s.Rewrap(key) })
	}
}

// comes notes that a request has come to the node, and gives the fact that it is: a second copy
// is another request to the history.
func (n *node) comes(f deploy.Noted, again func() deploy.Noted) deploy.Noted {
	if n.door[f] {
		f = again()
	}
	n.door[f] = true
	n.m.c.witness.Arrived(f, n.m.c.w.Now())
	return f
}

// lodge has the node keep a text.
func (n *node) lodge(m *message) {
	c, self, r := n.m.c, n.m.self, m.x.request.(lodgeAsk)
	r.fact = n.comes(r.fact, func() deploy.Noted { return r.lodging(c.witness, n.m.name, m.x.from) })
	n.m.spawn(func(*sim.Proc) {
		err := engine.ErrRejected
		if s, is := n.m.serving.(engine.Keeping); is {
			err = s.Keep(r.key, r.name, r.plain)
		}
		n.leaveSoon(func() {
			c.witness.Lodged(r.fact, self, err, c.w.Now())
			n.answerKeeper(m, keeperAnswer{fact: r.fact}, err)
		})
	})
}

// recall has the node open what is kept.
func (n *node) recall(m *message) {
	c, self, r := n.m.c, n.m.self, m.x.request.(recallAsk)
	r.fact = n.comes(r.fact, func() deploy.Noted { return r.recalling(c.witness, n.m.name, m.x.from) })
	n.m.spawn(func(*sim.Proc) {
		plain, err := []byte(nil), engine.ErrRejected
		if s, is := n.m.serving.(engine.Keeping); is {
			plain, err = s.Kept(r.key, r.name)
		}
		n.leaveSoon(func() {
			c.witness.Recalled(r.fact, self, plain, err, c.w.Now())
			n.answerKeeper(m, keeperAnswer{fact: r.fact, plain: plain}, err)
		})
	})
}

func (n *node) answerKeeper(m *message, a keeperAnswer, err error) {
	if err != nil {
		a.why = err.Error()
	}
	n.m.c.w.Emit(n.m.name, deploy.KeptFor, m.x.from.name, int64(xxhash.Sum64String(a.why)), int64(xxhash.Sum64(a.plain)))
	m.answer(a, nil, 0, truth(err == nil))
}
