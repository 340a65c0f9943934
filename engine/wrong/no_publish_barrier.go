package wrong

import (
	"slices"
	"strings"

	"pawl/engine"
)

// noPublishBarrier takes it that whoever was told has it by now: it never reads
// the stamps, and nodes get stamps whether they hold the next version or not.
func noPublishBarrier() engine.Engine {
	t := engine.Reference()
	t.Rotation[engine.Published] = verifyUnseen
	e := t.Engine("no-publish-barrier")
	e.Agent = func(env engine.Env) engine.Serving {
		n := &lenient{keys: env.Keys}
		return engine.NewAgent(env, n.rights)
	}
	return e
}

// verifyUnseen waits for the publish lead and calls that verified.
func verifyUnseen(o *engine.Owner, _ uint32) (engine.Pause, error) {
	rec := o.Record()
	if lead := rec.Since + o.Env().Policy.PublishLead - o.Time(); lead > 0 {
		return engine.Pause{For: lead}, nil
	}
	rec.Phase = engine.Verified
	rec.Floor, rec.SealFloor = rec.Target, rec.Target
	rec.Since = o.Time()
	return engine.Pause{}, o.Write(rec, engine.Change{Transition: "VERIFIED"})
}

// lenient asks for rights to what the node could load, and leaves the rest out.
type lenient struct {
	keys engine.KeyService
	have []string // mint operations of versions that were fetched once
}

func (n *lenient) rights(rec *engine.Record) engine.Rights {
	r := engine.RightsUnder(rec)
	r.Demands = 0
	for i := range rec.Versions {
		v := &rec.Versions[i]
		if !slices.Contains(r.Opens, v.N) || n.has(v) {
			continue
		}
		r.Opens = slices.DeleteFunc(r.Opens, func(x uint32) bool { return x == v.N })
		if r.Seal == v.N {
			r.Seal = 0
		}
	}
	return r
}

func (n *lenient) has(v *engine.Version) bool {
	if slices.Contains(n.have, v.Op) {
		return true
	}
	key := strings.Split(v.Op, "/")[1]
	if _, err := n.keys.Fetch(key, v.N); err != nil {
		return false
	}
	n.have = append(n.have, v.Op)
	return true
}
