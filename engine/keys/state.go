package keys

import (
	"errors"

	"pawl/engine"
)

// state is what follows from a ledger.
type state struct {
	ledger string // its id
	ops    map[string]*operation
	doomed []*operation             // in this order
	made   map[version][]*operation // in this order
	fences map[string]uint64
}

// An operation is what became of one operation id.
type operation struct {
	engine.Made
	op      string
	begun   bool // the back end may have a key
	has     bool // there is material, or was
	doomed  bool
	by      string
	wrapped []byte
}

type version struct {
	key string
	n   uint32
}

func newState() *state {
	return &state{ops: map[string]*operation{}, made: map[version][]*operation{}, fences: map[string]uint64{}}
}

// alive says that there is material of an operation, and that it is to be had.
func (o *operation) alive() bool { return o.has && !o.doomed }

// newest is the newest material of a version that is alive; nil if there is none.
func (s *state) newest(key string, n uint32) *operation {
	all := s.made[version{key, n}]
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].alive() {
			return all[i]
		}
	}
	return nil
}

// there says that the material of an issuer is there; so it is of none.
func (s *state) there(i engine.Issuer) bool {
	return i == engine.Issuer{} || s.newest(i.Key, i.Version) != nil
}

// apply adds an entry to what is known. One that cannot follow from what is known is refused,
// and changes nothing.
func (s *state) apply(e *entry) error {
	if (e.Is == isOpened) != (s.ledger == "") {
		return errors.New("a ledger begins with one line that says so, and has no other")
	}
	o := s.ops[e.Op]
	switch e.Is {
	case isOpened:
		s.ledger = e.Ledger
	case isFenced:
		if e.Fence <= s.fences[e.Key] {
			return errors.New("a fence that is not above the one before")
		}
		s.fences[e.Key] = e.Fence
	case isBegun:
		if o != nil {
			return errors.New("an operation that was known before is begun")
		}
		s.add(e).begun = true
	case isMade:
		if o == nil || !o.begun || o.has || o.doomed {
			return errors.New("material is made by an operation that could make none")
		}
		s.make(o, e)
	case isDoomed:
		return s.doom(o, e)
	case isGone:
		if o == nil || !o.doomed || o.Destroyed {
			return errors.New("something is gone that was not doomed")
		}
		o.Destroyed, o.wrapped = true, nil
	}
	return nil
}

func (s *state) add(e *entry) *operation {
	o := &operation{Made: engine.Made{Key: e.Key, Version: e.Version}, op: e.Op}
	s.ops[e.Op] = o
	return o
}

func (s *state) make(o *operation, e *entry) {
	o.has, o.Print, o.by, o.wrapped, o.End = true, e.Print, e.By, e.Wrapped, e.End
	if e.Under != nil {
		o.Under = engine.Issuer(*e.Under)
	}
	v := version{o.Key, o.Version}
	s.made[v] = append(s.made[v], o)
}

func (s *state) doom(o *operation, e *entry) error {
	switch {
	case o == nil:
		o = s.add(e)
	case o.doomed || o.Key != e.Key || o.Version != e.Version:
		return errors.New("an operation is doomed twice, or for another version")
	}
	o.doomed = true
	s.doomed = append(s.doomed, o)
	return nil
}
