package trial

import (
	"errors"

	"testing"

	"pawl/engine"
	"pawl/engine/keys"
)

// A Troubled is a key service to which trouble comes, with a caller who asks again, as engines
// do: what it answers in the end has to be what it would have answered without.
type Troubled struct {
	*Stand
	hurt *hurt
}

// InTrouble is one whose back end, elsewhere, is the one given.
func InTrouble(t testing.TB, trouble Ordeal, under keys.Backend) *Troubled {
	t.Helper()
	h := &hurt{Ordeal: trouble, left: trouble.First, came: map[string]int{}}
	s := &Stand{wall: began}
	s.open = func() (*keys.Service, error) {
		return keys.Open(&medium{hurt: h}, &backend{h, under}, s.Wall)
	}
	r := &Troubled{s, h}
	if err := r.restart(); err != nil {
		t.Fatal(err)
	}
	return r
}

// Came is how often trouble came, by what it came to.
func (r *Troubled) Came() map[string]int { return r.hurt.came }

// Restart has it crash as well.
func (r *Troubled) Restart() error { return r.restart() }

// restart starts it until it stands.
func (r *Troubled) restart() (err error) {
	for range patience {
		r.hurt.fall()
		if err = r.start(); !errors.Is(err, errTrouble) {
			return err
		}
	}
	return err
}

// patience is how often something is tried that trouble may come to.
const patience = 10

// again asks until there is an answer. A process that has died, or says again and again that it
// cannot, is started anew.
func (r *Troubled) again(call func() error) {
	for n := range patience {
		err := call()
		if r.hurt.down || n > patience/2 {
			if r.restart() != nil {
				return
			}
			continue
		}
		if !errors.Is(err, engine.ErrUnavailable) && !errors.Is(err, engine.ErrUnknown) {
			return
		}
	}
}

func (r *Troubled) Create(c engine.Create) (made engine.Made, err error) {
	r.again(func() error { made, err = r.Stand.Create(c); return err })
	return made, err
}

func (r *Troubled) Lookup(op string) (made engine.Made, found bool, err error) {
	r.again(func() error { made, found, err = r.Stand.Lookup(op); return err })
	return made, found, err
}

func (r *Troubled) Destroy(op, key string, version uint32, fence uint64) (err error) {
	r.again(func() error { err = r.Stand.Destroy(op, key, version, fence); return err })
	return err
}

func (r *Troubled) Fetch(key string, version uint32) (m engine.Material, err error) {
	r.again(func() error { m, err = r.Stand.Fetch(key, version); return err })
	return m, err
}
