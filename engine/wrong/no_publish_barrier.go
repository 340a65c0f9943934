package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// noPublishBarrier takes it that whoever was told has it by now: it never reads
// the stamps, and nodes get stamps whether they hold the next version or not.
func noPublishBarrier() engine.Engine {
	return reference.Variant{
		Name: "no-publish-barrier",
		Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
			s.Rotation[reference.Published] = verifyUnseen
		},
		Node: func(env *engine.Env, s *reference.NodeSteps) {
			s.Rights = (&lenient{keys: env.Keys}).rights
		},
	}.Engine()
}

// verifyUnseen waits for the publish lead and calls that verified.
func verifyUnseen(o *reference.Owner, _ uint32) (reference.Pause, error) {
	if lead := o.Record().Since + o.Env().Policy.PublishLead - o.Time(); lead > 0 {
		return reference.Pause{For: lead}, nil
	}
	return reference.Pause{}, o.VerifyNow()
}

// lenient asks for rights to what the node could load, and leaves the rest out.
type lenient struct {
	keys engine.KeyService
	have []string // mint operations of versions that were fetched once
}

func (n *lenient) rights(key, pool string, rec *reference.Record) reference.Rights {
	r := reference.RightsUnder(key, pool, rec)
	r.Demands = 0
	for i := range rec.Versions {
		v := &rec.Versions[i]
		if !slices.Contains(r.Opens, v.N) || n.has(key, v) {
			continue
		}
		r.Opens = slices.DeleteFunc(r.Opens, func(x uint32) bool { return x == v.N })
		if r.Seal == v.N {
			r.Seal = 0
		}
	}
	return r
}

func (n *lenient) has(key string, v *reference.Version) bool {
	if slices.Contains(n.have, v.Op) {
		return true
	}
	if _, err := n.keys.Fetch(key, v.N); err != nil {
		return false
	}
	n.have = append(n.have, v.Op)
	return true
}
