package conform

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"pawl/engine"
)

// step is one call on a store: it prints as what is called, and run answers with
// what came back, as text that is the same for stores that do the same.
type step interface {
	String() string
	run(Instance) string
}

type (
	txn   engine.Txn
	await struct {
		prefix string
		after  int64
	}
	grant     time.Duration
	elsewhere struct{}
	keepAlive engine.Lease
	revoke    engine.Lease
)

// longTTL is for leases that are not to expire while a test runs.
const longTTL = time.Hour

func (s txn) run(b Instance) string {
	r, err := b.Txn(engine.Txn(s))
	if err != nil {
		return outcome(err)
	}
	text := fmt.Sprintf("held, revision %d", r.Revision)
	if !r.Held {
		text = "not " + text
	}
	var reads []string
	for _, kvs := range r.Reads {
		reads = append(reads, kvText(kvs))
	}
	if len(reads) > 0 {
		text += ": " + listing(reads)
	}
	return text
}

func (s await) run(b Instance) string {
	news, err := b.Await(s.prefix, s.after, 0)
	if err != nil {
		return outcome(err)
	}
	return fmt.Sprintf("revision %d %s", news.Revision, kvText(news.KVs))
}

func (s grant) run(b Instance) string {
	l, err := b.Grant(time.Duration(s))
	if err != nil {
		return outcome(err)
	}
	return fmt.Sprintf("lease %d", l)
}

func (elsewhere) run(b Instance) string { return outcome(b.Elsewhere()) }

func (s keepAlive) run(b Instance) string { return outcome(b.KeepAlive(engine.Lease(s))) }
func (s revoke) run(b Instance) string    { return outcome(b.Revoke(engine.Lease(s))) }

// errRefused stands for any error of a store that none of the port's errors is:
// each store has its own words for why it refuses.
var errRefused = errors.New("refused")

func outcome(err error) string {
	for _, known := range []error{engine.ErrUnknown, engine.ErrUnavailable, engine.ErrCompacted, engine.ErrRejected, engine.ErrEnded, engine.ErrStaleFence} {
		if errors.Is(err, known) {
			return err.Error() // not to be expected of a store in a test
		}
	}
	switch {
	case err == nil:
		return "done"
	case errors.Is(err, engine.ErrLeaseGone):
		return "lease gone"
	}
	return errRefused.Error()
}

func kvText(kvs []engine.KV) string {
	var all []string
	for _, kv := range kvs {
		s := fmt.Sprintf("%q = %q created %d written %d", kv.Key, kv.Value, kv.Create, kv.Mod)
		if kv.Lease != 0 {
			s += fmt.Sprintf(" lease %d", kv.Lease)
		}
		if kv.Mod == 0 && kv.Create == 0 && kv.Lease == 0 && kv.Value == nil {
			s = fmt.Sprintf("%q deleted", kv.Key)
		}
		all = append(all, s)
	}
	return "[" + strings.Join(all, ", ") + "]"
}

func (s await) String() string     { return fmt.Sprintf("await %q after %d", s.prefix, s.after) }
func (s elsewhere) String() string { return "others write" }

func (s grant) String() string {
	if time.Duration(s) == longTTL {
		return "grant"
	}
	return fmt.Sprintf("grant for %v s", time.Duration(s).Seconds())
}

func (s keepAlive) String() string { return fmt.Sprintf("keepalive of lease %d", s) }
func (s revoke) String() string    { return fmt.Sprintf("revoke lease %d", s) }

func (s txn) String() string {
	var ifs, then, els []string
	for _, c := range s.If {
		ifs = append(ifs, fmt.Sprintf("%q @%d", c.Key, c.Mod))
	}
	for _, op := range s.Then {
		then = append(then, opText(op))
	}
	for _, op := range s.Else {
		els = append(els, opText(op))
	}
	text := listing(then)
	if len(ifs) > 0 {
		text = "if " + listing(ifs) + " then " + text
	}
	if len(els) > 0 {
		text += " else " + listing(els)
	}
	if s.Stale {
		text += ", content with the past"
	}
	return text
}

func opText(op engine.Op) string {
	switch op.Kind {
	case engine.OpPut:
		s := fmt.Sprintf("put %q = %q", op.Key, op.Value)
		if op.Lease != 0 {
			s += fmt.Sprintf(" lease %d", op.Lease)
		}
		return s
	case engine.OpDelete:
		return fmt.Sprintf("delete %q", op.Key)
	case engine.OpGet:
		return fmt.Sprintf("get %q", op.Key)
	}
	s := fmt.Sprintf("prefix %q", op.Key)
	if op.After != "" {
		s += fmt.Sprintf(" behind %q", op.After)
	}
	if op.Limit > 0 {
		s += fmt.Sprintf(", at most %d", op.Limit)
	}
	return s
}

// listing joins items, each run of equal ones as one.
func listing(items []string) string {
	if len(items) == 0 {
		return "nothing"
	}
	var all []string
	for i := 0; i < len(items); {
		n := 1
		for i+n < len(items) && items[i+n] == items[i] {
			n++
		}
		s := items[i]
		if n > 1 {
			s += fmt.Sprintf(" (%d times)", n)
		}
		all = append(all, s)
		i += n
	}
	return strings.Join(all, "; ")
}
