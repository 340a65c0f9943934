package camera

import (
	"pawl/checker"
	"pawl/reports/film"
	"pawl/sim/deploy"
)

// viewsOf are the writes of a key's record.
func (c *camera) viewsOf(key string) (all []*checker.View) {
	for i := range c.p.Views {
		if v := &c.p.Views[i]; v.Key == key && v.RecordWritten {
			all = append(all, v)
		}
	}
	return all
}

// frameOf is the frame of a revision. What came about by something else than a write, as when the
// store is put back, is at the last frame of its moment.
func (c *camera) frameOf(revision int64, at int64) int {
	if id := c.revision[stood{revision, durationOf(at)}]; id != 0 {
		return id
	}
	if id := c.f.FrameAt(at); id != 0 && c.f.Frames.At[id-c.f.First] == at {
		return id
	}
	return 0
}

// bands are the phases of each key's record, and the states of its versions.
func (c *camera) bands() {
	c.f.Bands = []film.Band{}
	for _, key := range c.p.Keys {
		views := c.viewsOf(key)
		c.phases(key, views)
		c.versions(key, views)
	}
}

func (c *camera) band(v *checker.View, kind string) film.Band {
	return film.Band{Kind: kind, Key: v.Key, Revision: v.Revision, Frame: c.frameOf(v.Revision, int64(v.At)), From: int64(v.At), To: int64(c.p.End)}
}

func (c *camera) phases(key string, views []*checker.View) {
	open := -1
	for _, v := range views {
		b := c.band(v, film.PhaseBand)
		b.State, b.Rotation, b.Window, b.Owner, b.Fence = v.Phase, v.Rotation, v.Window, v.Owner, v.Fence
		if open >= 0 {
			was := &c.f.Bands[open]
			if was.State == b.State && was.Rotation == b.Rotation && was.Owner == b.Owner && was.Fence == b.Fence {
				continue
			}
			was.To = b.From
		}
		open = len(c.f.Bands)
		c.f.Bands = append(c.f.Bands, b)
	}
}

func (c *camera) versions(key string, views []*checker.View) {
	open := map[uint32]int{} // looked up only
	for _, v := range views {
		for _, ver := range v.Versions {
			i, known := open[ver.N]
			if known && c.f.Bands[i].State == ver.State {
				continue
			}
			b := c.band(v, film.VersionBand)
			b.Version, b.State = int(ver.N), ver.State
			if known {
				c.f.Bands[i].To = b.From
			}
			open[ver.N] = len(c.f.Bands)
			c.f.Bands = append(c.f.Bands, b)
		}
	}
}

// tenures are the times for which processes owned keys, as the checker counts them: from the write
// that raised the fence and named an owner to the next that raised it. The owner is the process
// that wrote, whatever name the record gives it.
func (c *camera) tenures() {
	c.f.Tenures = []film.TenureMark{}
	for _, key := range c.p.Keys {
		highest, open := uint64(0), -1
		for _, v := range c.viewsOf(key) {
			if v.Fence <= highest {
				continue
			}
			highest = v.Fence
			if open >= 0 {
				c.f.Tenures[open].To = int64(v.At)
			}
			open = -1
			if v.Owner != "" {
				open = len(c.f.Tenures)
				c.f.Tenures = append(c.f.Tenures, film.TenureMark{Key: key, Lane: c.laneOf(v.By), Self: v.By, Fence: v.Fence, Lease: c.leaseOf(v),
					Frame: c.frameOf(v.Revision, int64(v.At)), From: int64(v.At), To: int64(c.p.End)})
			}
		}
	}
}

// leaseOf is the lease that something hangs on which was written with a view, by the same
// process: of an acquisition, the owner's. 0: nothing does.
func (c *camera) leaseOf(v *checker.View) int64 {
	for i := range c.p.Facts {
		f := &c.p.Facts[i]
		if w, is := f.What.(*checker.Wrote); is && f.Revision == v.Revision && f.At == v.At && w.Lease != 0 && deploy.MachineOf(f.Actor) == deploy.MachineOf(v.By) {
			return w.Lease
		}
	}
	return 0
}
