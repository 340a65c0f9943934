package cluster

import "slices"

// disk keeps what was synced through a crash; what was not is lost.
type disk struct {
	durable, pending []file
	dirty            bool
}

type file struct {
	name string
	data []byte
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
