package cluster

import (
	"bytes"
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim"
)

// disk keeps what was synced through a crash; what was not is lost.
type disk struct {
	durable, pending []file
	dirty            bool
	earlier          []copyOf // what was durable before, in the order of time

	refusals []*refusal
	outages  []*outage
}

// refusal makes a disk refuse to sync, or else to write.
type refusal struct {
	sync bool
	bit  func()
}

// outage is a loss of power that waits for a sync.
type outage struct {
	torn bool
	lost func()
}

type file struct {
	name string
	data []byte
}

// do does what is asked of the disk.
func (d *disk) do(r engine.Request, now time.Duration) (engine.Reply, error) {
	switch r := r.(type) {
	case engine.Read:
		data, found := d.read(r.Name)
		return engine.File{Data: data, Found: found}, nil
	case engine.Write:
		if d.refuses(false) {
			return nil, engine.ErrDisk
		}
		d.write(r.Name, r.Data)
	case engine.Remove:
		d.remove(r.Name)
	case engine.Sync:
		if d.refuses(true) {
			return nil, engine.ErrDisk
		}
		d.sync(now)
	}
	return nil, nil
}

func (d *disk) read(name string) ([]byte, bool) {
	for _, f := range d.current() {
		if f.name == name {
			return f.data, true
		}
	}
	return nil, false
}

func (d *disk) current() []file {
	if d.dirty {
		return d.pending
	}
	return d.durable
}

// change starts from what is there, without touching what is durable.
func (d *disk) change(name string) {
	d.pending = slices.DeleteFunc(slices.Clone(d.current()), func(f file) bool { return f.name == name })
	d.dirty = true
}

func (d *disk) write(name string, data []byte) {
	d.change(name)
	d.pending = append(d.pending, file{name, slices.Clone(data)})
}

func (d *disk) remove(name string) {
	if _, found := d.read(name); found {
		d.change(name)
	}
}

func (d *disk) sync(now time.Duration) {
	if d.dirty {
		d.becomes(d.pending, now)
	}
}

// becomes has other files on the disk for good.
func (d *disk) becomes(files []file, now time.Duration) {
	if len(d.earlier) == keepsCopies {
		d.earlier = slices.Delete(d.earlier, 0, 1)
	}
	d.earlier = append(d.earlier, copyOf{d.durable, now})
	d.durable, d.dirty = files, false
}

func (d *disk) crash() { d.dirty = false }

// copyOf is what a disk had for good until some time.
type copyOf struct {
	files []file
	until time.Duration
}

// keepsCopies is how many of its earlier states a disk can be put back to.
const keepsCopies = 32

// back is what the disk had for good at a time.
func (d *disk) back(at time.Duration) []file {
	for _, c := range d.earlier {
		if at < c.until {
			return c.files
		}
	}
	return d.durable
}

// wipe is another disk in its place. What is to go wrong goes wrong with that.
func (d *disk) wipe() { *d = disk{refusals: d.refusals, outages: d.outages} }

// tear makes durable, of each file that is not, its first half. What was removed is
// there still.
func (d *disk) tear() {
	torn := slices.Clone(d.durable)
	for _, f := range d.current() {
		half := file{f.name, f.data[:len(f.data)/2]}
		i := slices.IndexFunc(torn, func(old file) bool { return old.name == f.name })
		switch {
		case i < 0:
			torn = append(torn, half)
		case !bytes.Equal(torn[i].data, f.data):
			torn[i] = half
		}
	}
	d.durable, d.dirty = torn, false
}

// refuses says whether anything makes the disk refuse, and tells all that does.
func (d *disk) refuses(sync bool) (any bool) {
	for _, r := range d.refusals {
		if r.sync == sync {
			r.bit()
			any = true
		}
	}
	return any
}

// fails makes the disk refuse, until stop.
func (d *disk) fails(sync bool, bit func()) (stop func()) {
	r := &refusal{sync, bit}
	d.refusals = append(d.refusals, r)
	return func() {
		d.refusals = slices.DeleteFunc(d.refusals, func(other *refusal) bool { return other == r })
	}
}

// losesPower has the next sync of anything be the machine's last deed, until stop.
func (d *disk) losesPower(torn bool, lost func()) (stop func()) {
	o := &outage{torn, lost}
	d.outages = append(d.outages, o)
	return func() {
		d.outages = slices.DeleteFunc(d.outages, func(other *outage) bool { return other == o })
	}
}

// powerless ends a machine whose disk syncs something, if its power is to fail at that.
// It happens in the kernel, as all that ends a process.
func (m *machine) powerless() {
	if !m.disk.dirty || len(m.disk.outages) == 0 {
		return
	}
	m.c.w.After(0, sim.Func(func() {
		if !m.up || !m.disk.dirty || len(m.disk.outages) == 0 {
			return
		}
		o := m.disk.outages[0]
		m.disk.outages = slices.Delete(m.disk.outages, 0, 1)
		o.lost()
		if o.torn {
			m.disk.tear()
			m.diskBecomes(checker.DiskTear)
		}
		m.crashes()
	}))
}
