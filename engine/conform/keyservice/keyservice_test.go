package keyservice

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/conform"
)

// TestModel runs them on the model, which has to pass by its own lights before anything is held
// against it.
func TestModel(t *testing.T) {
	conform.Run(t, func(*testing.T) Backend { return newModel() }, All)
}

// TestWrongOnesAreFound: a key service that is wrong in one thing is found out by the body that
// is there for it, and each body finds one.
func TestWrongOnesAreFound(t *testing.T) {
	finds := map[string]bool{}
	for _, d := range defects {
		t.Run(d.name, func(t *testing.T) {
			for _, name := range d.bodies {
				i := slices.IndexFunc(All, func(b conform.Promise[Backend]) bool { return b.Name == name })
				if i < 0 {
					t.Fatalf("there is no body %q", name)
				}
				said := conform.Complaints(All[i], func() Backend { return d.plant(newModel()) })
				if len(said) == 0 {
					t.Fatalf("%q finds nothing wrong", name)
				}
				finds[name] = true
				t.Log(name + ": " + strings.TrimSpace(said[0]))
			}
		})
	}
	for _, b := range All {
		if !finds[b.Name] {
			t.Errorf("%q has found nothing", b.Name)
		}
	}
}

// wrong is a model of which some answers are not its own; what is nil is.
type wrong struct {
	*model
	create  func(engine.Create) (engine.Made, error)
	lookup  func(string) (engine.Made, bool, error)
	destroy func(op, key string, version uint32, fence uint64) error
	fetch   func(string, uint32) (engine.Material, error)
	restart func()
}

func (w *wrong) Create(c engine.Create) (engine.Made, error) {
	if w.create == nil {
		return w.model.Create(c)
	}
	return w.create(c)
}

func (w *wrong) Lookup(op string) (engine.Made, bool, error) {
	if w.lookup == nil {
		return w.model.Lookup(op)
	}
	return w.lookup(op)
}

func (w *wrong) Destroy(op, key string, version uint32, fence uint64) error {
	if w.destroy == nil {
		return w.model.Destroy(op, key, version, fence)
	}
	return w.destroy(op, key, version, fence)
}

func (w *wrong) Fetch(key string, version uint32) (engine.Material, error) {
	if w.fetch == nil {
		return w.model.Fetch(key, version)
	}
	return w.fetch(key, version)
}

func (w *wrong) Restart() error {
	if w.restart != nil {
		w.restart()
	}
	return nil
}

// A plant makes a model wrong.
type plant = func(*model) Backend

// creates is a plant whose creates are others.
func creates(f func(*model, engine.Create) (engine.Made, error)) plant {
	return func(m *model) Backend {
		return &wrong{model: m, create: func(c engine.Create) (engine.Made, error) { return f(m, c) }}
	}
}

func destroys(f func(m *model, op, key string, version uint32, fence uint64) error) plant {
	return func(m *model) Backend {
		return &wrong{model: m, destroy: func(op, key string, version uint32, fence uint64) error { return f(m, op, key, version, fence) }}
	}
}

func fetches(f func(*model, string, uint32) (engine.Material, error)) plant {
	return func(m *model) Backend {
		return &wrong{model: m, fetch: func(key string, version uint32) (engine.Material, error) { return f(m, key, version) }}
	}
}

func restarts(f func(*model)) plant {
	return func(m *model) Backend { return &wrong{model: m, restart: func() { f(m) }} }
}

var defects = []struct {
	name   string
	bodies []string
	plant  plant
}{
	{"makes again when it is asked again", []string{"one for an operation", "random"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		if t := m.byOp[c.Op]; t != nil && !t.Destroyed {
			delete(m.byOp, c.Op)
		}
		return m.Create(c)
	})},
	{"makes one thing for a version, whoever asks", []string{"operations differ"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		if t := m.newest(c.Key, c.Version); t != nil {
			m.byOp[c.Op] = t
		}
		return m.Create(c)
	})},
	{"hands out the oldest", []string{"operations differ", "random"}, fetches(func(m *model, key string, version uint32) (engine.Material, error) {
		for _, t := range m.made {
			if t.Key == key && t.Version == version && !t.Destroyed {
				return engine.Material{Secret: t.secret, Print: t.Print}, nil
			}
		}
		return m.Fetch(key, version)
	})},
	{"hands out something else than it says", []string{"prints"}, fetches(func(m *model, key string, version uint32) (engine.Material, error) {
		got, err := m.Fetch(key, version)
		got.Secret[0] ^= 1
		return got, err
	})},
	{"a lookup makes what it does not find", []string{"lookup"}, func(m *model) Backend {
		return &wrong{model: m, lookup: func(op string) (engine.Made, bool, error) {
			made, err := m.Create(engine.Create{Op: op, Key: "k", Version: 1})
			return made, true, err
		}}
	}},
	{"hands out what is there, of whichever version", []string{"what was never made"}, fetches(func(m *model, key string, version uint32) (engine.Material, error) {
		got, err := m.Fetch(key, version)
		if err != nil && len(m.made) > 0 {
			return m.Fetch(m.made[0].Key, m.made[0].Version)
		}
		return got, err
	})},
	{"a destroy is only written down", []string{"destroyed", "answers are durable"}, fetches(func(m *model, key string, version uint32) (engine.Material, error) {
		for _, t := range m.made {
			if t.Key == key && t.Version == version {
				return engine.Material{Secret: t.secret, Print: t.Print}, nil
			}
		}
		return m.Fetch(key, version)
	})},
	{"has no tombstones", []string{"tombstone", "destroyed"}, destroys(func(m *model, op, key string, version uint32, fence uint64) error {
		err := m.Destroy(op, key, version, fence)
		if err == nil {
			delete(m.byOp, op)
		}
		return err
	})},
	{"has a tombstone only of what it made", []string{"tombstone", "random"}, destroys(func(m *model, op, key string, version uint32, fence uint64) error {
		if m.byOp[op] == nil {
			return m.admit(key, fence)
		}
		return m.Destroy(op, key, version, fence)
	})},
	{"forgets tombstones in a crash", []string{"tombstone"}, restarts(func(m *model) {
		for op, t := range m.byOp {
			if t.Destroyed {
				delete(m.byOp, op)
			}
		}
	})},
	{"a second destroy is an error", []string{"destroyed"}, destroys(func(m *model, op, key string, version uint32, fence uint64) error {
		if t := m.byOp[op]; t != nil && t.Destroyed {
			return engine.ErrRejected
		}
		return m.Destroy(op, key, version, fence)
	})},
	{"destroys all of the version", []string{"destroys nothing else"}, destroys(func(m *model, op, key string, version uint32, fence uint64) error {
		for _, t := range m.made {
			t.Destroyed = t.Destroyed || t.Key == key && t.Version == version
		}
		return m.Destroy(op, key, version, fence)
	})},
	{"answers before it is durable", []string{"answers are durable", "lookup", "one for an operation", "random"}, restarts(func(m *model) {
		if n := len(m.made); n > 0 {
			for op, t := range m.byOp {
				if t == m.made[n-1] {
					delete(m.byOp, op)
				}
			}
			m.made = m.made[:n-1]
		}
	})},
	{"forgets fences in a crash", []string{"fence/of a create", "fence/of a destroy", "fence/of a create that makes nothing", "fence/of what is rejected", "answers are durable", "random"},
		restarts(func(m *model) { clear(m.fences) })},
	{"looks at no fence of a create", []string{"fence/of a create"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		c.Fence = max(c.Fence, m.fences[c.Key])
		return m.Create(c)
	})},
	{"looks at no fence of a destroy", []string{"fence/of a create", "fence/of a destroy"}, destroys(func(m *model, op, key string, version uint32, fence uint64) error {
		return m.Destroy(op, key, version, max(fence, m.fences[key]))
	})},
	{"remembers no fence of a destroy", []string{"fence/of a destroy"}, destroys(func(m *model, op, key string, version uint32, fence uint64) error {
		seen := m.fences[key]
		err := m.Destroy(op, key, version, fence)
		m.fences[key] = seen
		return err
	})},
	{"remembers no fence of a create that makes nothing", []string{"fence/of a create that makes nothing"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		seen, n := m.fences[c.Key], len(m.made)
		made, err := m.Create(c)
		if err == nil && len(m.made) == n {
			m.fences[c.Key] = seen
		}
		return made, err
	})},
	{"remembers no fence of what it rejects", []string{"fence/of what is rejected"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		seen := m.fences[c.Key]
		made, err := m.Create(c)
		if err != nil {
			m.fences[c.Key] = seen
		}
		return made, err
	})},
	{"lets nobody in twice with a fence", []string{"fence/of a create"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		if m.byOp[c.Op] == nil && m.fences[c.Key] == c.Fence {
			return engine.Made{}, engine.ErrStaleFence
		}
		return m.Create(c)
	})},
	{"has one fence for all keys", []string{"fence/of each key"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		if err := m.admit("", c.Fence); err != nil {
			return engine.Made{}, err
		}
		return m.Create(c)
	})},
	{"hands out what has ended", []string{"end", "end/is not put off", "issuer/ends", "random"}, fetches(func(m *model, key string, version uint32) (engine.Material, error) {
		now := m.wall
		defer func() { m.wall = now }()
		m.wall = 0
		return m.Fetch(key, version)
	})},
	{"ends all in a crash", []string{"end"}, restarts(func(m *model) {
		for _, t := range m.made {
			t.End = min(t.End, m.wall)
		}
	})},
	{"counts a life from the last create", []string{"end/is not put off"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		if t := m.byOp[c.Op]; t != nil {
			t.End = m.wall + c.Life
		}
		return m.Create(c)
	})},
	{"everything ends", []string{"end/none"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		if c.Life == 0 {
			c.Life = 30 * 24 * time.Hour
		}
		return m.Create(c)
	})},
	{"makes under what is not there", []string{"issuer/not there", "fence/of what is rejected", "random"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		if m.newest(c.Under.Key, c.Under.Version) == nil {
			c.Under = engine.Issuer{}
		}
		return m.Create(c)
	})},
	{"makes under what is destroyed", []string{"issuer/not there"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		for _, t := range m.made {
			if t.Key == c.Under.Key && t.Version == c.Under.Version && t.Destroyed {
				c.Under = engine.Issuer{}
			}
		}
		return m.Create(c)
	})},
	{"lets things outlive what they are under", []string{"issuer/ends", "random"}, creates(func(m *model, c engine.Create) (engine.Made, error) {
		_, known := m.byOp[c.Op]
		made, err := m.Create(c)
		if err == nil && !known && c.Under.Key != "" && c.Life > 0 {
			m.byOp[c.Op].End = m.wall + c.Life
		}
		if err == nil {
			made = m.byOp[c.Op].Made
		}
		return made, err
	})},
	{"hands out what is under what is destroyed", []string{"issuer/destroyed", "random"}, fetches(func(m *model, key string, version uint32) (engine.Material, error) {
		if t := m.newest(key, version); t != nil && (t.End == 0 || m.wall < t.End) {
			return engine.Material{Secret: t.secret, Print: t.Print}, nil
		}
		return m.Fetch(key, version)
	})},
}
