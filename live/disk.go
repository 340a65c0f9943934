package live

import (
	"slices"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/host"
)

// disk is the disk of a process's machine, which may be unwell.
type disk struct {
	l     *life
	files host.Files
}

// unwell is what is wrong with a disk: it refuses to write, or to sync.
type unwell struct {
	syncs bool
	bit   func()
}

// begins says whether something may be done on the disk now.
func (d *disk) begins(syncs, writes bool) error {
	<-d.l.ready
	r := d.l.m.r
	r.mu.Lock()
	defer r.mu.Unlock()
	if !d.l.waits(nil) {
		return engine.ErrDisk
	}
	for _, u := range d.l.m.full {
		if u.syncs && syncs || !u.syncs && writes {
			u.bit()
			return engine.ErrDisk
		}
	}
	return nil
}

// did tells the witness of what was done.
func (d *disk) did(what checker.OnDisk, data []byte, err error) error {
	r := d.l.m.r
	r.mu.Lock()
	defer r.mu.Unlock()
	what.Bad = err != nil
	if !r.over {
		r.witness.OnDisk(d.l.self, what, data, r.now())
	}
	return err
}

func (d *disk) Read(name string) (engine.File, error) {
	if err := d.begins(false, false); err != nil {
		return engine.File{}, err
	}
	return d.files.Read(name)
}

func (d *disk) Write(name string, data []byte) error {
	err := d.begins(false, true)
	if err == nil {
		err = d.files.Write(name, data)
	}
	return d.did(checker.OnDisk{Did: checker.DiskWrite, File: name}, slices.Clone(data), err)
}

func (d *disk) Remove(name string) error {
	err := d.begins(false, false)
	if err == nil {
		err = d.files.Remove(name)
	}
	return d.did(checker.OnDisk{Did: checker.DiskRemove, File: name}, nil, err)
}

func (d *disk) Sync() error {
	err := d.begins(true, false)
	if err == nil {
		err = d.files.Sync()
	}
	return d.did(checker.OnDisk{Did: checker.DiskSync}, nil, err)
}
