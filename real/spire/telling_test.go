package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spiffe/spire/proto/private/server/journal"
	"google.golang.org/protobuf/proto"

	"pawl/checker"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// Which defect a day shows is told by what its history has of the version that others could not
// verify: who asked for it, whether what signed before it made way, and what stood in the
// journal when its server looked there. Where that fits none of the defects, or more than one, it
// is not told.

// A telling is the history of a day, in the order of its facts.
type telling struct {
	*checker.Past
	numbers map[string]numbered // by authority id
}

// tellingOf reads the numbers of authorities off a day.
func tellingOf(o *scenarios.Outcome) *telling {
	t := &telling{Past: o.Past, numbers: map[string]numbered{}}
	for i := range t.Facts {
		if w, is := t.Facts[i].What.(*checker.Wrote); is && strings.HasPrefix(w.Object, authorityAt) {
			var n numbered
			_ = json.Unmarshal(w.Value, &n)
			t.numbers[strings.TrimPrefix(w.Object, authorityAt)] = n
		}
	}
	return t
}

// told are the defects that a day shows, each once.
func told(o *scenarios.Outcome) (names []string) {
	t := tellingOf(o)
	if t.back() {
		names = append(names, wentBack)
	}
	for _, s := range t.early() {
		if name := t.cause(s); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// back says that a server has signed by an older authority again, after a restart.
func (t *telling) back() bool {
	newest := map[string]*checker.Seal{}
	for i := range t.Seals {
		s := &t.Seals[i]
		if n := newest[s.Key]; n == nil || s.Version > n.Version {
			newest[s.Key] = s
		} else if s.Version < n.Version && s.Emitted > n.Emitted && s.Incarnation != n.Incarnation {
			return true
		}
	}
	return false
}

// early are the first seals of the versions that somebody did not know and had to, having looked
// before they were published. Who has looked later, and does not know one, is not told of.
func (t *telling) early() (all []*checker.Seal) {
	for i := range t.Opens {
		o := &t.Opens[i]
		if o.Answer != checker.UnknownKey || o.Relying && o.Emitted-o.Asked > t.Policy.PublishLead {
			continue
		}
		at := slices.IndexFunc(t.Seals, func(s checker.Seal) bool { return s.ID == o.Seal })
		if at < 0 {
			continue
		}
		looked := o.Emitted
		if o.Relying {
			looked = o.Asked
		}
		first := t.first(t.Seals[at].Key, t.Seals[at].Version)
		if looked <= t.published(first) && !slices.Contains(all, first) {
			all = append(all, first)
		}
	}
	return all
}

// published is when a version was.
func (t *telling) published(s *checker.Seal) time.Duration {
	for i := range t.Facts {
		f := &t.Facts[i]
		if w, is := f.What.(*checker.Wrote); is && strings.HasPrefix(w.Object, authorityAt) {
			if n := t.numbers[strings.TrimPrefix(w.Object, authorityAt)]; n.Key == s.Key && n.Version == s.Version {
				return f.At
			}
		}
	}
	return 0
}

// first is the first seal of a version.
func (t *telling) first(key string, version uint32) (first *checker.Seal) {
	for i := range t.Seals {
		if s := &t.Seals[i]; s.Key == key && s.Version == version && (first == nil || s.Emitted < first.Emitted) {
			first = s
		}
	}
	return first
}

// Defects, by name.
const (
	unsavedX509  = "journal write fails at preparation"
	unsavedJWT   = "journal write fails at preparation, JWT"
	secondRow    = "reply to the journal's creation lost"
	orphaned     = "crash between two writes after a start in the activation window"
	preparedOver = "prepared again shortly before the activation"
	wasAway      = "away across preparation and activation"
	withoutKeys  = "a server that has no keys signs at once"
	upstreamAway = "the upstream authority away across preparation and activation"
	wentBack     = "an activation that is not in the journal is undone by a restart"
)

// cause is the defect behind a version that signed too early; empty: it is not told.
func (t *telling) cause(s *checker.Seal) string {
	made, ok := t.mint(s)
	before := t.before(s)
	switch {
	case !ok:
		return ""
	case t.unheard(s):
		return upstreamAway
	case before == nil || t.wiped(s.Node, before.Emitted, made.Sent):
		return withoutKeys
	case t.demanded(s, made):
		return preparedOver
	}
	return t.journal(s, before, made)
}

// unheard says that a server, which was up all the time, has heard nothing of the upstream authority
// for long, and again shortly before a version signed.
func (t *telling) unheard(s *checker.Seal) bool {
	const long, shortly = 45 * time.Minute, time.Hour
	last := time.Duration(0)
	for i := range t.Asks {
		a := &t.Asks[i]
		if a.Verb != "push" || !strings.HasPrefix(a.To, "node/"+upstreamPool) || a.By != s.Incarnation || a.Received == 0 || a.Sent > s.Emitted {
			continue
		}
		if last > 0 && a.Sent-last >= long && s.Emitted-a.Sent <= shortly {
			return true
		}
		last = a.Sent
	}
	return false
}

// mint is the request by which a version was made.
func (t *telling) mint(s *checker.Seal) (made checker.Fact, found bool) {
	for _, f := range t.Facts {
		if a, is := f.What.(*checker.Asked); is && a.Op != "" && a.Step == "mint" && f.Key == s.Key && a.Version == s.Version {
			return f, true
		}
	}
	return made, false
}

// before is the last seal of what signed before, on the same server.
func (t *telling) before(s *checker.Seal) (last *checker.Seal) {
	for i := range t.Seals {
		if x := &t.Seals[i]; x.Key == s.Key && x.Version != s.Version && x.Emitted < s.Emitted && (last == nil || x.Emitted > last.Emitted) {
			last = x
		}
	}
	return last
}

// wiped says that another disk, with no keys on it, came to be in a server.
func (t *telling) wiped(node string, from, to time.Duration) bool {
	return slices.ContainsFunc(t.Facts, func(f checker.Fact) bool {
		d, is := f.What.(*checker.OnDisk)
		return is && d.Did == checker.DiskWipe && deploy.MachineOf(f.Actor) == node && f.At >= from && f.At <= to
	})
}

// demanded says that an operator had a version made: his call was at the server, and not yet
// answered, when it was.
func (t *telling) demanded(s *checker.Seal, made checker.Fact) bool {
	const longest = time.Minute // of a call that was never answered
	return slices.ContainsFunc(t.Asks, func(a checker.Ask) bool {
		return a.Verb == "push" && a.Version == 0 && a.Key == s.Key && a.To == s.Node && a.Arrived > 0 && a.Arrived <= made.Sent &&
			(a.Received >= made.Sent || a.Received == 0 && made.Sent-a.Arrived <= longest)
	})
}

// madeWay is the row of the journal in which the start that made a version wrote that another
// makes way for it; 0: none does.
func (t *telling) madeWay(s *checker.Seal, made checker.Fact) (id uint) {
	for _, a := range t.Asks {
		if a.Step == "drain" && a.Key == s.Key && a.By == made.Actor && a.Sent >= made.Sent && a.Sent <= s.Emitted {
			_, _ = fmt.Sscanf(a.Puts[0], journalsAt+"%d", &id)
		}
	}
	return id
}

// A journalRow is a row of the database with a server's journal, as it stood at some time.
type journalRow struct {
	row
	maker string        // the start of the server that made it
	last  time.Duration // when it was written
	has   []numbered    // authorities
}

// journals are the rows of a server as they stood before the start that made a version.
func (t *telling) journals(node string, made checker.Fact) (all []*journalRow) {
	for i := range t.Facts {
		f := &t.Facts[i]
		w, is := f.What.(*checker.Wrote)
		if !is || !strings.HasPrefix(w.Object, journalsAt) || f.At >= made.Sent || f.Actor == made.Actor || deploy.MachineOf(f.Actor) != node {
			continue
		}
		var now row
		_ = json.Unmarshal(w.Value, &now)
		at := slices.IndexFunc(all, func(r *journalRow) bool { return r.ID == now.ID })
		if at < 0 {
			at, all = len(all), append(all, &journalRow{maker: f.Actor})
		}
		all[at].row, all[at].has, all[at].last = now, t.authorities(now.Data), f.At
	}
	return all
}

// authorities are those in a journal.
func (t *telling) authorities(data []byte) (all []numbered) {
	entries := new(journal.Entries)
	_ = proto.Unmarshal(data, entries)
	for _, e := range entries.X509CAs {
		all = append(all, t.numbers[e.AuthorityId])
	}
	for _, e := range entries.JwtKeys {
		all = append(all, t.numbers[e.AuthorityId])
	}
	return all
}

// twice says that one start has made two rows: it had not heard of the first.
func twice(all []*journalRow) bool {
	for i := range all {
		if i > 0 && all[i].maker == all[i-1].maker {
			return true
		}
	}
	return false
}

// stale says that a server had written another row since it wrote one.
func stale(all []*journalRow, id uint) bool {
	at := slices.IndexFunc(all, func(r *journalRow) bool { return r.ID == id })
	return at >= 0 && slices.ContainsFunc(all, func(r *journalRow) bool { return r.last > all[at].last })
}

// journal tells what was wrong with the journal when a server started, and did not go on from
// what had signed until then; or that nothing was, and it was late.
func (t *telling) journal(s, before *checker.Seal, made checker.Fact) (name string) {
	all := t.journals(s.Node, made)
	way := t.madeWay(s, made)
	in := func(key string, version uint32, of uint) bool { // any row: 0
		return slices.ContainsFunc(all, func(r *journalRow) bool {
			return (of == 0 || r.ID == of) && slices.ContainsFunc(r.has, func(n numbered) bool { return n.Key == key && n.Version == version })
		})
	}
	_, pool := kindOf(s.Key)
	x509 := keyOf(x509Kind, pool)
	signed := t.signedLast(x509, made.Sent)
	lost := signed != nil && !in(x509, signed.Version, 0) // and with it all that stands in the journal, which is found by it
	fits := 0
	is := func(called string, so bool) {
		if so {
			name, fits = called, fits+1
		}
	}
	late := way != 0 && in(s.Key, before.Version, way) && !stale(all, way)
	is(wasAway, late)
	is(secondRow, !late && twice(all))
	is(orphaned, !late && len(all) > 0 && all[len(all)-1].Active == "")
	is(unsavedX509, !late && lost)
	is(unsavedJWT, !late && !lost && s.Key != x509 && !in(s.Key, before.Version, 0))
	if fits != 1 {
		return ""
	}
	return name
}

// signedLast is the last seal of a key before some time.
func (t *telling) signedLast(key string, at time.Duration) (last *checker.Seal) {
	for i := range t.Seals {
		if x := &t.Seals[i]; x.Key == key && x.Emitted < at && (last == nil || x.Emitted > last.Emitted) {
			last = x
		}
	}
	return last
}
