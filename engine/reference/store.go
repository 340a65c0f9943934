package reference

import "pawl/engine"

// get reads one key; the zero KV when it does not exist.
func get(store engine.Store, key string) (engine.KV, error) {
	res, err := store.Txn(engine.Txn{Then: []engine.Op{engine.Get(key)}})
	if err != nil {
		return engine.KV{}, err
	}
	return first(res.Reads[0]), nil
}

// commit makes a transaction whose conditions have to hold: what it goes by has moved where
// they do not.
func commit(store engine.Store, t engine.Txn) (revision int64, err error) {
	res, err := store.Txn(t)
	if err == nil && !res.Held {
		return 0, errMoved
	}
	return res.Revision, err
}

// commitIn makes such a transaction in one generation of the store, and in no other.
func commitIn(store engine.Store, generation uint64, t engine.Txn) (revision int64, err error) {
	t.Bound, t.Generation = true, generation
	res, err := store.Txn(t)
	switch {
	case err != nil:
		return 0, err
	case res.Generation != generation:
		return 0, errPutBack
	case !res.Held:
		return 0, errMoved
	}
	return res.Revision, nil
}
