package main

import "pawl/engine"

// What is kept in the store, a place at a time.

// tries of a change that somebody else's overtakes.
const tries = 8

// get is what stands at a place of the store, and the revision of it; nil and 0 where nothing does.
func get(env *engine.Env, at string) (value []byte, mod int64, err error) {
	r, err := env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(at)}})
	if err != nil || len(r.Reads[0]) == 0 {
		return nil, 0, err
	}
	return r.Reads[0][0].Value, r.Reads[0][0].Mod, nil
}

// change has decide make writes of what stands at a place, none where nothing has to be written, and
// does them if it stands there still; else it is asked again. What was read, decided and written is one
// transaction so.
func change(env *engine.Env, at string, decide func(was []byte) ([]engine.Op, error)) error {
	for range tries {
		was, mod, err := get(env, at)
		if err != nil {
			return err
		}
		writes, err := decide(was)
		if err != nil || len(writes) == 0 {
			return err
		}
		r, err := env.Store.Txn(engine.Txn{If: []engine.Compare{{Key: at, Mod: mod}}, Then: writes})
		if err != nil || r.Held {
			return err
		}
	}
	return engine.ErrUnavailable
}
