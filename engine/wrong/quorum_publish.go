package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// quorumPublish takes more than half for enough: B1 has passed once most of the nodes that
// serve can open the next version, and the others get stamps without it.
func quorumPublish() engine.Engine {
	return reference.Variant{
		Name: "quorum-publish",
		Worker: func(env *engine.Env, s *reference.WorkerSteps) {
			q := &quorum{Store: env.Store}
			env.Store = q
			s.Rotation[reference.Published] = publishedOnce(func(o *reference.Owner) (bool, error) {
				_, err := o.StampBarrier()
				return q.most, err
			})
		},
		Node: func(env *engine.Env, s *reference.NodeSteps) {
			s.Rights = (&lenient{keys: env.Keys}).rights
		},
	}.Engine()
}

// quorum is a store that counts what a barrier has read of it.
type quorum struct {
	engine.Store
	most bool // of the stamps that were read last open the next version
}

func (q *quorum) Txn(t engine.Txn) (engine.TxnResult, error) {
	res, err := q.Store.Txn(t)
	if step, _ := reference.StepOf(engine.WorkerRole, t); step == "barrier" {
		q.most = err == nil && mostOpenNext(res.Reads)
	}
	return res, err
}

// mostOpenNext says that of the stamps to open beside a record more than half open its next
// version, or that there are none.
func mostOpenNext(reads [][]engine.KV) bool {
	if len(reads) < 2 || len(reads[0]) == 0 {
		return false
	}
	record, _ := reference.Describe(reads[0][0])
	if record.Record == nil {
		return false
	}
	all, able := 0, 0
	for _, kv := range reads[1] {
		what, _ := reference.Describe(kv)
		if what.Stamp == nil || what.Stamp.Sealing {
			continue
		}
		all++
		if slices.Contains(what.Stamp.Opens, record.Record.Next) {
			able++
		}
	}
	return all == 0 || 2*able > all
}
