package cluster

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/sim/deploy"
)

// The simulated disk and clock do what a real directory and the machine's own
// clock do, as far as an engine can tell: the same bodies run on both.

func TestDisk(t *testing.T) {
	t.Run("simulated", func(t *testing.T) {
		inside(t, func(env engine.Env) { diskBody(t, env.Disk, func() engine.Disk { return env.Disk }) })
	})
	t.Run("real", func(t *testing.T) {
		dir := t.TempDir()
		diskBody(t, &folder{dir: dir}, func() engine.Disk { return &folder{dir: dir} })
	})
}

func TestClock(t *testing.T) {
	t.Run("simulated", func(t *testing.T) { inside(t, func(env engine.Env) { clockBody(t, env.Clock) }) })
	t.Run("real", func(t *testing.T) { clockBody(t, realClock{time.Now()}) })
}

func diskBody(t *testing.T, d engine.Disk, reopen func() engine.Disk) {
	has := func(d engine.Disk, name, want string) {
		t.Helper()
		data, found, err := d.Read(name)
		if err != nil || !found || string(data) != want {
			t.Errorf("%s: %q, found %v, %v; want %q", name, data, found, err, want)
		}
	}
	lacks := func(d engine.Disk, name string) {
		t.Helper()
		if data, found, err := d.Read(name); err != nil || found {
			t.Errorf("%s: %q, found %v, %v; want nothing", name, data, found, err)
		}
	}
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	lacks(d, "k/1")
	buf := []byte("first")
	ok(d.Write("k/1", buf))
	copy(buf, "XXXXX") // what was written does not change with the caller's buffer
	has(d, "k/1", "first")
	ok(d.Write("k/2", nil))
	has(d, "k/2", "")
	ok(d.Write("k/1", []byte("second, longer")))
	ok(d.Write("k/1", []byte("third")))
	has(d, "k/1", "third")
	ok(d.Sync())
	ok(d.Remove("k/2"))
	ok(d.Remove("k/3")) // nothing to remove is no error
	lacks(d, "k/2")
	ok(d.Sync())
	d = reopen()
	has(d, "k/1", "third")
	lacks(d, "k/2")
}

func clockBody(t *testing.T, c engine.Clock) {
	last := c.Now()
	for _, d := range []time.Duration{0, time.Microsecond, 3 * time.Millisecond, -time.Second} {
		c.Sleep(d)
		now := c.Now()
		if now < last || now-last < d {
			t.Errorf("slept %v, the clock went from %v to %v", d, last, now)
		}
		last = now
	}
}

// TestDiskLosesWhatIsNotSynced is what no test can do to a real disk.
func TestDiskLosesWhatIsNotSynced(t *testing.T) {
	var d disk
	d.write("a", []byte("1"))
	d.sync(0)
	d.write("a", []byte("2"))
	d.remove("b")
	d.crash()
	if data, found := d.read("a"); !found || !bytes.Equal(data, []byte("1")) {
		t.Errorf("after a crash: %q, %v; want what was synced", data, found)
	}
}

// TestDrift: a clock that runs fast or slow shows it, within what its rate says.
func TestDrift(t *testing.T) {
	for _, ppm := range []int64{-100_000, -500, 0, 500, 100_000} {
		c := clock{bit: func() {}}
		c.set(time.Hour, ppm, func() {})
		want := time.Hour + 10*time.Second + time.Duration(ppm)*10*time.Microsecond
		if got := c.read(time.Hour + 10*time.Second); got != want {
			t.Errorf("%d ppm: after 10s the clock shows %v, want %v", ppm, got, want)
		}
		if got := c.read(time.Hour+c.lasts(time.Second)) - time.Hour; got > time.Second || time.Second-got > time.Duration(ppm*ppm/900)+1 {
			t.Errorf("%d ppm: a wait of 1s took %v on this clock", ppm, got)
		}
	}
}

// inside runs a body as an engine's process on a simulated node.
func inside(t *testing.T, body func(engine.Env)) {
	ran := false
	s := deploy.Standard(engine.Engine{
		Name:   "body",
		Worker: func(engine.Env) engine.Control { return idle{} },
		Agent: func(env engine.Env) engine.Serving {
			return idle{func() { ran = true; body(env) }}
		},
	}, 1)
	s.Pools, s.Clients, s.Events = []deploy.Pool{{Name: "a", Nodes: 1}}, 0, nil
	r := mustRun(t, s)
	if !ran || len(r.Findings) > 0 {
		t.Fatalf("the body did not run through: %+v", r.Findings)
	}
}

// idle is an engine that does one thing, or nothing.
type idle struct{ run func() }

func (i idle) Run(string) {
	if i.run != nil {
		i.run()
	}
}
func (idle) Admit(engine.Trigger) engine.Answer         { return engine.Answer{} }
func (idle) Operate(engine.Act) engine.Answer           { return engine.Answer{} }
func (idle) Seal(string, []byte) (engine.Sealed, error) { return engine.Sealed{}, engine.ErrNotServing }
func (idle) Open(string, engine.Sealed) ([]byte, error) { return nil, engine.ErrNotServing }
func (idle) Push(engine.Command) error                  { return engine.ErrRejected }
func (idle) Rev(string) uint64                          { return 0 }

// folder is a real disk.
type folder struct{ dir string }

func (f *folder) path(name string) string {
	return filepath.Join(f.dir, strings.ReplaceAll(name, "/", "_"))
}

func (f *folder) Read(name string) ([]byte, bool, error) {
	data, err := os.ReadFile(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return data, err == nil, err
}

func (f *folder) Write(name string, data []byte) error {
	return os.WriteFile(f.path(name), data, 0o600)
}

func (f *folder) Remove(name string) error {
	if err := os.Remove(f.path(name)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (f *folder) Sync() error {
	d, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

type realClock struct{ start time.Time }

func (c realClock) Now() time.Duration  { return time.Since(c.start) }
func (realClock) Wall() time.Duration   { return time.Duration(time.Now().UnixNano()) }
func (realClock) Sleep(d time.Duration) { time.Sleep(d) }
