package cluster

import (
	"slices"

	"pawl/engine"
)

// disk keeps what was synced through a crash; what was not is lost.
type disk struct {
	durable, pending []file
	dirty            bool
}

type file struct {
	name string
	data []byte
}

// do does what is asked of the disk.
func (d *disk) do(r engine.Request) engine.Reply {
	switch r := r.(type) {
	case engine.Read:
		data, found := d.read(r.Name)
		return engine.File{Data: data, Found: found}
	case engine.Write:
		d.write(r.Name, r.Data)
	case engine.Remove:
		d.remove(r.Name)
	case engine.Sync:
		d.sync()
	}
	return nil
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

func (d *disk) sync() {
	if d.dirty {
		d.durable, d.dirty = d.pending, false
	}
}

func (d *disk) crash() { d.dirty = false }
