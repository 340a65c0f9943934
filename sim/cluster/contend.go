package cluster

import (
	"strconv"
	"strings"

	"pawl/engine"
)

// A touch is something that a request is about at its service.
type touch struct {
	what   string
	writes bool
	under  bool // it is about all whose names begin so
}

// contend says whether two requests may come out differently by which arrives first: of two
// processes, at one service, about the same thing, which one of them at least changes.
func contend(a, b *exchange) bool {
	if a.to != b.to || a.proc == b.proc {
		return false
	}
	for _, x := range about(a.request) {
		for _, y := range about(b.request) {
			if (x.writes || y.writes) && x.meets(y) {
				return true
			}
		}
	}
	return false
}

func (x touch) meets(y touch) bool {
	return x.what == y.what || x.under && strings.HasPrefix(y.what, x.what) || y.under && strings.HasPrefix(x.what, y.what)
}

// about is what a request is about: keys and leases of the store, keys and operations of the key
// service. A wait is about nothing, since it is told the same whenever it begins.
func about(r engine.Request) (all []touch) {
	add := func(kind, name string, writes bool) { all = append(all, touch{kind + name, writes, false}) }
	switch r := r.(type) {
	case engine.Txn:
		for _, c := range r.If {
			add("store/", c.Key, false)
		}
		for _, ops := range [...][]engine.Op{r.Then, r.Else} {
			for _, op := range ops {
				all = append(all, touch{"store/" + op.Key, op.Kind == engine.OpPut || op.Kind == engine.OpDelete, op.Kind == engine.OpPrefix})
				if op.Lease != 0 {
					add("lease/", leaseName(op.Lease), false)
				}
			}
		}
	case engine.KeepAlive:
		add("lease/", leaseName(r.Lease), true)
	case engine.Revoke:
		add("lease/", leaseName(r.Lease), true)
	case engine.Create:
		add("keys/", r.Key, true)
		add("operation/", r.Op, true)
	case engine.Destroy:
		add("keys/", r.Key, true)
		add("operation/", r.Op, true)
	case engine.Fetch:
		add("keys/", r.Key, false)
	case engine.Lookup:
		add("operation/", r.Op, false)
	}
	return all
}

func leaseName(l engine.Lease) string { return strconv.FormatInt(int64(l), 10) }
