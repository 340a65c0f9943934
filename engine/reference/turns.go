package reference

import (
	"cmp"
	"fmt"
	"slices"

	"pawl/engine"
)

// Where policy wants it, pools are let in one after another: into the next version while it
// is published, and into sealing under it once it is committed. The record names those that
// are in. To let one in is a transition with a raise, as a new phase is: of a stamp of that
// Rev it is known what it allows. A pool that is new to the key waits for its turn, or comes
// in with the last.

// reaches says that a pool is in.
func (r *Record) reaches(pool string) bool {
	return len(r.Reached) == 0 || slices.Contains(r.Reached, pool)
}

// letIn is who is in when one more is, in the order of names; nobody is named when it is
// the last.
func letIn(in, pools []string) []string {
	left := slices.DeleteFunc(slices.Clone(pools), func(p string) bool { return slices.Contains(in, p) })
	if len(left) < 2 {
		return nil
	}
	slices.Sort(left)
	return append(slices.Clone(in), left[0])
}

// firstIn is who is let in first; nobody is named where all are let in at once.
func (o *Owner) firstIn() ([]string, error) {
	if !o.env.Policy.Canary {
		return nil, nil
	}
	return o.oneMore(nil)
}

// oneMore is who is in when one more is than some who are in already.
func (o *Owner) oneMore(in []string) ([]string, error) {
	res, err := o.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Prefix(nodePrefix(o.key))}})
	if err != nil {
		return nil, err
	}
	pools, err := poolsOf(nil, res.Reads[0])
	if err != nil {
		return nil, err
	}
	names := make([]string, len(pools))
	for i := range pools {
		names[i] = pools[i].name
	}
	return letIn(in, names), nil
}

// LetNextIn lets the next pool in.
func (o *Owner) LetNextIn() error {
	in, err := o.oneMore(o.rec.Reached)
	if err != nil {
		return err
	}
	note := "all pools"
	if len(in) > 0 {
		note = "pool " + in[len(in)-1]
	}
	rec := o.rec.clone()
	rec.raise()
	rec.Reached, rec.Since = in, o.Time()
	return o.Write(rec, Change{Transition: "REACHED", Note: note})
}

// LetIn lets one more pool have the next version when those that are in hold it. At the first
// doubt it goes no further.
func LetIn(o *Owner, next uint32) (Pause, error) {
	s, err := o.barrier(stampPrefix(o.key), nodePrefix(o.key))
	if err != nil {
		return now, err
	}
	stamps, err := o.openStamps(s)
	if err != nil {
		return now, err
	}
	if node := mismatch(stamps, o.rec.Version(next)); node != "" {
		return o.haltMixed("", node)
	}
	lacks, err := o.lacking(s, func(stamp *Stamp) bool { return slices.Contains(stamp.Opens, next) })
	if err != nil {
		return now, err
	}
	if lacks == "" {
		return now, o.LetNextIn()
	}
	left := o.rec.Since + o.env.Policy.PublishDeadline - o.Time()
	if left <= 0 {
		return now, o.Abort(engine.ByDeadline+"publish", "B1 missed by its deadline in pool "+lacks+", after which others would have been let in")
	}
	return Pause{For: left, Stamps: true}, nil
}

// LetSeal lets one more pool seal under the version that was committed when those that are
// in do; when all are in, the rotation is over. There is no way back from here: at the first
// doubt it stands still, and an operator has it look again.
func LetSeal(o *Owner, next uint32) (Pause, error) {
	if len(o.rec.Reached) == 0 {
		return Settle(o, next)
	}
	s, err := o.barrier(sealPrefix(o.key), nodePrefix(o.key))
	if err != nil {
		return now, err
	}
	lacks, err := o.lacking(s, func(stamp *Stamp) bool { return stamp.Seal == o.rec.Active })
	if err != nil {
		return now, err
	}
	if lacks == "" {
		return now, o.LetNextIn()
	}
	left := o.rec.Since + o.env.Policy.DrainDeadline - o.Time()
	if left > 0 {
		return Pause{For: left, Stamps: true}, nil
	}
	return o.Halt(engine.ByDeadline+"activation", engine.Halt{
		Reason: fmt.Sprintf("pool %s does not seal under version %d, and the pools after it are not let in", lacks, o.rec.Active), Class: engine.Recoverable,
		Playbook: "pool-does-not-seal", EncryptionAffected: true, DecryptionValid: true, ManualWorkSafe: true})
}

// lacking names a pool that is in and of which a node has a stamp below target, or fewer
// nodes than the minimum have one that counts; empty: there is none. The stamp of a node
// that is of no known pool speaks against all.
func (o *Owner) lacking(s scan, counts func(*Stamp) bool) (string, error) {
	pools, err := poolsOf(nil, s.nodes)
	if err != nil {
		return "", err
	}
	for i := range s.stamps {
		stamp, err := decodeStamp(s.stamps[i].Value)
		if err != nil {
			return "", err
		}
		name := o.poolOf(stamp.Node, s.nodes)
		k := slices.IndexFunc(pools, func(p pool) bool { return p.name == name })
		switch {
		case k >= 0 && !o.rec.reaches(name):
		case stamp.Rev < o.rec.Target:
			return cmp.Or(name, "of "+stamp.Node), nil
		case k >= 0 && counts(&stamp):
			pools[k].stamps++
		}
	}
	for _, p := range pools {
		if o.rec.reaches(p.name) && p.stamps < o.env.Policy.PoolStamps {
			return p.name, nil
		}
	}
	return "", nil
}

// poolOf is the pool of a node, by its entry among those that a barrier has read; empty if
// it has none.
func (o *Owner) poolOf(node string, nodes []engine.KV) string {
	for i := range nodes {
		if nodes[i].Key == nodeKey(o.key, node) {
			p, _ := decodePresence(nodes[i].Value) // poolsOf has read it before
			return p.Pool
		}
	}
	return ""
}
