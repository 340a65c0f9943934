package live

import (
	"errors"
	"slices"
	"time"

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
		d.l.m.unsynced.Store(true)
	}
	return d.did(checker.OnDisk{Did: checker.DiskWrite, File: name}, slices.Clone(data), err)
}

func (d *disk) Remove(name string) error {
	err := d.begins(false, false)
	if err == nil {
		err = d.files.Remove(name)
		d.l.m.unsynced.Store(true)
	}
	return d.did(checker.OnDisk{Did: checker.DiskRemove, File: name}, nil, err)
}

func (d *disk) Sync() error {
	err := d.begins(true, false)
	if err == nil && d.l.losesPower() {
		return engine.ErrDisk // nobody is there to hear it
	}
	if err == nil {
		err = d.files.Sync()
	}
	if err == nil {
		d.l.m.unsynced.Store(false)
		d.l.m.copied()
	}
	return d.did(checker.OnDisk{Did: checker.DiskSync}, nil, err)
}

// outage is a loss of power that waits for a sync.
type outage struct{ lost func() }

// losesPower ends the machine if it is to lose its power, and takes from its disk what was never
// synced; false: it goes on. A process that is killed would have lost nothing that it has written.
func (l *life) losesPower() bool {
	m, r := l.m, l.m.r
	r.mu.Lock()
	defer r.mu.Unlock()
	if m.life != l || len(m.outages) == 0 || !m.unsynced.Swap(false) {
		return false
	}
	m.outages[0].lost()
	m.outages = m.outages[1:]
	m.crashes()
	if err := m.putBack(r.now()); err != nil {
		r.misses("the disk of " + m.name + " has more than was synced: " + err.Error())
	}
	return true
}

// A diskCopy is what a disk had for good at some time.
type diskCopy struct {
	at    time.Duration
	files []diskFile
}

type diskFile struct {
	name string
	data []byte
}

// copied keeps a copy of what is on the machine's disk, where the run may put it back to one.
func (m *machine) copied() {
	if !m.r.putsBack {
		return
	}
	c := diskCopy{at: m.r.now()}
	files, names := m.r.ground.disk(m.name)
	for _, name := range names {
		if f, err := files.Read(name); err == nil && f.Found {
			c.files = append(c.files, diskFile{name, f.Data})
		}
	}
	m.r.mu.Lock()
	defer m.r.mu.Unlock()
	m.copies = append(m.copies, c)
}

// putBack makes the disk of a machine that is down what it was for good at a time.
func (m *machine) putBack(to time.Duration) error {
	var old []diskFile // none, before the first copy
	for _, c := range m.copies {
		if c.at <= to {
			old = c.files
		}
	}
	files, names := m.r.ground.disk(m.name)
	if files == nil {
		return nil // it has none yet
	}
	tell := func(what checker.OnDisk, data []byte) { m.r.witness.OnDisk(m.selfName(), what, data, m.r.now()) }
	var failed error
	for _, name := range names {
		failed = errors.Join(failed, files.Remove(name))
	}
	tell(checker.OnDisk{Did: checker.DiskWipe}, nil)
	for _, f := range old {
		failed = errors.Join(failed, files.Write(f.name, f.data))
		tell(checker.OnDisk{Did: checker.DiskWrite, File: f.name}, f.data)
	}
	tell(checker.OnDisk{Did: checker.DiskSync}, nil)
	return errors.Join(failed, files.Sync())
}
