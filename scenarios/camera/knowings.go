package camera

import (
	"slices"
	"sort"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/reports/film"
	"pawl/sim/deploy"
)

// A knowing is all that a lane knows of a key.
type knowing struct {
	revision       int64
	phase          string
	fence          uint64
	owns           bool
	seals          int
	opens          string
	sealer, opener string // the incarnations whose stamps those are
}

// A change is something that a lane comes to know at a frame, or loses.
type change struct {
	frame, lane, key int
	late             bool // after what else happens at the frame
	how              func(*knowing)
}

// knowings works out what each process knew, from what it was answered and what the store gave it.
// A wait for news is answered because of what was written just then: if that was the record, it
// is taken for the news.
func (c *camera) knowings() {
	var all []change
	all = append(all, c.restarts()...)
	all = append(all, c.reads()...)
	all = append(all, c.rights()...)
	slices.SortStableFunc(all, func(a, b change) int {
		switch {
		case a.frame != b.frame:
			return a.frame - b.frame
		case a.late != b.late && a.late:
			return 1
		case a.late != b.late:
			return -1
		}
		return 0
	})
	c.fold(all)
}

// place is a lane and a key.
type place struct{ lane, key int }

// fold goes through the changes, and keeps what each frame leaves otherwise.
func (c *camera) fold(all []change) {
	now, told := map[place]*knowing{}, map[place]knowing{} // looked up only
	for i := 0; i < len(all); {
		var touched []place
		frame := all[i].frame
		for ; i < len(all) && all[i].frame == frame; i++ {
			p := place{all[i].lane, all[i].key}
			if now[p] == nil {
				now[p] = &knowing{}
			}
			all[i].how(now[p])
			if !slices.Contains(touched, p) {
				touched = append(touched, p)
			}
		}
		for _, p := range touched {
			k := *now[p]
			k.sealer, k.opener = "", ""
			if told[p] != k {
				told[p] = k
				c.row(frame, p, &k)
			}
		}
	}
}

func (c *camera) row(frame int, p place, k *knowing) {
	x := &c.f.Knowings
	x.Frame = append(x.Frame, frame)
	x.Lane = append(x.Lane, p.lane)
	x.Key = append(x.Key, p.key)
	x.Revision = append(x.Revision, k.revision)
	x.Phase = append(x.Phase, c.text(k.phase))
	x.Fence = append(x.Fence, k.fence)
	x.Owns = append(x.Owns, k.owns)
	x.Seals = append(x.Seals, k.seals)
	x.Opens = append(x.Opens, c.text(k.opens))
}

// restarts are the ends and beginnings of processes: what was in memory is gone.
func (c *camera) restarts() (all []change) {
	for i := range c.trace {
		e := &c.trace[i]
		if e.What != deploy.Crashed && (e.What != deploy.Started || e.At == 0) {
			continue
		}
		for key := range c.f.Keys {
			all = append(all, change{int(e.ID), c.laneOf(e.Actor), key, false, func(k *knowing) { *k = knowing{} }})
		}
	}
	return all
}

// from is the first frame that is not before a time; 0: there is none.
func (c *camera) from(at time.Duration) int {
	i := sort.Search(c.f.Len(), func(i int) bool { return c.f.Frames.At[i] >= int64(at) })
	if i == c.f.Len() {
		return 0
	}
	return c.f.First + i
}

// reads are the records that processes were told of by the answers that reached them.
func (c *camera) reads() (all []change) {
	records := map[string]int{} // key, by where its record is; looked up only
	for i := range c.p.Views {
		if v := &c.p.Views[i]; v.RecordWritten {
			records[v.Object] = c.keys[v.Key]
		}
	}
	heard := map[*checker.Fact]int{} // looked up only
	for n, f := range c.letters {
		if f != nil {
			heard[f] = c.f.Messages.Heard[n]
		}
	}
	for i := range c.p.Facts {
		f := &c.p.Facts[i]
		a, is := f.What.(*checker.Asked)
		if !is || f.Received == 0 {
			continue
		}
		frame := heard[f]
		if frame == 0 || c.f.Frames.At[frame-c.f.First] != int64(f.Received) {
			frame = c.from(f.Received) // the asker thought about it, or another process of it went on
		}
		if frame == 0 {
			continue
		}
		lane := c.laneOf(f.Actor)
		learn := func(key int, revision int64) {
			v := c.viewAt(c.f.Keys[key], revision, f.At)
			if v == nil {
				return
			}
			self := f.Actor
			all = append(all, change{frame, lane, key, true, func(k *knowing) {
				k.revision, k.phase, k.fence, k.owns = v.Revision, v.Phase, v.Fence, v.Owner == self
			}})
		}
		for _, s := range a.Reads {
			if key, is := records[s.Object]; is {
				learn(key, s.Mod)
			}
		}
		for _, key := range c.news(f, a, records) {
			learn(key, f.Revision)
		}
	}
	return all
}

// news are the keys whose record a process has written with a request, or was told of by its
// answer.
func (c *camera) news(f *checker.Fact, a *checker.Asked, records map[string]int) (keys []int) {
	switch {
	case a.Reply != checker.Done || f.Revision == 0:
	case a.Verb == string(engine.VerbAwait):
		for i, key := range c.f.Keys {
			if v := c.facts.views[viewed{stood{f.Revision, f.At}, key}]; v != nil && v.RecordWritten {
				keys = append(keys, i)
			}
		}
	default:
		for _, put := range a.Puts {
			if key, is := records[put]; is {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// viewAt is the record of a key that a revision wrote, as it stood at some time.
func (c *camera) viewAt(key string, revision int64, at time.Duration) (found *checker.View) {
	for i := range c.p.Views {
		if v := &c.p.Views[i]; v.Key == key && v.RecordWritten && v.Revision == revision && v.At <= at {
			found = v
		}
	}
	return found
}

// rights are the stamps of nodes, as the store has them.
func (c *camera) rights() (all []change) {
	type holder struct {
		key, lane int
		sealing   bool
		from      int64
	}
	begins := map[holder]bool{} // looked up only
	for i := range c.f.Stamps {
		s := &c.f.Stamps[i]
		begins[holder{c.keys[s.Key], s.Lane, s.Sealing, s.From}] = true
	}
	for i := range c.f.Stamps {
		s := &c.f.Stamps[i]
		key := c.keys[s.Key]
		frame := s.Frame
		if frame == 0 {
			frame = c.from(durationOf(s.From))
		}
		if frame == 0 {
			continue
		}
		all = append(all, change{frame, s.Lane, key, true, func(k *knowing) { k.gets(s) }})
		end := c.from(durationOf(s.To))
		if end == 0 || s.To >= c.f.Run.End || begins[holder{key, s.Lane, s.Sealing, s.To}] {
			continue
		}
		all = append(all, change{end, s.Lane, key, false, func(k *knowing) { k.loses(s) }})
	}
	return all
}

func (k *knowing) gets(s *film.StampMark) {
	if s.Sealing {
		k.seals, k.sealer = s.Seal, s.Self
		return
	}
	var opens []uint32
	for _, n := range s.Opens {
		opens = append(opens, uint32(n))
	}
	k.opens, k.opener = numbers(opens), s.Self
}

func (k *knowing) loses(s *film.StampMark) {
	switch {
	case s.Sealing && k.sealer == s.Self:
		k.seals = 0
	case !s.Sealing && k.opener == s.Self:
		k.opens = ""
	}
}
