package main

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/moby/swarmkit/v2/api"
	"github.com/moby/swarmkit/v2/manager/state"

	"pawl/engine"
)

// Places in the store.
const (
	leaderAt  = "leader"  // who leads, under its lease; the revision of it is the term
	clusterAt = "cluster" // the cluster object, as the log has it
)

// What a proposal can fail with, of what swarmkit's raft node says.
var (
	errLost    = errors.New("leadership lost in raft cluster") // it may be committed, or not
	errDropped = errors.New("raft proposal dropped")           // it will not be; the leader stays the leader
	errNoKey   = errors.New("the key manager draws a key that was not foreseen")
	errOrder   = errors.New("another order")
)

// entry is what is proposed, and beside it what is for the judge alone: what step it is.
type entry struct {
	Did     string
	Cluster []byte
}

// raft stands for the raft node of a leader: what it proposes is a transaction that holds only
// while nobody else has been elected.
type raft struct {
	env      *engine.Env
	term     int64
	index    int64 // of the last entry that it knows to be committed
	lost     bool
	termless bool // for a control: the transaction holds whoever leads

	did   string                  // what step the next proposal is
	suits func(*api.Cluster) bool // nil: any does
}

// ProposeValue returns what raft does: nil, once it is committed and cb has been called; that it
// was dropped, which is told at once, and the leader remains one; or that the leadership was lost,
// in which case nobody can say what became of it. A reply that is lost is no error in raft: who
// leads hears of its own log. It is the last of these here.
func (r *raft) ProposeValue(_ context.Context, actions []api.StoreAction, cb func()) error {
	c := actions[0].GetCluster().Copy()
	if r.suits != nil && !r.suits(c) {
		return errOrder
	}
	c.Meta.CreatedAt, c.Meta.UpdatedAt = nil, nil // the real time of day
	data, err := c.Marshal()
	if err != nil {
		return err
	}
	value, err := json.Marshal(entry{r.did, data})
	if err != nil {
		return err
	}
	t := engine.Txn{If: []engine.Compare{{Key: leaderAt, Mod: r.term}}, Then: []engine.Op{engine.Put(clusterAt, value, 0)}}
	if r.termless {
		t.If = nil
	}
	result, err := r.env.Store.Txn(t)
	switch {
	case errors.Is(err, engine.ErrUnavailable):
		return errDropped
	case err != nil, !result.Held:
		r.lost = true
		return errLost
	}
	r.index = result.Revision
	cb()
	return nil
}

func (r *raft) GetVersion() *api.Version { return &api.Version{Index: uint64(r.index)} }

// ChangesBetween is asked by nobody here.
func (r *raft) ChangesBetween(api.Version, api.Version) ([]state.Change, error) {
	return nil, errors.New("the log is not kept")
}

// committed is the cluster object as the store has it; nil if there is none.
func committed(env *engine.Env) (*api.Cluster, int64, error) {
	result, err := env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(clusterAt)}})
	if err != nil || len(result.Reads[0]) == 0 {
		return nil, result.Revision, err
	}
	var e entry
	if err := json.Unmarshal(result.Reads[0][0].Value, &e); err != nil {
		return nil, 0, err
	}
	c := new(api.Cluster)
	return c, result.Revision, c.Unmarshal(e.Cluster)
}
