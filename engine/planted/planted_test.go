package planted

import (
	"strings"
	"testing"
	"time"

	"pawl/engine"
)

// plainDoor answers every request with nothing amiss.
type plainDoor struct{ asked []engine.Request }

func (d *plainDoor) Now() time.Duration  { return 4 * time.Second }
func (d *plainDoor) Wall() time.Duration { return 9 * time.Hour }

func (d *plainDoor) Ask(r engine.Request) (engine.Reply, error) {
	d.asked = append(d.asked, r)
	switch r.(type) {
	case engine.Txn:
		return engine.TxnResult{Held: true, Revision: 7}, nil
	case engine.Await:
		return engine.News{KVs: []engine.KV{{Key: "k"}}, Revision: 7}, nil
	case engine.Grant:
		return engine.Lease(1), nil
	case engine.Create:
		return engine.Made{}, nil
	case engine.Lookup:
		return engine.Found{}, nil
	case engine.Fetch:
		return engine.Material{}, nil
	case engine.Nodes:
		return []string{"node/a1", "node/a2"}, nil
	case engine.Read:
		return engine.File{Found: true}, nil
	}
	return nil, nil
}

// requests are one of each kind, and some twice.
func requests(p *engine.Ports) {
	for range 2 {
		_, _ = p.Txn(engine.Txn{If: []engine.Compare{{Key: "a"}, {Key: "b"}}, Then: []engine.Op{engine.Put("a", nil, 1)}})
		_, _ = p.Txn(engine.Txn{Then: []engine.Op{engine.Get("a")}})
		_, _ = p.Await("a", 1, time.Second)
		_, _ = p.Grant(time.Second)
		_ = p.KeepAlive(1)
		_ = p.Revoke(1)
		_, _, _ = p.Lookup("op")
		_, _ = p.Fetch("k", 1)
		_ = p.Nodes("")
		_ = p.Page(engine.Alert{})
		_, _, _ = p.Read("f")
		_ = p.Write("g", nil)
		_ = p.Remove("g")
		_ = p.Sync()
		p.Sleep(time.Second)
		p.Now()
	}
	for v := range uint32(3) {
		_, _ = p.Create(engine.Create{Op: "op", Key: "k", Version: v + 1, Fence: 5})
		_ = p.Push("node/a2", engine.Command{Errand: engine.Activate, Key: "k", Version: v + 1, Fence: 5})
		_ = p.Destroy("op", "k", v+1, 5)
	}
}

// TestRepliesKeepToTheContract: whatever the bug, each port gives what it promises, and a
// mistake that changes what is asked or told is counted.
func TestRepliesKeepToTheContract(t *testing.T) {
	// What these need is an error, a refusal or a change of members, of which there is none here.
	needy := "takes-refused-for-done takes-unknown-for-done takes-unknown-for-failed sends-again mints-again takes-destroyed-on-trust takes-pushed-on-trust counts-old-members"
	for i := range All {
		b := &All[i]
		for _, role := range []engine.Role{engine.WorkerRole, engine.NodeRole} {
			var made Mistakes
			env := engine.Env{Role: role, Name: "worker/1", Boot: "1"}.Through(&plainDoor{})
			env = b.stand(env, &made)
			requests(env.Store.(*engine.Ports))
			other := strings.HasPrefix(b.Name, "node-") && role == engine.WorkerRole || strings.HasPrefix(b.Name, "worker-") && role == engine.NodeRole
			if want := !other && !strings.Contains(needy, b.Name); (made.Times() > 0) != want {
				t.Errorf("%s in a %s: made %d times", b.Name, role, made.Times())
			}
		}
	}
}

// TestBugsAreNamedOnce: an engine with a bug in it is found by its name.
func TestBugsAreNamedOnce(t *testing.T) {
	for i := range All {
		b := &All[i]
		if found, is := Find(b.Name); !is || found != b || b.Text == "" {
			t.Errorf("%s is not found by its name, or says nothing", b.Name)
		}
	}
	e := All[0].In(engine.Engine{Name: "mine"}, nil)
	if e.Name != "mine+"+All[0].Name {
		t.Errorf("it is called %s", e.Name)
	}
}
