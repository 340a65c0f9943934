package follow

import (
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim/deploy"
)

// Unseen is what a store does not show.
var Unseen = []checker.Sense{checker.Clients, checker.Requests, checker.Ports, checker.KeyService, checker.Pager, checker.Disks,
	checker.Troubles, checker.Leases, checker.Pools, checker.Hands, checker.Rewinds, checker.Others, checker.Beginnings}

// A Revision is what one revision of the store has changed.
type Revision struct {
	N       int64
	At      time.Duration // it was told: it took effect no later
	Past    bool          // it was there before anybody looked: when it came is not known
	Changes []Change
}

// A Change is one key of the store as a revision left it; Mod 0 for a deletion.
type Change struct {
	KV     engine.KV
	Before []byte // what was there; nil: nothing, or it is not known
}

// A Follower judges what a store shows, revision by revision. It asks nobody for the time:
// it is told of it, as time since a moment that is before all that is judged.
type Follower struct {
	engine  string
	view    engine.View
	policy  checker.Policy
	offers  checker.Offers
	most    int // facts of a key that are judged together
	windows map[string]*window
	keys    []string // of windows, in their order
	desk    checker.Desk

	last    int64         // revision that was told
	at      time.Duration // when
	pulses  []pulse       // that were answered, and of which more may follow
	proved  time.Duration // the state of the last revision stood then, or later
	account Account
}

// A pulse is a read that was sent at some time and found the store at a revision.
type pulse struct {
	sent     time.Duration
	revision int64
}

// usual is how many facts of a key are judged together, where stamps are few.
const usual = 4096

// New is a follower of deployments of an engine under a policy.
func New(e *engine.Engine, p engine.Policy) *Follower {
	return &Follower{engine: e.Name, view: e.View, policy: checker.Policy(p), offers: deploy.Offers(e.View), most: usual, windows: map[string]*window{},
		account: Account{clauses: map[[2]string]checker.Count{}}}
}

// ever is the earliest moment of what may have come at any time before it was told.
const ever = 1

// Begin takes what the store holds at a revision, as it was found at some time. Whatever was
// followed until then is over: what came in between is not judged.
func (f *Follower) Begin(revision int64, held []engine.KV, at time.Duration) {
	f.last, f.at, f.proved, f.pulses = revision, max(at, f.at+1), ever, nil
	f.windows, f.keys = map[string]*window{}, nil
	slices.SortStableFunc(held, func(a, b engine.KV) int { return int(a.Mod - b.Mod) })
	for i := range held {
		key, says := deploy.Read(&f.view, &held[i])
		if w := f.windowOf(key, &says); w != nil {
			w.stand(fact(key, held[i].Mod, checker.Times{At: f.at}, &checker.Wrote{Object: held[i].Key, Value: bytesOf(&says, held[i].Value), Lease: int64(held[i].Lease), Says: says}))
		}
	}
	for _, key := range f.keys {
		f.windows[key].begin(revision, f.at)
	}
}

// windowOf is that of a key, which begins with the first that is understood of it.
func (f *Follower) windowOf(key string, says *checker.Says) *window {
	if w := f.windows[key]; w != nil || key == "" || !understood(says) {
		return w
	}
	w := newWindow(key)
	f.windows[key] = w
	f.keys = append(f.keys, key)
	slices.Sort(f.keys)
	return w
}

// understood says that a value means something that is judged here. What is kept for good is
// of clients, who are not seen.
func understood(s *checker.Says) bool {
	return s.Record != nil || s.Entry != nil || s.Stamp != nil || s.TurnedAway != nil
}

// Took takes the next revision that has changed anything.
func (f *Follower) Took(r Revision) (told []Transition) {
	early := f.floor(r.N)
	f.last, f.at = r.N, max(r.At, f.at+1)
	f.account.Revisions++
	times := checker.Times{Early: min(early, f.at), At: f.at}
	says := make([]checker.Says, len(r.Changes))
	keys := make([]string, len(r.Changes))
	var touched []string
	for i := range r.Changes {
		c := &r.Changes[i]
		if c.KV.Mod != 0 {
			keys[i], says[i] = deploy.Read(&f.view, &c.KV)
		}
		was := f.before(c)
		if keys[i] == "" || !understood(&says[i]) {
			keys[i] = was.key // what cannot be read is the loss of what was there
		}
		if w := f.windowOf(keys[i], &says[i]); w != nil && (understood(&says[i]) || was.key != "") {
			w.add(fact(keys[i], r.N, times, &checker.Wrote{Object: c.KV.Key, Value: bytesOf(&says[i], c.KV.Value), Deleted: c.KV.Mod == 0, Lease: int64(c.KV.Lease), Says: says[i], Was: was.loss}))
			if !slices.Contains(touched, keys[i]) {
				touched = append(touched, keys[i])
			}
		}
	}
	for _, key := range touched {
		for _, t := range f.windows[key].took(r.N) {
			t.Past = r.Past
			told = append(told, t)
		}
		f.account.Facts += f.windows[key].fresh
		f.windows[key].fresh = 0
	}
	f.advance()
	return told
}

// A lost is what stood where something else stands now.
type lost struct {
	key  string
	loss checker.Loss
}

// before is what a change is the loss of, by what stood there.
func (f *Follower) before(c *Change) (l lost) {
	if c.Before == nil {
		for _, key := range f.keys {
			if f.windows[key].stands[c.KV.Key] != nil {
				return lost{key: key}
			}
		}
		return l
	}
	key, says := deploy.Read(&f.view, &engine.KV{Key: c.KV.Key, Value: c.Before, Mod: 1})
	switch {
	case says.Record != nil:
		return lost{key, checker.RecordLoss}
	case says.Entry != nil:
		return lost{key, checker.EntryLoss}
	case says.Stamp != nil:
		return lost{key: key}
	}
	return l
}

// bytesOf are the bytes that are judged: those of entries, which are hashed.
func bytesOf(s *checker.Says, value []byte) []byte {
	if s.Entry == nil {
		return nil
	}
	return value
}

func fact(key string, revision int64, t checker.Times, w *checker.Wrote) checker.Fact {
	if understood(&w.Says) {
		w.Was = ""
	}
	return checker.Fact{Key: key, Revision: revision, Times: t, What: w}
}

// Pulse takes it that a read which was sent at some time found the store at a revision. What
// comes after that revision took effect after that time; and what stood at it, stood then.
func (f *Follower) Pulse(sent time.Duration, revision int64) {
	f.pulses = append(f.pulses, pulse{sent, revision})
	f.advance()
}

// Through takes it that all is told up to a revision, whether it was of anybody here or not.
func (f *Follower) Through(revision int64) {
	f.last = max(f.last, revision)
	f.advance()
}

// floor is the earliest moment of a revision that is told now.
func (f *Follower) floor(n int64) time.Duration {
	for len(f.pulses) > 0 && f.pulses[0].revision < n {
		f.proved = max(f.proved, f.pulses[0].sent)
		f.pulses = f.pulses[1:]
	}
	return f.proved
}

// advance proves that what was told up to now stood at the last pulse that saw no more.
func (f *Follower) advance() {
	for i := range f.pulses {
		if f.pulses[i].revision > f.last {
			break
		}
		f.proved = max(f.proved, f.pulses[i].sent)
	}
}

// Judge judges what has come since it was last judged, of each key of which that is worth it;
// at the end, of all.
func (f *Follower) Judge(end bool) (all []Discovery) {
	for _, key := range f.keys {
		w := f.windows[key]
		if end && w.judged < len(w.facts) || w.due() {
			all = append(all, f.judge(w)...)
		}
	}
	return all
}

// judge judges a window, and cuts it where it has become long.
func (f *Follower) judge(w *window) []Discovery {
	h := &checker.History{Engine: f.engine, Keys: []string{w.key}, Policy: f.policy, Offers: f.offers, Machines: w.machines(), CallTimeout: deploy.CallTimeout,
		End: max(f.proved, w.from), Facts: w.facts, Unseen: Unseen, Given: w.given}
	r := checker.Check(f.desk.Derive(h), checker.Options{Claimed: f.view.Claims})
	f.account.judged(w, &r)
	w.judged, w.worth = len(w.facts), false
	found, more := w.found(&r)
	for i := range found {
		found[i].History = h
	}
	switch {
	case len(r.Invalid) > 0:
		f.gap(w.key, "what the store shows contradicts itself, and was not judged: "+r.Invalid[0])
		w.cut(f.last)
	case more > 0:
		f.gap(w.key, "more was violated than is told of at a time; what follows is judged anew")
		w.cut(f.last)
	case len(w.facts) < f.limit(w)/2:
	case w.rests():
		f.account.Cuts++
		w.cut(f.last)
	case len(w.facts) >= f.limit(w):
		f.gap(w.key, "it came to no rest for as many facts as are judged together; what spans this moment is not judged")
		w.cut(f.last)
	}
	f.account.found(found)
	return found
}

// limit is how many facts of a key are judged together: more than it has to begin with, so that
// each cut costs a share of what came since the last one.
func (f *Follower) limit(w *window) int { return max(f.most, 4*len(w.stands)) }

// Full says that a key has more to judge than is to be put off.
func (f *Follower) Full() bool {
	for _, key := range f.keys {
		if w := f.windows[key]; len(w.facts)-w.judged >= f.limit(w)/4 {
			return true
		}
	}
	return false
}

// gap notes what is not judged.
func (f *Follower) gap(key, why string) {
	why = key + ": " + why
	f.account.gap(why)
	f.account.fresh = append(f.account.fresh, why)
}

// Gap takes it that something was missed.
func (f *Follower) Gap(why string) { f.account.gap(why) }

// Account is what has come of it so far.
func (f *Follower) Account() *Account { return &f.account }
