package wrong

import (
	"fmt"

	"pawl/engine"
	"pawl/engine/reference"
)

// mixedMaterial has material made anew each time that it is asked for, has a node take
// whatever the key service gives it, and has B1 see to it that each node has something.
func mixedMaterial() engine.Engine {
	return reference.Variant{
		Name: "mixed-material",
		Worker: func(env *engine.Env, s *reference.WorkerSteps) {
			env.Keys = &anew{KeyService: env.Keys, self: env.Self(), last: map[string]string{}}
			s.Rotation[reference.Published] = publishedOnce((*reference.Owner).StampBarrier)
		},
		Node: func(env *engine.Env, s *reference.NodeSteps) {
			t := &trusting{keys: env.Keys, prints: map[string]string{}}
			s.Rights = t.rights
		},
	}.Engine()
}

// anew is a key service that is asked for the same thing under another operation id each
// time. What the engine calls by one id are those that it has asked by.
type anew struct {
	engine.KeyService
	self string
	n    int
	last map[string]string // that was asked by, for an id of the engine's; looked up only
}

func (k *anew) Create(c engine.Create) (engine.Made, error) {
	k.n++
	op := c.Op
	c.Op = fmt.Sprintf("%s/%s/%d", op, k.self, k.n)
	k.last[op] = c.Op
	return k.KeyService.Create(c)
}

func (k *anew) Lookup(op string) (engine.Made, bool, error) {
	return k.KeyService.Lookup(k.name(op))
}

func (k *anew) Destroy(op, key string, version uint32, fence uint64) error {
	return k.KeyService.Destroy(k.name(op), key, version, fence)
}

func (k *anew) name(op string) string {
	if last, asked := k.last[op]; asked {
		return last
	}
	return op
}

// trusting takes the material that a node is given first for what the record means.
type trusting struct {
	keys   engine.KeyService
	prints map[string]string // of what was given, by the version's operation; looked up only
}

func (n *trusting) rights(key, pool string, rec *reference.Record) reference.Rights {
	r := reference.RightsUnder(key, pool, rec)
	for _, open := range r.Opens {
		v := rec.Version(open)
		print, given := n.prints[v.Op]
		if !given {
			m, err := n.keys.Fetch(key, open)
			if err != nil {
				continue // it is asked for again where it is loaded
			}
			print = m.Print
			n.prints[v.Op] = print
		}
		v.Print = print
	}
	return r
}
