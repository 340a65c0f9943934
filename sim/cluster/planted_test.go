package cluster

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/conform"
)

// TestPlantedDefectsAreFound: a store that is wrong in one thing is found out, by the
// body that is there for it.
func TestPlantedDefectsAreFound(t *testing.T) {
	for _, d := range defects {
		t.Run(d.name, func(t *testing.T) {
			i := slices.IndexFunc(conform.All, func(b conform.Promise[conform.Backend]) bool { return b.Name == d.body })
			if i < 0 {
				t.Fatalf("there is no body %q", d.body)
			}
			said := conform.Complaints(conform.All[i], func() conform.Backend {
				b := openStore(t)
				return wrong{b, b, d.plant(b)}.whole()
			})
			if len(said) == 0 {
				t.Fatalf("%q finds nothing wrong", d.body)
			}
			t.Log(strings.TrimSpace(said[0]))
		})
	}
}

// wrong is a backend of which every hand is wrong in the same thing.
type wrong struct {
	conform.Instance
	conform.Time
	plant func(conform.Instance) conform.Instance
}

func (w wrong) whole() wrong {
	w.Instance = w.plant(w.Instance)
	return w
}

func (w wrong) Later(d time.Duration, f func(conform.Instance)) {
	w.Time.Later(d, func(s conform.Instance) { f(w.plant(s)) })
}

// What can be changed of a store; what is nil stays as it is.
type changed struct {
	conform.Instance
	txn       func(engine.Txn) (engine.TxnResult, error)
	await     func(string, int64, time.Duration) (engine.News, error)
	grant     func(time.Duration) (engine.Lease, error)
	keepAlive func(engine.Lease) error
	revoke    func(engine.Lease) error
	compact   func(int64) error
	elsewhere func() error
	elect     func() error
}

func (c changed) Txn(t engine.Txn) (engine.TxnResult, error) {
	if c.txn == nil {
		return c.Instance.Txn(t)
	}
	return c.txn(t)
}

func (c changed) Await(prefix string, after int64, wait time.Duration) (engine.News, error) {
	if c.await == nil {
		return c.Instance.Await(prefix, after, wait)
	}
	return c.await(prefix, after, wait)
}

func (c changed) Grant(ttl time.Duration) (engine.Lease, error) {
	if c.grant == nil {
		return c.Instance.Grant(ttl)
	}
	return c.grant(ttl)
}

func (c changed) KeepAlive(l engine.Lease) error {
	if c.keepAlive == nil {
		return c.Instance.KeepAlive(l)
	}
	return c.keepAlive(l)
}

func (c changed) Revoke(l engine.Lease) error {
	if c.revoke == nil {
		return c.Instance.Revoke(l)
	}
	return c.revoke(l)
}

func (c changed) Compact(rev int64) error {
	if c.compact == nil {
		return c.Instance.Compact(rev)
	}
	return c.compact(rev)
}

func (c changed) Elsewhere() error {
	if c.elsewhere == nil {
		return c.Instance.Elsewhere()
	}
	return c.elsewhere()
}

func (c changed) Elect() error {
	if c.elect == nil {
		return c.Instance.Elect()
	}
	return c.elect()
}

// A plant makes a store wrong. What it has to remember of one store is in its closure.
type plant = func(conform.Time) func(conform.Instance) conform.Instance

var defects = []struct {
	name, body string
	plant      plant
}{
	{"a lease is early", "expiry", earlyLease},
	{"a lease never ends", "expiry", endlessLease},
	{"a key is read though its lease has run out", "expiry", readsTheExpired},
	{"a lease is kept alive after its end", "expiry", each(func(c *changed) {
		c.keepAlive = func(l engine.Lease) error {
			_ = c.Instance.KeepAlive(l)
			return nil
		}
	})},
	{"a put keeps the old lease", "told", transactions(keepsLease)},
	{"a put makes the key anew", "told", results(func(kv *engine.KV) { kv.Create = kv.Mod })},
	{"a compare looks at the creation", "told", transactions(comparesCreation)},
	{"a prefix is read backwards", "told", each(func(c *changed) {
		c.txn = func(t engine.Txn) (engine.TxnResult, error) {
			res, err := c.Instance.Txn(t)
			for _, kvs := range res.Reads {
				slices.Reverse(kvs)
			}
			return res, err
		}
	})},
	{"a transaction reads before it writes", "told", transactions(func(_ conform.Instance, t *engine.Txn) { t.Then = sorted(t.Then, true) })},
	{"a transaction reads what it writes later", "told", transactions(func(_ conform.Instance, t *engine.Txn) { t.Then = sorted(t.Then, false) })},
	{"a delete makes no revision", "told", each(func(c *changed) {
		c.txn = func(t engine.Txn) (engine.TxnResult, error) {
			res, err := c.Instance.Txn(t)
			if len(t.Then) == 1 && t.Then[0].Kind == engine.OpDelete && res.Held {
				res.Revision--
			}
			return res, err
		}
	})},
	{"what is refused is half done", "told", each(func(c *changed) {
		c.txn = func(t engine.Txn) (engine.TxnResult, error) {
			res, err := c.Instance.Txn(t)
			if errors.Is(err, engine.ErrLeaseGone) {
				_, _ = c.Instance.Txn(engine.Txn{Then: t.Then[:1]})
			}
			return res, err
		}
	})},
	{"a page begins with the last key of the one before", "told", transactions(func(_ conform.Instance, t *engine.Txn) {
		for i, op := range t.Then {
			t.Then[i].After = strings.TrimSuffix(op.After, "2")
		}
	})},
	{"revisions are dense", "told", each(func(c *changed) { c.elsewhere = func() error { return nil } })},
	{"a deletion is not told", "waits/a change ends it", news(func(kv *engine.KV) bool { return kv.Mod != 0 })},
	{"the end of a lease is not told", "waits/a lease runs out", news(func(kv *engine.KV) bool { return kv.Mod != 0 })},
	{"a revoke tells nobody who waits", "waits/a lease is revoked", quietRevoke},
	{"one of several changes is not told", "waits/nothing is missed", each(func(c *changed) {
		c.await = func(prefix string, after int64, wait time.Duration) (engine.News, error) {
			n, err := c.Instance.Await(prefix, after, wait)
			if len(n.KVs) > 2 {
				n.KVs = n.KVs[1:]
			}
			return n, err
		}
	})},
	{"a piece of a long past is taken for all of it", "waits/nothing of a long past is missed", each(func(c *changed) {
		c.await = func(prefix string, after int64, wait time.Duration) (engine.News, error) {
			n, err := c.Instance.Await(prefix, after, wait)
			if r, bad := c.Instance.Txn(engine.Txn{}); bad == nil && len(n.KVs) > 0 {
				n.Revision = r.Revision
			}
			return n, err
		}
	})},
	{"a broken wait is taken for one without news", "waits/one breaks", each(func(c *changed) {
		c.await = func(prefix string, after int64, wait time.Duration) (engine.News, error) {
			n, err := c.Instance.Await(prefix, after, wait)
			if errors.Is(err, engine.ErrUnavailable) {
				return engine.News{Revision: after}, nil
			}
			return n, err
		}
	})},
	{"a wait after a broken one begins at present", "waits/nothing is missed when they break", resumesAtPresent},
	{"a wait after an election begins at present", "leader/waits", resumesAtPresent},
	{"what is forgotten is told as if it were all", "compacted/the past", each(func(c *changed) { c.compact = func(int64) error { return nil } })},
	{"a read of the past is of two revisions", "stale", each(func(c *changed) {
		c.txn = func(t engine.Txn) (engine.TxnResult, error) {
			res, err := c.Instance.Txn(t)
			if again, bad := c.Instance.Txn(t); t.Stale && err == nil && bad == nil {
				res.Reads[0] = again.Reads[0]
			}
			return res, err
		}
	})},
	{"what is too large is cut short", "limits", transactions(func(_ conform.Instance, t *engine.Txn) {
		for i, op := range t.Then {
			t.Then[i].Value = op.Value[:min(len(op.Value), 1<<10)]
		}
	})},
	{"a new leader counts leases on", "leader/leases", countsOn},
	{"what was lost is said to be done", "leader/writes", outcome(engine.ErrUnknown, nil)},
	{"what is unknown is said not to have happened", "leader/writes", outcome(engine.ErrUnknown, engine.ErrUnavailable)},
	{"an election is taken for a refusal", "leader/writes", outcome(engine.ErrUnavailable, engine.ErrRejected)},
}

// each changes a store in what needs no memory.
func each(change func(*changed)) plant {
	return func(conform.Time) func(conform.Instance) conform.Instance {
		return func(s conform.Instance) conform.Instance {
			c := changed{Instance: s}
			change(&c)
			return c
		}
	}
}

// transactions has other transactions run than are asked for.
func transactions(change func(conform.Instance, *engine.Txn)) plant {
	return each(func(c *changed) {
		c.txn = func(t engine.Txn) (engine.TxnResult, error) {
			t.If, t.Then, t.Else = slices.Clone(t.If), slices.Clone(t.Then), slices.Clone(t.Else)
			change(c.Instance, &t)
			return c.Instance.Txn(t)
		}
	})
}

// results changes all that is read.
func results(change func(*engine.KV)) plant {
	return each(func(c *changed) {
		c.txn = func(t engine.Txn) (engine.TxnResult, error) {
			res, err := c.Instance.Txn(t)
			for _, kvs := range res.Reads {
				for i := range kvs {
					change(&kvs[i])
				}
			}
			return res, err
		}
	})
}

// news tells only some of what has changed, and waits on if that is nothing.
func news(tells func(*engine.KV) bool) plant {
	return each(func(c *changed) {
		c.await = func(prefix string, after int64, wait time.Duration) (engine.News, error) {
			for {
				n, err := c.Instance.Await(prefix, after, wait)
				if err != nil || len(n.KVs) == 0 {
					return n, err
				}
				n.KVs = slices.DeleteFunc(n.KVs, func(kv engine.KV) bool { return !tells(&kv) })
				if len(n.KVs) > 0 {
					return n, nil
				}
				after = n.Revision
			}
		}
	})
}

// outcome has a failure of a transaction taken for something else.
func outcome(is, told error) plant {
	return each(func(c *changed) {
		c.txn = func(t engine.Txn) (engine.TxnResult, error) {
			res, err := c.Instance.Txn(t)
			if errors.Is(err, is) {
				err = told
			}
			return res, err
		}
	})
}

// now is what a key is.
func now(s conform.Instance, key string) engine.KV {
	r, err := s.Txn(engine.Txn{Then: []engine.Op{engine.Get(key)}})
	if err != nil || len(r.Reads[0]) == 0 {
		return engine.KV{}
	}
	return r.Reads[0][0]
}

func keepsLease(s conform.Instance, t *engine.Txn) {
	for i := range t.Then {
		if op := &t.Then[i]; op.Kind == engine.OpPut && op.Lease == 0 {
			op.Lease = now(s, op.Key).Lease
		}
	}
}

func comparesCreation(s conform.Instance, t *engine.Txn) {
	for i := range t.If {
		kv := now(s, t.If[i].Key)
		if t.If[i].Mod == kv.Create {
			t.If[i].Mod = kv.Mod
		} else {
			t.If[i].Mod = kv.Mod + 1
		}
	}
}

// sorted moves reads to one end, all else in its order.
func sorted(ops []engine.Op, first bool) []engine.Op {
	slices.SortStableFunc(ops, func(a, b engine.Op) int {
		switch x, y := writes(&a) == first, writes(&b) == first; {
		case x == y:
			return 0
		case x:
			return 1
		}
		return -1
	})
	return ops
}

func earlyLease(clock conform.Time) func(conform.Instance) conform.Instance {
	return each(func(c *changed) {
		c.grant = func(ttl time.Duration) (engine.Lease, error) {
			l, err := c.Instance.Grant(ttl)
			clock.Later(ttl*3/4, func(s conform.Instance) { _ = s.Revoke(l) })
			return l, err
		}
	})(clock)
}

func endlessLease(clock conform.Time) func(conform.Instance) conform.Instance {
	return each(func(c *changed) {
		c.grant = func(time.Duration) (engine.Lease, error) { return c.Instance.Grant(365 * 24 * 3600e9) }
	})(clock)
}

// readsTheExpired reads a key that was under a lease also when it is no more there.
func readsTheExpired(conform.Time) func(conform.Instance) conform.Instance {
	known := map[string]engine.KV{}
	return func(s conform.Instance) conform.Instance {
		return changed{Instance: s, txn: func(t engine.Txn) (engine.TxnResult, error) {
			res, err := s.Txn(t)
			for i, kvs := range res.Reads {
				there := map[string]bool{}
				for _, kv := range kvs {
					there[kv.Key] = true
					if kv.Lease != 0 {
						known[kv.Key] = kv
					}
				}
				for k, kv := range known {
					if !there[k] {
						res.Reads[i] = append(res.Reads[i], kv)
					}
				}
			}
			return res, err
		}}
	}
}

func quietRevoke(conform.Time) func(conform.Instance) conform.Instance {
	quiet := false
	return func(s conform.Instance) conform.Instance {
		return changed{
			Instance: s,
			revoke:   func(l engine.Lease) error { quiet = true; return s.Revoke(l) },
			await: func(prefix string, after int64, wait time.Duration) (engine.News, error) {
				n, err := s.Await(prefix, after, wait)
				if quiet && len(n.KVs) > 0 {
					return s.Await(prefix, n.Revision, wait)
				}
				return n, err
			},
		}
	}
}

func resumesAtPresent(conform.Time) func(conform.Instance) conform.Instance {
	broken := false
	return func(s conform.Instance) conform.Instance {
		return changed{Instance: s, await: func(prefix string, after int64, wait time.Duration) (engine.News, error) {
			if r, err := s.Txn(engine.Txn{}); broken && err == nil {
				after = r.Revision
			}
			n, err := s.Await(prefix, after, wait)
			broken = errors.Is(err, engine.ErrUnavailable)
			return n, err
		}}
	}
}

// countsOn has leases end when they would have ended under the leader before.
func countsOn(clock conform.Time) func(conform.Instance) conform.Instance {
	ends := map[engine.Lease]time.Duration{}
	return func(s conform.Instance) conform.Instance {
		return changed{
			Instance: s,
			grant: func(ttl time.Duration) (engine.Lease, error) {
				l, err := s.Grant(ttl)
				ends[l] = clock.Now() + ttl
				return l, err
			},
			elect: func() error {
				for l, end := range ends {
					clock.Later(end-clock.Now(), func(s conform.Instance) { _ = s.Revoke(l) })
				}
				return s.Elect()
			},
		}
	}
}
