package checker

import "time"

// Whose policy counts where a fleet has two: each case stands beside one that differs from it
// in nothing but that, and has the other verdict. v1 is made by setup, under the first policy;
// w2 and n2 have the other one.

// promising has the active version be made by somebody, under another policy or not.
func (b *builder) promising(by string, change func(p *Policy)) {
	b.another(change)
	b.rotate(by, "d2")
	b.traffic(2)
}

// forgotten has a node not know the text that was sealed last, some time later.
func (b *builder) forgotten(after time.Duration) {
	b.stay(after)
	b.reopen("n1", len(b.h.Seals)-1)
	b.h.Opens[len(b.h.Opens)-1].Answer = UnknownKey
}

// unheardOf has a relying party not know it, by a view of an age.
func (b *builder) unheardOf(age time.Duration) {
	b.relies(UnknownKey, age)
	s, o := &b.h.Seals[len(b.h.Seals)-1], &b.h.Opens[len(b.h.Opens)-1]
	o.Seal, o.Version = s.ID, s.Version
}

// outliving has what is sealed last be sealed so long before its version ends.
func (b *builder) outliving(left time.Duration) {
	b.seal("n1")
	b.ends(b.rec.Active, b.lastSealed()+left)
}

// stillOpens has a relying party open what is under the version before the active one, some
// time after that was revoked.
func (b *builder) stillOpens(after time.Duration) {
	seal := len(b.h.Seals) - 1
	n := b.h.Seals[seal].Version
	b.rotate("w1#1", "d9")
	b.retire("w1#1", n)
	b.pass(after)
	b.reopen("n1", seal)
	b.h.Opens[len(b.h.Opens)-1].Answer = UnknownKey // so that there is something to judge
	b.relies(Right, ms)
	s, o := &b.h.Seals[seal], &b.h.Opens[len(b.h.Opens)-1]
	o.Seal, o.Version = s.ID, s.Version
}

// attempts has somebody start the window's rotation for the how many-th time.
func (b *builder) attempts(by string, n int, change func(p *Policy)) {
	b.another(change)
	b.admit(by, "d2", n)
}

// spends has somebody halt for want of attempts after so many.
func (b *builder) spends(by string, made int, change func(p *Policy)) {
	b.another(change)
	b.h.Offers.Deadlines = []Deadline{{"attempts", []string{mayHalt}, AttemptsTerm}}
	b.admit("w1#1", "d2", 1)
	b.acquire(by)
	for range made {
		b.pass(10 * ms)
		b.asks(by, Asked{Verb: "mint", To: "keys", Op: "mint-2", Version: 2, Reply: NoReply})
	}
	b.halts(by, "deadline:attempts")
}

// undrainsLate has sealing be given back some time after it was taken away by w1.
func (b *builder) undrainsLate(by string, after time.Duration) {
	b.shorter()
	b.begin()
	b.publish("w1#1")
	b.drain("w1#1")
	if by != "w1#1" {
		b.acquire(by)
	}
	b.pass(after)
	b.write(by, "UNDRAINED", "deadline:drain", func(v *View) { v.Phase = Published; raise(v) })
}

// turnOf has somebody let another pool in, of which each has one node.
func turnOf(by string, change func(p *Policy)) func(b *builder) {
	return func(b *builder) {
		*b = *inPools("a", "b", "c")
		b.another(change)
		b.acquire(by)
		b.publish(by)
		b.letIn(by, "a", "b")
	}
}

// finishes has w1 allocate the next version, and somebody finish after a wait in place of the
// lead.
func (b *builder) finishes(by string, wait time.Duration, change func(p *Policy)) {
	b.another(change)
	b.begin()
	b.acquire(by)
	b.publish(by)
	b.hurries = true
	b.pass(wait)
	b.drain(by)
}

func lifetimeOf(d time.Duration) func(*Policy) { return func(p *Policy) { p.Lifetime = d } }
func leadOf(d time.Duration) func(*Policy)     { return func(p *Policy) { p.PublishLead = d } }
func attemptsOf(n int) func(*Policy)           { return func(p *Policy) { p.Attempts = n } }
func poolStampsOf(n int) func(*Policy)         { return func(p *Policy) { p.PoolStamps = n } }

var whosePolicy = []liveCase{
	{"a text is not known while the version's maker promised more", "S5", "known", func(b *builder) { b.promising("w1#1", lifetimeOf(60*sec)); b.forgotten(61 * sec) }},
	{"a text is not known when what its version's maker promised is over", "S5", "", func(b *builder) { b.promising("w2#1", lifetimeOf(60*sec)); b.forgotten(61 * sec) }},
	{"a text is not known for longer than the first policy has", "S5", "", func(b *builder) { b.promising("w1#1", lifetimeOf(1200*sec)); b.forgotten(601 * sec) }},
	{"a text is not known for as long as the first policy has", "S5", "known", func(b *builder) { b.promising("w2#1", lifetimeOf(1200*sec)); b.forgotten(601 * sec) }},
	{"an engine that keeps no promises has only the shorter of two", "S5", "", func(b *builder) {
		b.h.Offers.Promises = false
		b.promising("w2#1", lifetimeOf(1200*sec))
		b.forgotten(601 * sec)
	}},
	{"a view is older than the lead that its version's maker promised", "S5", "", func(b *builder) { b.promising("w1#1", leadOf(5*sec)); b.traffic(1); b.unheardOf(3 * sec) }},
	{"a view is younger than the lead that its version's maker promised", "S5", "known", func(b *builder) { b.promising("w2#1", leadOf(5*sec)); b.traffic(1); b.unheardOf(3 * sec) }},
	{"an engine that keeps no promises owes views the shorter of two leads", "S5", "", func(b *builder) {
		b.h.Offers.Promises = false
		b.promising("w1#1", leadOf(500*ms))
		b.traffic(1)
		b.unheardOf(700 * ms)
	}},
	{"what is sealed outlives a version that was promised more", "S5", "outlives", func(b *builder) { b.promising("w1#1", lifetimeOf(60*sec)); b.outliving(61 * sec) }},
	{"what is sealed is over before a version that was promised less", "S5", "", func(b *builder) { b.promising("w2#1", lifetimeOf(60*sec)); b.outliving(61 * sec) }},
	{"a node seals by its own policy under a version that was promised more", "S5", "outlives", func(b *builder) {
		b.promising("w1#1", lifetimeOf(60*sec))
		b.outliving(61 * sec)
		s := &b.h.Seals[len(b.h.Seals)-1]
		s.Node, s.Incarnation = "n2", "n2#1"
	}},

	{"an owner lets a pool in by fewer nodes than its own policy has", "S9", "turns", turnOf("w2#1", poolStampsOf(2))},
	{"an owner lets a pool in by fewer nodes than another's has", "S9", "", turnOf("w1#1", poolStampsOf(2))},
	{"an owner waits as long as was promised, and its own policy has more", "S9", "lead", func(b *builder) { b.finishes("w2#1", sec, leadOf(4*sec)) }},
	{"an owner waits as long as its own policy has, and more was not promised", "S9", "", func(b *builder) { b.finishes("w2#1", 4*sec, leadOf(4*sec)) }},
	{"an owner waits as long as was promised, and another's policy has more", "S9", "", func(b *builder) { b.finishes("w1#1", sec, leadOf(4*sec)) }},

	{"an owner has made as many attempts as another's policy has", "S13", "deadline", func(b *builder) { b.spends("w1#1", 2, attemptsOf(2)) }},
	{"an owner has made as many attempts as its own policy has", "S13", "", func(b *builder) { b.spends("w2#1", 2, attemptsOf(2)) }},
	{"an owner that may make more attempts has made as many as another's has", "S13", "deadline", func(b *builder) { b.spends("w2#1", 3, attemptsOf(5)) }},
	{"an owner has made as many attempts as the first policy has", "S13", "", func(b *builder) { b.spends("w1#1", 3, attemptsOf(5)) }},
	{"sealing is given back by a deadline that is another's", "S13", "deadline", func(b *builder) { b.undrainsLate("w1#1", 4*sec) }},
	{"sealing is given back by a shorter deadline of its own", "S13", "", func(b *builder) { b.undrainsLate("w2#1", 4*sec) }},
	{"a lifetime that was promised to be shorter has passed", "S13", "", func(b *builder) {
		b.promising("w2#1", lifetimeOf(60*sec))
		b.rotate("w1#1", "d3")
		b.retires(61 * sec)
	}},
	{"a lifetime that was promised to be longer has not passed, and nor has the first", "S13", "deadline", func(b *builder) {
		b.promising("w2#1", lifetimeOf(1200*sec))
		b.rotate("w1#1", "d3")
		b.retires(601 * sec)
	}},

	{"a relying party opens what is revoked, after the lead that was promised", "S14", "relying", func(b *builder) {
		b.promising("w1#1", leadOf(5*sec))
		b.stillOpens(3 * sec)
	}},
	{"a relying party opens what is revoked, within the lead that was promised", "S14", "", func(b *builder) {
		b.promising("w2#1", leadOf(5*sec))
		b.stillOpens(3 * sec)
	}},
	{"a relying party opens what is revoked after a shorter lead that was promised", "S14", "relying", func(b *builder) {
		b.h.Policy.PublishLead = 4 * sec
		b.promising("w2#1", leadOf(sec))
		b.stillOpens(3 * sec)
	}},

	{"more attempts than its own policy has are started", "S18", "attempts", func(b *builder) { b.attempts("w1#1", 4, attemptsOf(5)) }},
	{"more attempts than another's policy has are started", "S18", "", func(b *builder) { b.attempts("w2#1", 4, attemptsOf(5)) }},
	{"more attempts than a new policy of its own has are started", "S18", "attempts", func(b *builder) { b.attempts("w2#1", 3, attemptsOf(2)) }},
	{"more attempts than a new policy of another's has are started", "S18", "", func(b *builder) { b.attempts("w1#1", 3, attemptsOf(2)) }},
}
