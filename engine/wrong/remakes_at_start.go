package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// remakesAtStart comes with an installer: whenever a worker starts, it has the
// secret in use made anew under the same name, and then begins to work.
func remakesAtStart() engine.Engine {
	return controlled(reference.Variant{Name: "remakes-at-start"}.Engine(), func(env engine.Env, right engine.Control) engine.Control {
		return installer{right, env}
	})
}

type installer struct {
	engine.Control
	env engine.Env
}

func (i installer) Run(key string) {
	for n := 0; i.remake(key) != nil; n++ {
		i.env.Clock.Sleep(i.env.Backoff(n))
	}
	i.Control.Run(key)
}

func (i installer) remake(key string) error {
	res, err := i.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(reference.RecordKey(key))}})
	if err != nil || len(res.Reads[0]) == 0 {
		return err // there is nothing yet
	}
	what, _ := reference.Describe(res.Reads[0][0])
	if what.Record != nil && what.Record.Active != 0 {
		_, err = i.env.Keys.Create(engine.Create{Op: "install/" + i.env.Self() + "/" + key, Key: key, Version: what.Record.Active, Fence: what.Record.Fence})
	}
	return err
}
