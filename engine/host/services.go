package host

import (
	"context"

	"pawl/engine"
)

// Services are what a process's requests are served by. What is nil is not there: a request
// to it is rejected. All must serve several calls at once, and return soon after their
// context has ended, whatever they wait for.
//
// Each answers with the errors of the contract; any other is a refusal with its reason.
type Services struct {
	Store StoreClient
	Keys  KeyClient
	Fleet FleetClient
	Pager PagerClient
	Files Files
	Clock Timepiece // nil: the machine's own
}

// StoreClient serves requests to the store; see [engine.Store] for what they mean.
type StoreClient interface {
	Txn(context.Context, engine.Txn) (engine.TxnResult, error)
	Await(context.Context, engine.Await) (engine.News, error)
	Grant(context.Context, engine.Grant) (engine.Lease, error)
	KeepAlive(context.Context, engine.KeepAlive) error
	Revoke(context.Context, engine.Revoke) error
}

// KeyClient serves requests to the key service; see [engine.KeyService].
type KeyClient interface {
	Create(context.Context, engine.Create) (engine.Made, error)
	Lookup(context.Context, engine.Lookup) (engine.Found, error)
	Destroy(context.Context, engine.Destroy) error
	Fetch(context.Context, engine.Fetch) (engine.Material, error)
}

// FleetClient serves what is asked of other machines.
type FleetClient interface {
	Nodes(context.Context, engine.Nodes) ([]string, error)
	Push(context.Context, engine.Push) error
}

// PagerClient wakes people.
type PagerClient interface {
	Page(context.Context, engine.Page) error
}

// Files serves what is asked of the machine's own disk; see [engine.Disk].
type Files interface {
	Read(name string) (engine.File, error)
	Write(name string, data []byte) error
	Remove(name string) error
	Sync() error
}
