package checker

import (
	"slices"
	"time"
)

// A diskState is what the files of a machine's disk are copies of: as it reads, and as it
// would read after a crash.
type diskState struct{ now, durable []copyFile }

// A copyFile is a file, and its place in Past.Copies; -1: it is no material.
type copyFile struct {
	file string
	copy int
}

// onDisk replays what is done on a disk.
func (d *deriving) onDisk(f *Fact, w *OnDisk) {
	if w.Bad {
		return
	}
	m := machineOf(f.Actor)
	s := d.disks[m]
	if s == nil {
		s = &diskState{}
		d.disks[m] = s
	}
	switch w.Did {
	case DiskWrite:
		d.remove(s, f, w.File)
		x := copyFile{w.File, -1}
		if w.Print != "" {
			x.copy = len(d.p.Copies)
			d.p.Copies = append(d.p.Copies, Copy{f.Key, m, w.Print, f.At, -1, -1})
		}
		s.now = append(s.now, x)
	case DiskRemove:
		d.remove(s, f, w.File)
	case DiskSync:
		d.become(s, s.now, f.At)
	case DiskRevert:
		d.become(s, s.durable, f.At)
	case DiskTear:
		d.become(s, d.torn(s), f.At)
	case DiskWipe:
		d.become(s, nil, f.At)
	}
}

// remove takes a file off a disk; of what was durable a crash brings it back.
func (d *deriving) remove(s *diskState, f *Fact, file string) {
	i := fileAt(s.now, file)
	if i < 0 {
		return
	}
	was := s.now[i]
	s.now = slices.Delete(slices.Clone(s.now), i, i+1)
	if was.copy >= 0 && !slices.Contains(s.durable, was) {
		d.p.Copies[was.copy].Gone = f.At
	}
}

func fileAt(files []copyFile, name string) int {
	return slices.IndexFunc(files, func(x copyFile) bool { return x.file == name })
}

// torn is what is left of a disk whose unsynced files are half there. What was removed, and
// what was written over by the same, is there still.
func (d *deriving) torn(s *diskState) []copyFile {
	return slices.DeleteFunc(slices.Clone(s.durable), func(old copyFile) bool {
		i := fileAt(s.now, old.file)
		return i >= 0 && d.print(s.now[i]) != d.print(old)
	})
}

// print is the fingerprint of a file; empty: it is no material.
func (d *deriving) print(x copyFile) string {
	if x.copy < 0 {
		return ""
	}
	return d.p.Copies[x.copy].Print
}

// become makes what is on a disk durable, and all else gone.
func (d *deriving) become(s *diskState, files []copyFile, at time.Duration) {
	for _, all := range [...][]copyFile{s.now, s.durable} {
		for _, x := range all {
			if x.copy >= 0 && !slices.Contains(files, x) {
				d.p.Copies[x.copy].Gone = at
			}
		}
	}
	for _, x := range files {
		if x.copy >= 0 && d.p.Copies[x.copy].Durable < 0 {
			d.p.Copies[x.copy].Durable = at
		}
	}
	s.now, s.durable = slices.Clone(files), files
}

// A disk is what there was on one machine's, copy by copy.
type disk []*Copy

// onDisks are the disks by machine, which are many in a large fleet; looked up only.
func (p *Past) onDisks() map[string]disk {
	all := make(map[string]disk, len(p.Machines))
	for i := range p.Copies {
		c := &p.Copies[i]
		all[c.Machine] = append(all[c.Machine], c)
	}
	return all
}

// durable says that it has material of a fingerprint at some time, come what may.
func (d disk) durable(print string, when time.Duration) bool {
	for _, c := range d {
		if c.Print == print && c.Durable >= 0 && c.Durable <= when && (c.Gone < 0 || when <= c.Gone) {
			return true
		}
	}
	return false
}

// remains says that it has it, or would after a crash.
func (d disk) remains(print string, when time.Duration) bool {
	return slices.ContainsFunc(d, func(c *Copy) bool { return c.there(print, when) })
}

// there says that it is of a fingerprint and there at some time, or would be after a crash.
func (c *Copy) there(print string, when time.Duration) bool {
	return c.Print == print && c.Written <= when && (c.Gone < 0 || when < c.Gone)
}
