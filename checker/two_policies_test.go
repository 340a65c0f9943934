package checker

import "time"

// another gives the second worker and the second node another policy, from their start.
func (b *builder) another(change func(p *Policy)) {
	p := b.h.Policy
	change(&p)
	b.h.NewPolicy = &p
	b.h.renewed = map[string]bool{"w2#1": true, "n2#1": true}
}

// shorter promises less under the new policy, and gives up sooner.
func (b *builder) shorter() {
	b.another(func(p *Policy) {
		p.Lifetime, p.PublishLead, p.PublishDeadline, p.DrainDeadline = 60*sec, 0, 3*sec, 3*sec
	})
}

// takes has one worker allocate the next version, and another finish without a lead.
func (b *builder) takes(begins, finishes string) {
	b.shorter()
	b.admit(begins, "d2", 1)
	b.acquire(finishes)
	b.publish(finishes)
	b.hurries = true
	b.drain(finishes)
}

// retires has w2 retire the version before the active one some time after the commit.
func (b *builder) retires(after time.Duration) {
	n := b.rec.Active - 1
	b.stay(after)
	b.write("w2#1", name(n)+" "+Retiring, "deadline:lifetime", func(v *View) {
		for i := range v.Versions {
			if v.Versions[i].N == n {
				v.Versions[i].State = Retiring
			}
		}
		raise(v)
	})
	b.stampAll()
}

// givesUp has a rotation of w1's be aborted by another owner some time after it was published.
func (b *builder) givesUp(by string, after time.Duration) {
	b.shorter()
	b.admit("w1#1", "d2", 1)
	b.acquire(by)
	b.publish(by)
	b.pass(after)
	b.write(by, "ABORTING", "deadline:publish", func(v *View) { v.Phase = Aborting; raise(v) })
}

// tells has somebody told of the version that is active at an age.
func (b *builder) tells(by string, age time.Duration) {
	b.another(func(p *Policy) { p.Due = 50 * sec })
	b.due(-1)
	from := reigns(b.h.Views)
	at := from[len(from)-1].from + age
	b.h.Pages = []Page{{Key: "k", By: by, At: at, Sent: at, Paged: Paged{Notice: true, Due: true}}}
	b.stay(300 * sec)
}

var twoPolicies = []liveCase{
	{"a version that was promised more is retired by a shorter policy", "S12", "lifetime", func(b *builder) { b.shorter(); b.retires(61 * sec) }},
	{"a deadline that was promised to be longer has not passed", "S13", "deadline", func(b *builder) { b.shorter(); b.retires(61 * sec) }},
	{"a version that was promised more is closed by a shorter policy", "S3", "stamps", func(b *builder) { b.shorter(); b.retires(61 * sec) }},
	{"a version that was promised more is retired when that is over", "S12", "", func(b *builder) { b.shorter(); b.retires(601 * sec) }},
	{"a version that was promised less is retired when that is over", "S12", "", func(b *builder) {
		b.shorter()
		b.rotate("w2#1", "d2")
		b.traffic(2)
		b.rotate("w1#1", "d3")
		b.retires(61 * sec)
	}},
	{"a version that was promised less is retired before that is over", "S12", "lifetime", func(b *builder) {
		b.shorter()
		b.rotate("w2#1", "d2")
		b.traffic(2)
		b.rotate("w1#1", "d3")
		b.retires(50 * sec)
	}},
	{"an engine that keeps no promises retires by the shorter policy", "S12", "", func(b *builder) {
		b.h.Offers.Promises = false
		b.shorter()
		b.retires(61 * sec)
	}},
	{"a lead that was promised is cut by who takes over", "S9", "lead", func(b *builder) { b.takes("w1#1", "w2#1") }},
	{"no lead was promised, and who takes over does not wait for its own", "S9", "lead", func(b *builder) { b.takes("w2#1", "w1#1") }},
	{"no lead was promised, and none is waited for by whose policy has none", "S9", "", func(b *builder) { b.takes("w2#1", "w2#1") }},
	{"who takes over gives up by a shorter deadline of its own", "S13", "", func(b *builder) { b.givesUp("w2#1", 4*sec) }},
	{"an owner gives up by a deadline that is another's", "S13", "deadline", func(b *builder) { b.givesUp("w1#1", 4*sec) }},
	{"an owner gives up before any deadline", "S13", "deadline", func(b *builder) { b.givesUp("w2#1", 2*sec) }},
	{"a version is due sooner to who is told of it by", "L2", "", func(b *builder) { b.tells("w2#1", 51*sec) }},
	{"a version is due, and who says so goes by another's policy", "L2", "early", func(b *builder) { b.tells("w1#1", 51*sec) }},
	{"a version is due, and nobody says so for as long as either policy has", "L2", "told", func(b *builder) { b.tells("w2#1", 250*sec) }},
	{"who may try more often does", "L3", "", func(b *builder) {
		b.another(func(p *Policy) { p.Attempts = 6 })
		b.callsOf("w2#1", 6, sec, Rejected)
	}},
	{"who may try less often does as the other may", "L3", "attempts", func(b *builder) {
		b.another(func(p *Policy) { p.Attempts = 2 })
		b.callsOf("w2#1", 3, sec, Rejected)
	}},
	{"an owner gives sealing back as often as another may", "L3", "undrained", func(b *builder) {
		b.another(func(p *Policy) { p.Attempts = 6 })
		b.begin()
		b.undrains(4)
	}},
	{"a view that is older than the lead that was promised lacks what is owed", "S3", "", func(b *builder) {
		b.another(func(p *Policy) { p.PublishLead = 5 * sec })
		b.relies(UnknownKey, 3*sec)
		b.relies(Right, ms)
	}},
	{"a view lacks what was allocated under a longer lead", "S3", "relying", func(b *builder) {
		b.another(func(p *Policy) { p.PublishLead = 5 * sec })
		b.h.renewed["setup"] = true
		b.relies(UnknownKey, 3*sec)
	}},
	{"a pool has fewer nodes than the owner's policy demands", "S9", "pools", func(b *builder) {
		b.another(func(p *Policy) { p.PoolStamps = 3 })
		b.rotate("w2#1", "d2")
	}},
	{"a pool has fewer nodes than another's policy demands", "S9", "", func(b *builder) {
		b.another(func(p *Policy) { p.PoolStamps = 3 })
		b.h.Policy.PoolStamps = 1
		b.rotate("w1#1", "d2")
	}},
	{"an old version is destroyed in the longer of two bounds", "L1", "retires", func(b *builder) {
		b.another(func(p *Policy) { p.Lifetime = 1200 * sec })
		b.stay(2 * b.h.RetireBound())
	}},
	{"an old version stays for longer than the shorter of two bounds", "L1", "", func(b *builder) {
		b.another(func(p *Policy) { p.Lifetime = 6000 * sec })
		b.destroyOld()
	}},
}
