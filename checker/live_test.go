package checker

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// strike has a fault in force on a machine.
func (b *builder) strike(machine string, from, to time.Duration) {
	b.h.Faults = append(b.h.Faults, Fault{Kind: "crash", Injected: true, Bites: []time.Duration{from}, On: []string{machine}, From: from, To: to})
}

// lose has a fault lose one message, now.
func (b *builder) lose(from, to string) {
	b.h.Faults = append(b.h.Faults, Fault{Kind: "drop", Injected: true, Bites: []time.Duration{b.now}, Between: [][2]string{{from, to}},
		On: []string{from}, From: b.now, To: b.now})
}

var aHalt = Halt{Reason: "mint failed", Class: "recoverable", Playbook: "wait", Owner: "key-owner", Escalation: "on-call", DecryptionValid: true, ManualWorkSafe: true}

// halts stops the rotation where it is.
func (b *builder) halts(by, cause string) {
	b.write(by, "HALTED", cause, func(v *View) { v.From, v.Phase, v.Halt = v.Phase, Halted, aHalt })
}

// asksAgain has who has halted the key send one more write of the record, too late.
func (b *builder) asksAgain(phase Phase) {
	b.haltAlone()
	b.h.Pages = []Page{b.page(b.now)}
	b.asks("w1#1", Asked{Verb: "txn", To: "store", Puts: []string{b.rec.Object}, Reply: NotHeld, Would: &Record{Phase: phase}})
	b.stay(60 * sec)
}

// haltsFor halts for what was answered to an attempt, of some class, and tells somebody.
func (b *builder) haltsFor(r Reply, class string) {
	b.begun("d2", 1)
	b.strike("keys", b.now, b.now+20*ms)
	b.callsOf("w1#1", 1, ms, r)
	b.write("w1#1", "HALTED", "deadline:x", func(v *View) { v.From, v.Phase, v.Halt = v.Phase, Halted, aHalt; v.Halt.Class = class })
	b.h.Pages = []Page{b.page(b.now)}
	b.stay(60 * sec)
}

// page is one of the halt that stands.
func (b *builder) page(at time.Duration) Page {
	return Page{Key: "k", At: at, Paged: Paged{Halt: b.rec.Halt}}
}

// pagedTwice has a halt paged, and then by somebody again.
func (b *builder) pagedTwice(answered bool, again string) {
	b.haltAlone()
	b.h.Pages = nil
	for _, by := range []string{"w1#1", again} {
		b.asks(by, Asked{Verb: "page", To: "operator", Reply: Done})
		a := &b.h.Asks[len(b.h.Asks)-1]
		p := b.page(a.At)
		p.By, p.Ask, p.Sent = by, a.ID, a.Sent
		b.h.Pages = append(b.h.Pages, p)
		if !answered {
			a.Received = 0
		}
	}
}

// saying has a halt that says something, and, if there is traffic, a seal and an open in it.
func (b *builder) saying(what func(h *Halt), traffic bool) {
	b.haltAlone()
	what(&b.rec.Halt)
	b.h.Views[len(b.h.Views)-1].Halt = b.rec.Halt
	b.h.Pages = []Page{b.page(b.now)}
	if traffic {
		b.seal("n1")
		b.reopen("n1", len(b.h.Seals)-1)
	}
	b.stay(sec)
}

// stay lets time pass in which stamps are kept alive.
func (b *builder) stay(d time.Duration) {
	for end := b.now + d; b.now < end; {
		b.pass(min(b.h.Policy.SealLease/2, end-b.now))
		b.stampAll()
	}
}

// destroyOld takes v1 through its last states.
func (b *builder) destroyOld() {
	b.stay(b.h.Policy.Lifetime)
	for _, s := range []State{Retiring, Revoked, Destroyed} {
		b.write("w1#1", "v1 "+s, "deadline:x", func(v *View) {
			v.Versions[0].State = s
			if s == Retiring {
				raise(v)
			}
		})
		b.stampAll()
	}
}

// A liveCase is a run, and the clause of an invariant that is broken in it; empty: the run
// is lawful.
type liveCase struct {
	name, invariant, broken string
	do                      func(b *builder)
}

var liveCases = slices.Concat([]liveCase{
	{"a rotation takes 25 bounds", "L1", "settles", func(b *builder) { b.slowly(25*testSettleBound(), func(time.Duration) {}) }},
	{"a rotation takes the bound", "L1", "", func(b *builder) { b.slowly(testSettleBound()-3*sec, func(time.Duration) {}) }},
	{"one takes long while a node is down", "L1", "", func(b *builder) {
		b.slowly(3*testSettleBound(), func(from time.Duration) { b.strike("n1", from, b.now-sec) })
	}},
	{"one takes long after a node was down", "L1", "settles", func(b *builder) {
		b.slowly(3*testSettleBound(), func(from time.Duration) { b.strike("n1", from, from+sec) })
	}},
	{"one takes long while a client is down", "L1", "settles", func(b *builder) {
		b.slowly(3*testSettleBound(), func(from time.Duration) { b.strike("c1", from, b.now) })
	}},
	{"one takes long while a worker is down that never owned the key", "L1", "settles", func(b *builder) {
		b.slowly(3*testSettleBound(), func(from time.Duration) { b.strike("w3", from, b.now) })
	}},
	{"one takes long while a worker is down that owned the key before", "L1", "settles", func(b *builder) {
		b.acquire("w3#1")
		b.acquire("w1#1")
		b.slowly(3*testSettleBound(), func(from time.Duration) { b.strike("w3", from, b.now-sec) })
	}},
	{"one takes long while a worker is down that owns the key afterwards", "L1", "settles", func(b *builder) {
		b.slowly(3*testSettleBound(), func(from time.Duration) { b.strike("w3", from, b.now-sec) })
		b.acquire("w3#1")
	}},
	{"one takes long while a worker is down that owned the key meanwhile", "L1", "", func(b *builder) {
		b.begin()
		b.acquire("w3#1")
		b.publish("w3#1")
		from := b.now
		b.stay(3 * testSettleBound())
		b.strike("w3", from, b.now-sec)
		b.finishFrom("w1#1")
	}},
	{"one takes long while a worker is down that admitted it", "L1", "", func(b *builder) {
		b.admit("w3#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		from := b.now
		b.stay(3 * testSettleBound())
		b.strike("w3", from, b.now-sec)
		b.drain("w1#1")
		b.commit("w1#1")
	}},
	{"one takes long while nobody owns it and a worker is down", "L1", "", func(b *builder) {
		b.begin()
		b.write("w1#1", "GIVEN UP", b.cause(), func(v *View) { v.Owner, v.Fence = "", v.Fence+1 })
		from := b.now
		b.stay(3 * testSettleBound())
		b.strike("w3", from, b.now-sec)
		b.finish()
	}},
	{"one takes long when nobody owned it only until a worker was down", "L1", "settles", func(b *builder) {
		b.begin()
		b.write("w1#1", "GIVEN UP", b.cause(), func(v *View) { v.Owner, v.Fence = "", v.Fence+1 })
		b.acquire("w1#1")
		b.publish("w1#1")
		from := b.now
		b.stay(3 * testSettleBound())
		b.strike("w3", from+sec, b.now-sec)
		b.drain("w1#1")
		b.commit("w1#1")
	}},
	{"one takes long when nobody owned it until the very moment that a worker was down", "L1", "", func(b *builder) {
		b.begin()
		b.write("w1#1", "GIVEN UP", b.cause(), func(v *View) { v.Owner, v.Fence = "", v.Fence+1 })
		b.acquire("w1#1")
		from := b.now
		b.publish("w1#1")
		b.stay(3 * testSettleBound())
		b.strike("w3", from, b.now-sec)
		b.drain("w1#1")
		b.commit("w1#1")
	}},
	{"one takes long while all workers are down", "L1", "", func(b *builder) {
		b.slowly(3*testSettleBound(), func(from time.Duration) {
			b.strike("w1", from, from+sec)
			b.strike("w3", from+sec, b.now-sec)
		})
	}},
	{"one takes long while it is halted for an operator", "L1", "", func(b *builder) {
		b.begin()
		b.halts("w1#1", "operator:"+b.act("halt"))
		b.h.Pages = append(b.h.Pages, b.page(b.now))
		b.stay(10 * testSettleBound())
		b.resume("w2#1")
		b.finish()
	}},
	{"one is resumed for an operator and takes long", "L1", "settles", func(b *builder) {
		b.begin()
		b.halts("w1#1", "operator:"+b.act("halt"))
		b.resume("w2#1")
		b.stay(2 * testSettleBound())
		b.finish()
	}},
	{"a halt for a fault long before, and a long way on", "L1", "", func(b *builder) {
		b.begin()
		b.strike("keys", b.now, b.now)
		b.publish("w1#1")
		b.stay(testSettleBound() * 2 / 3)
		b.halts("w1#1", "deadline:attempts")
		b.h.Pages = append(b.h.Pages, b.page(b.now))
		b.resume("w2#1")
		b.acquire("w1#1")
		b.stay(testSettleBound() * 2 / 3)
		b.drain("w1#1")
		b.commit("w1#1")
	}},
	{"halts and resumes without an end", "L1", "settles", func(b *builder) { b.begin(); b.livelock() }},
	{"halts and resumes without an end", "L1", "cause", func(b *builder) { b.begin(); b.livelock() }},
	{"halts and resumes without an end, after one fault", "L1", "cause", func(b *builder) {
		b.begin()
		b.strike("keys", b.now, b.now)
		b.livelock()
	}},
	{"a halt for a fault, and a resume to rest", "L1", "", func(b *builder) {
		b.begin()
		b.strike("keys", b.now, b.now+sec)
		b.halts("w1#1", "deadline:attempts")
		b.stay(sec)
		b.resume("w2#1")
		b.finish()
	}},
	{"a rotation is dropped for IDLE", "L1", "ends", func(b *builder) {
		b.begin()
		b.write("w1#1", "IDLE", b.cause(), func(v *View) { v.Phase = Idle; raise(v) })
	}},
	{"a rotation is dropped for IDLE, and no fault bit", "L1", "commits", func(b *builder) {
		b.begin()
		b.write("w1#1", "IDLE", b.cause(), func(v *View) { v.Phase = Idle; raise(v) })
		b.stay(2 * testSettleBound())
	}},
	{"a rotation is dropped for another", "L1", "ends", func(b *builder) {
		b.begin()
		b.strike("keys", b.now, b.now)
		b.rotate("w1#1", "d3")
	}},
	{"a rotation follows one that has just committed", "L1", "", func(b *builder) { b.begin(); b.finish(); b.rotate("w1#1", "d3") }},
	{"an abort after a message of a client was lost", "L1", "cause", func(b *builder) {
		b.begin()
		b.lose("n1", "c1")
		b.abort("w1#1", "deadline:publish")
	}},
	{"an abort after a message of a node was lost", "L1", "", func(b *builder) {
		b.begin()
		b.lose("store", "n1")
		b.abort("w1#1", "deadline:publish")
	}},
	{"an abort after a fault that was over before", "L1", "cause", func(b *builder) {
		b.lose("store", "n1")
		b.strike("keys", b.now-sec, b.now)
		b.begin()
		b.abort("w1#1", "deadline:publish")
	}},
	{"an abort in a fault that bit before and is in force", "L1", "", func(b *builder) {
		b.strike("n1", b.now-sec, b.now+sec)
		b.begin()
		b.abort("w1#1", "deadline:publish")
	}},
	{"an abort in a fault that bit nothing", "L1", "cause", func(b *builder) {
		b.strike("n1", b.now-sec, b.now+sec)
		b.h.Faults[0].Bites = nil
		b.begin()
		b.abort("w1#1", "deadline:publish")
	}},
	{"one resume long ago excuses no later halt", "L1", "cause", func(b *builder) {
		b.begin()
		b.halts("w1#1", "operator:"+b.act("halt"))
		b.resume("w2#1")
		b.acquire("w1#1")
		b.stay(sec)
		b.halts("w1#1", "deadline:attempts")
		b.h.Pages = []Page{b.page(b.now)}
	}},
	{"a halt without an entry, asked for", "L1", "", func(b *builder) { b.act("halt"); b.haltWithoutEntry() }},
	{"a halt without an entry, something else asked for", "L1", "cause", func(b *builder) { b.act("abort"); b.haltWithoutEntry() }},
	{"a halt without an entry, asked for afterwards", "L1", "cause", func(b *builder) {
		b.haltWithoutEntry()
		b.pass(sec)
		b.act("halt")
	}},
	{"a page about something else", "L1", "told", func(b *builder) {
		b.haltAlone()
		p := b.page(b.now + ms)
		p.Notice = true
		q := b.page(b.now + ms)
		q.Halt.Reason = "a node could not confirm that it erased v1"
		b.h.Pages = []Page{p, q}
		b.pass(testSettleBound())
	}},
	{"a resume is admitted, and nothing comes of it", "L1", "resumed", func(b *builder) {
		b.haltAlone()
		b.h.Pages = []Page{b.page(b.now)}
		b.act("resume")
	}},
	{"a resume is refused", "L1", "", func(b *builder) {
		b.haltAlone()
		b.h.Pages = []Page{b.page(b.now)}
		b.act("resume")
		b.h.Acts[0].Outcome = Refused
	}},
	{"a rotation may have taken the bound", "L1", "", func(b *builder) {
		b.slowly(testSettleBound()+sec, func(time.Duration) {})
		for i := range b.h.Views {
			if v := &b.h.Views[i]; v.Phase == Verified && v.Window == "d2" {
				v.Early = v.At - 5*sec
			}
		}
	}},
	{"nothing lies ready after a commit", "L1", "readies", func(b *builder) {
		b.h.Policy.Spare = true
		b.begin()
		b.finish()
		b.stay(2 * b.h.SpareBound())
	}},
	{"what is to lie ready is made, and not shown", "L1", "readies", func(b *builder) {
		b.h.Policy.Spare = true
		b.begin()
		b.finish()
		b.spares("w1#1")
		b.stay(2 * b.h.SpareBound())
	}},
	{"the next version lies ready in time", "L1", "", func(b *builder) {
		b.h.Policy.Spare = true
		b.begin()
		b.finish()
		b.spares("w1#1")
		b.demands("w1#1")
		b.stampAll()
		b.proves("w1#1")
		b.stay(2 * b.h.SpareBound())
	}},
	{"another rotation begins before the next version lies ready", "L1", "", func(b *builder) {
		b.begin()
		b.finish()
		b.h.Policy.Spare = true
		b.rotate("w1#1", "d3")
	}},
	{"an old version is destroyed in time", "L1", "", func(b *builder) { b.destroyOld(); b.stay(2 * b.h.RetireBound()) }},
	{"an old version stays", "L1", "retires", func(b *builder) { b.stay(2 * b.h.RetireBound()) }},
	{"an old version is revoked, and no more", "L1", "retires", func(b *builder) {
		b.destroyOld()
		b.h.Views[len(b.h.Views)-1].Versions[0].State = Revoked
		b.rec.Versions = b.h.Views[len(b.h.Views)-1].Versions
		b.stay(2 * b.h.RetireBound())
	}},
	{"an old version is dropped from the record", "L1", "retires", func(b *builder) {
		b.write("w1#1", "PRUNED", "deadline:x", func(v *View) { v.Versions = v.Versions[1:] })
		b.stay(2 * b.h.RetireBound())
	}},
	{"an old version is held", "L1", "", func(b *builder) { b.act("hold"); b.stay(2 * b.h.RetireBound()) }},
	{"an old version stays, and a hold was refused", "L1", "retires", func(b *builder) {
		b.act("hold")
		b.h.Acts[len(b.h.Acts)-1].Outcome = Refused
		b.stay(2 * b.h.RetireBound())
	}},
	{"an old version stays in a halt", "L1", "", func(b *builder) {
		b.begin()
		b.halts("w1#1", "operator:"+b.act("halt"))
		b.h.Pages = append(b.h.Pages, b.page(b.now))
		b.stay(2 * b.h.RetireBound())
	}},
	{"an old version stays while the key service is away", "L1", "", func(b *builder) {
		from := b.now
		b.stay(2 * b.h.RetireBound())
		b.strike("keys", from, b.now)
	}},

	{"an old version stays for a text that nobody can read, and somebody is told", "L1", "", func(b *builder) {
		b.keepsForGood("a").spoils("a")
		b.tellsOf(1)
		b.stay(3 * b.h.RetireBound())
	}},
	{"an old version stays for a text that nobody can read, and nobody is told", "L1", "kept", func(b *builder) {
		b.keepsForGood("a").spoils("a")
		b.stay(3 * b.h.RetireBound())
	}},
	{"an old version stays for a text that no material opens, and nobody is told", "L1", "kept", func(b *builder) {
		b.keepsForGood("a")
		b.h.Keeps[0].Holding = Holding{}
		b.stay(3 * b.h.RetireBound())
	}},
	{"an old version stays for a text whose version has ended, and nobody is told", "L1", "kept", func(b *builder) {
		b.keepsForGood("a")
		b.ends(1, b.now)
		b.stay(3 * b.h.RetireBound())
	}},
	{"an old version stays for a text whose version is to end", "L1", "retires", func(b *builder) {
		b.keepsForGood("a")
		b.ends(1, b.now+time.Hour)
		b.stay(3 * b.h.RetireBound())
	}},
	{"an old version stays for a text that nobody can read, and somebody is told of another", "L1", "kept", func(b *builder) {
		b.keepsForGood("a").spoils("a")
		b.tellsOf(2)
		b.stay(3 * b.h.RetireBound())
	}},
	{"an old version stays for a text that nobody can read, and somebody is told late", "L1", "kept", func(b *builder) {
		b.keepsForGood("a").spoils("a")
		b.stay(2 * b.h.RetireBound())
		b.tellsOf(1)
		b.stay(b.h.RetireBound())
	}},
	{"an old version stays for a text that nobody can read, and the pager is away", "L1", "", func(b *builder) {
		b.keepsForGood("a").spoils("a")
		from := b.now
		b.stay(3 * b.h.RetireBound())
		b.strike("operator", from, b.now)
	}},
	{"an old version stays for a text that nobody can read, until just before it should be gone", "L1", "", func(b *builder) {
		b.keepsForGood("a").spoils("a")
		b.stay(b.h.RetireBound() - 2*sec)
		b.puts("n1#1", "a", "y", b.rec.Active)
		b.destroyOld()
		b.stay(b.h.RetireBound())
	}},
	{"an old version stays, though what could not be read was put anew", "L1", "retires", func(b *builder) {
		b.keepsForGood("a").spoils("a")
		b.puts("n1#1", "a", "y", b.rec.Active)
		b.stay(3 * b.h.RetireBound())
	}},
	{"an old version stays, though what could not be read was deleted", "L1", "retires", func(b *builder) {
		b.keepsForGood("a").spoils("a")
		b.spoils("a")
		b.h.Keeps[len(b.h.Keeps)-1].Spoiled = false
		b.stay(3 * b.h.RetireBound())
	}},

	{"an open is turned away, stamps in force", "L3", "opens", func(b *builder) { b.stay(20 * sec); b.turnAway("n1") }},
	{"an open is turned away shortly after a fault", "L3", "", func(b *builder) {
		b.stay(20 * sec)
		b.lose("store", "n1")
		b.stay(sec)
		b.turnAway("n1")
	}},
	{"an open is turned away long after a fault", "L3", "opens", func(b *builder) {
		b.lose("store", "n1")
		b.stay(20 * sec)
		b.turnAway("n1")
	}},
	{"an open is turned away in another node's fault", "L3", "opens", func(b *builder) {
		b.stay(20 * sec)
		b.lose("store", "n2")
		b.strike("n2", b.now, b.now)
		b.turnAway("n1")
	}},
	{"an open is turned away when a client cannot be reached", "L3", "opens", func(b *builder) {
		b.stay(20 * sec)
		b.lose("n1", "c1")
		b.turnAway("n1")
	}},
	{"a node that has just started turns an open away", "L3", "", func(b *builder) {
		b.stay(20 * sec)
		b.h.Starts = append(b.h.Starts, Start{"n1", "n1#1", b.now - sec, b.now})
		b.turnAway("n1")
	}},
	{"a node that started long ago turns an open away", "L3", "opens", func(b *builder) {
		b.h.Starts = append(b.h.Starts, Start{"n1", "n1#1", b.now, b.now + 20*sec})
		b.stay(20 * sec)
		b.turnAway("n1")
	}},
	{"a seal is turned away at rest", "L3", "seals", func(b *builder) { b.stay(20 * sec); b.deny("n1") }},
	{"a seal is turned away in the gap", "L3", "", func(b *builder) {
		b.begin()
		b.publish("w1#1")
		b.drain("w1#1")
		b.deny("n1")
		b.commit("w1#1")
		b.deny("n1")
	}},
	{"a seal is turned away at a commit without a gap", "L3", "", func(b *builder) {
		b.begin()
		b.publish("w1#1")
		b.stay(20 * sec)
		b.commit("w1#1")
		b.deny("n1")
	}},
	{"an open is turned away while a version is published that cannot be had", "L3", "extended", func(b *builder) { b.outOfReach("keys") }},
	{"an open is turned away while it is halted and the version cannot be had", "L3", "extended", func(b *builder) {
		b.outOfReach("keys")
		b.h.Opens = b.h.Opens[:len(b.h.Opens)-1]
		b.halt("w2#1")
		b.turnAway("n1")
	}},
	{"an open is turned away while a version is published, by who is in trouble itself", "L3", "", func(b *builder) { b.outOfReach("n1") }},
	{"an open is turned away while a version is published, by who started since", "L3", "", func(b *builder) {
		b.outOfReach("keys")
		b.h.Opens[len(b.h.Opens)-1].Incarnation = "n1#2"
	}},
	{"an open is turned away while a version is published, by who has yet to follow the raise before", "L3", "", func(b *builder) {
		b.outOfReach("keys")
		for i := range b.h.Stamps {
			b.h.Stamps[i].Rev = 0
		}
	}},
	{"an open is turned away while a version is published, by who has yet to follow a raise since", "L3", "", func(b *builder) {
		b.outOfReach("keys")
		b.h.Opens = b.h.Opens[:len(b.h.Opens)-1]
		b.write("w1#1", "PUBLISHED", "deadline:barrier", raise)
		b.turnAway("n1")
	}},
	{"an open is turned away before a version is published that cannot be had", "L3", "", func(b *builder) {
		b.stay(20 * sec)
		b.begin()
		b.strike("keys", b.now, b.now+20*sec)
		b.pass(sec)
		b.turnAway("n1")
	}},
	{"an open is turned away in the gap", "L3", "opens", func(b *builder) {
		b.stay(20 * sec)
		b.begin()
		b.publish("w1#1")
		b.drain("w1#1")
		b.turnAway("n1")
	}},
	{"a seal is turned away when the gap is over", "L3", "seals", func(b *builder) {
		b.rotate("w1#1", "d2")
		b.stay(sec)
		b.deny("n1")
	}},
	{"a gap is longer than it may be", "L3", "gap", func(b *builder) {
		b.begin()
		b.publish("w1#1")
		b.drain("w1#1")
		b.stay(b.h.GapBound() + sec)
		b.commit("w1#1")
	}},
	{"a gap is as long as it may be", "L3", "", func(b *builder) {
		b.begin()
		b.publish("w1#1")
		b.drain("w1#1")
		b.stay(b.h.GapBound() - sec)
		b.commit("w1#1")
	}},
	{"a gap is long while the store is away", "L3", "", func(b *builder) {
		b.begin()
		b.publish("w1#1")
		b.drain("w1#1")
		b.strike("store", b.now, b.now+b.h.GapBound())
		b.stay(2*b.h.GapBound() - sec)
		b.commit("w1#1")
	}},
	{"a gap is long while a worker is away", "L3", "", func(b *builder) {
		b.begin()
		b.publish("w1#1")
		b.drain("w1#1")
		b.strike("w3", b.now, b.now+b.h.GapBound())
		b.stay(2*b.h.GapBound() - sec)
		b.commit("w1#1")
	}},
	{"a gap is long while a client is away", "L3", "gap", func(b *builder) {
		b.begin()
		b.publish("w1#1")
		b.drain("w1#1")
		b.strike("c1", b.now, b.now+b.h.GapBound())
		b.stay(2*b.h.GapBound() - sec)
		b.commit("w1#1")
	}},
	{"the second of two gaps is too long", "L3", "gap", func(b *builder) {
		b.rotate("w1#1", "d2")
		b.strike("n1", b.now, b.now+sec)
		b.admit("w1#1", "d3", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.drain("w1#1")
		b.stay(b.h.GapBound() + sec)
		b.commit("w1#1")
	}},
	{"a gap that never ends", "L3", "gap", func(b *builder) {
		b.begin()
		b.publish("w1#1")
		b.drain("w1#1")
		b.stay(b.h.GapBound() + sec)
	}},
	{"what is rejected is asked for again and again", "L3", "attempts", func(b *builder) { b.calls(b.h.Policy.Attempts+1, sec, Rejected) }},
	{"what is rejected is asked for as often as policy says", "L3", "", func(b *builder) { b.calls(b.h.Policy.Attempts, sec, Rejected) }},
	{"a node asks for what is rejected again and again", "L3", "attempts", func(b *builder) { b.callsOf("n1#1", b.h.Policy.Attempts+1, sec, Rejected) }},
	{"a node asks for what is rejected, and does not hear that it is", "L3", "", func(b *builder) {
		b.callsOf("n1#1", b.h.Policy.Attempts+1, sec, Rejected)
		for i := range b.h.Asks {
			b.h.Asks[i].Received = 0
		}
	}},
	{"a node asks for what is rejected as often as policy says, in each seal lease", "L3", "", func(b *builder) {
		b.callsOf("n1#1", 3*b.h.Policy.Attempts, b.h.Policy.SealLease/time.Duration(b.h.Policy.Attempts), Rejected)
	}},
	{"a node asks for what is rejected once more in a seal lease", "L3", "attempts", func(b *builder) {
		b.callsOf("n1#1", b.h.Policy.Attempts, b.h.Policy.SealLease/time.Duration(b.h.Policy.Attempts), Rejected)
		b.callsOf("n1#1", b.h.Policy.Attempts+1, b.h.Policy.SealLease/time.Duration(b.h.Policy.Attempts+1), Rejected)
	}},
	{"a worker asks for what is rejected, a seal lease between", "L3", "attempts", func(b *builder) { b.calls(b.h.Policy.Attempts+1, b.h.Policy.SealLease, Rejected) }},
	{"what fails is asked for again and again", "L3", "attempts", func(b *builder) { b.calls(b.h.Policy.Attempts+1, sec, Failed) }},
	{"what fails is asked for as often as policy says", "L3", "", func(b *builder) { b.calls(b.h.Policy.Attempts, sec, Failed) }},
	{"what fails is asked for by who has not yet heard of a write, and then as often as policy says", "L3", "", func(b *builder) {
		b.begin()
		read := b.now
		b.publish("w1#1")
		b.triesBy(read)
	}},
	{"what fails is asked for by who has heard of a write, and then as often as policy says", "L3", "attempts", func(b *builder) {
		b.begin()
		b.publish("w1#1")
		b.triesBy(b.now)
	}},
	{"what fails is asked for once more by who has not heard that something was written", "L3", "attempts", func(b *builder) {
		b.begin()
		b.reads("w3#1", b.now, b.now+ms)
		b.pass(ms)
		b.calls(b.h.Policy.Attempts, ms, Failed)
		b.publish("w1#1")
		b.calls(1, ms, Failed)
	}},
	{"reading back a mint is rejected, and then reading back its destruction", "L3", "", func(b *builder) {
		b.h.Policy.Attempts = 1
		for _, verb := range []string{"mint", "destroy"} {
			b.asks("w3#1", Asked{Verb: verb, To: "keys", Op: "o", Version: 1, Reply: Done})
			b.asks("w3#1", Asked{Verb: "lookup", To: "keys", Op: "o", Reply: Rejected})
		}
	}},
	{"reading back a mint is rejected twice", "L3", "attempts", func(b *builder) {
		b.h.Policy.Attempts = 1
		for range 2 {
			b.asks("w3#1", Asked{Verb: "mint", To: "keys", Op: "o", Version: 1, Reply: Done})
			b.asks("w3#1", Asked{Verb: "lookup", To: "keys", Op: "o", Reply: Rejected})
		}
	}},
	{"what is rejected is asked for twice where once is allowed", "L3", "attempts", func(b *builder) {
		b.h.Policy.Attempts = 1
		b.calls(2, sec, Rejected)
	}},
	{"what fails is asked for a third time", "L3", "attempts", func(b *builder) {
		b.h.Policy.Attempts = 2
		b.calls(3, sec, Failed)
	}},
	{"what fails is done, and fails again", "L3", "", func(b *builder) {
		b.calls(b.h.Policy.Attempts, sec, Failed)
		b.calls(1, sec, Done)
		b.calls(b.h.Policy.Attempts, sec, NoReply)
	}},
	{"what is rejected is asked for again after a resume", "L3", "", func(b *builder) {
		b.begin()
		b.calls(b.h.Policy.Attempts, sec, Rejected)
		b.halts("w1#1", "operator:"+b.act("halt"))
		b.resume("w2#1")
		b.calls(b.h.Policy.Attempts, sec, Rejected)
	}},
	{"what is rejected is asked for while nothing can be heard", "L3", "", func(b *builder) {
		b.strike("store", b.now, b.now+100*sec)
		b.calls(b.h.Policy.Attempts+1, sec, Rejected)
	}},
	{"a process storms", "L3", "requests", func(b *builder) { b.calls(2*b.rounds(), sec/time.Duration(2*b.rounds()+1), Done) }},
	{"a process asks as often as it may", "L3", "", func(b *builder) { b.calls(2*b.rounds(), sec/time.Duration(b.rounds())+1, Done) }},
	{"a process answers many changes of the store", "L3", "", func(b *builder) {
		for i := range b.rounds() {
			b.h.Facts = append(b.h.Facts, Fact{Key: "k", Revision: int64(i + 1), Times: Times{At: b.now}, What: &Wrote{Object: "k/stamp"}})
		}
		b.calls(2*b.rounds(), ms, Done)
	}},
	{"a version is due, and nobody is told", "L2", "told", func(b *builder) { b.due(0) }},
	{"a version is due, and somebody is told", "L2", "", func(b *builder) { b.due(100 * sec) }},
	{"a version is due, and somebody is told too early", "L2", "early", func(b *builder) { b.due(99 * sec) }},
	{"a version is due, and somebody is told too late", "L2", "told", func(b *builder) { b.due(100*sec + 2*b.h.DueBound()) }},
	{"a version is due, and somebody is told of something else", "L2", "told", func(b *builder) {
		b.due(100 * sec)
		b.h.Pages[0].Due = false
	}},
	{"a version is due while a rotation is in flight", "L2", "", func(b *builder) {
		b.due(-1)
		b.begin()
		b.stay(200 * sec)
	}},
	{"a version is due while the key service is away", "L2", "", func(b *builder) {
		b.due(-1)
		b.strike("keys", b.now+50*sec, b.now+200*sec)
		b.stay(200 * sec)
	}},
	{"a version is due while the store is away", "L2", "", func(b *builder) {
		b.due(-1)
		b.strike("store", b.now+50*sec, b.now+200*sec)
		b.stay(200 * sec)
	}},
	{"somebody is told of a version that another has followed since", "L2", "early", func(b *builder) {
		from := b.now
		b.h.Policy.Due = 100 * sec
		b.h.Pages = []Page{{Key: "k", By: "w2#1", At: from + 101*sec, Sent: from + 101*sec, Paged: Paged{Notice: true, Due: true}}}
		b.now = from + 99*sec
		b.rotate("w1#1", "d2")
		b.stay(10 * sec)
	}},
	{"somebody is told of a version that another has followed since the teller stood still", "L2", "", func(b *builder) {
		from := b.now
		b.h.Policy.Due = 100 * sec
		b.h.Pages = []Page{{Key: "k", By: "w2#1", At: from + 101*sec, Sent: from + 101*sec, Paged: Paged{Notice: true, Due: true}}}
		b.now = from + 99*sec
		b.rotate("w1#1", "d2")
		b.stay(10 * sec)
		b.strike("w2", from+98*sec, from+101*sec)
	}},
	{"sealing is given back more often than policy has attempts", "L3", "undrained", func(b *builder) { b.begin(); b.undrains(b.h.Policy.Attempts + 1) }},
	{"sealing is given back as often as policy has attempts", "L3", "", func(b *builder) { b.begin(); b.undrains(b.h.Policy.Attempts) }},
	{"sealing is given back as often again after a resume", "L3", "", func(b *builder) {
		b.begin()
		b.undrains(b.h.Policy.Attempts)
		b.halts("w1#1", "operator:"+b.act("halt"))
		b.resume("w2#1")
		b.acquire("w1#1")
		b.undrains(b.h.Policy.Attempts)
	}},
	{"a process answers what came while it was kept", "L3", "", func(b *builder) { b.kept("w3") }},
	{"a process answers what came long before, and another was kept", "L3", "requests", func(b *builder) { b.kept("w2") }},
	{"a short outage of the store makes an open unavailable", "L3", "outage", func(b *builder) { b.outage(b.h.Policy.OpenLease/2 - 2*sec) }},
	{"a longer outage of the store does", "L3", "", func(b *builder) { b.outage(b.h.Policy.OpenLease / 2) }},
	{"two short outages close together do", "L3", "", func(b *builder) {
		b.strike("store", b.now+12*sec, b.now+17*sec)
		b.outage(b.h.Policy.OpenLease/2 - 2*sec)
	}},
	{"a short outage of the store and one of the key service do", "L3", "", func(b *builder) {
		b.strike("keys", b.now+15*sec, b.now+25*sec)
		b.outage(b.h.Policy.OpenLease/2 - 2*sec)
	}},
	{"a short outage of the store does, another node away", "L3", "outage", func(b *builder) {
		b.strike("n2", b.now+15*sec, b.now+25*sec)
		b.outage(b.h.Policy.OpenLease/2 - 2*sec)
	}},
	{"a short outage of the store does, and the node has just started", "L3", "", func(b *builder) {
		b.h.Starts = append(b.h.Starts, Start{"n1", "n1#1", b.now + 31*sec, -1})
		b.outage(b.h.Policy.OpenLease/2 - 2*sec)
	}},
	{"a short outage of the store does, and the node had just started before it", "L3", "", func(b *builder) {
		b.h.Starts = append(b.h.Starts, Start{"n1", "n1#1", b.now + 20*sec - b.h.GrantBound()/2, -1})
		b.outage(b.h.Policy.OpenLease/2 - 2*sec)
	}},
	{"a short outage of the store does, and the node had started long before it", "L3", "outage", func(b *builder) {
		b.h.Starts = append(b.h.Starts, Start{"n1", "n1#1", b.now + 20*sec - b.h.GrantBound() - ms, -1})
		b.outage(b.h.Policy.OpenLease/2 - 2*sec)
	}},
	{"a short outage of the store does, and the first version had just been committed before it", "L3", "", func(b *builder) {
		b.firstActiveAt(20*sec - b.h.GrantBound()/2)
		b.outage(b.h.Policy.OpenLease/2 - 2*sec)
	}},
	{"a short outage of the store does, and the first version had been committed long before it", "L3", "outage", func(b *builder) {
		b.firstActiveAt(20*sec - b.h.GrantBound() - ms)
		b.outage(b.h.Policy.OpenLease/2 - 2*sec)
	}},
	{"a short outage of the store long ago does not", "L3", "opens", func(b *builder) {
		b.strike("store", b.now, b.now+5*sec)
		b.stay(60 * sec)
		b.turnAway("n1")
	}},
	{"a short outage of the store and a fault of the node do", "L3", "", func(b *builder) {
		b.strike("n1", b.now+15*sec, b.now+25*sec)
		b.outage(b.h.Policy.OpenLease/2 - 2*sec)
	}},

	{"a halt is named and paged", "L4", "", func(b *builder) { b.haltAlone(); b.h.Pages = []Page{b.page(b.now)}; b.stay(60 * sec) }},
	{"a halt is not paged", "L4", "paged", func(b *builder) { b.haltAlone(); b.stay(60 * sec) }},
	{"a halt is paged too late", "L4", "paged", func(b *builder) {
		b.haltAlone()
		b.h.Pages = []Page{b.page(b.now + b.h.PageBound() + ms)}
		b.stay(60 * sec)
	}},
	{"a halt is paged when the way to the pager is open", "L4", "", func(b *builder) {
		b.haltAlone()
		b.strike("operator", b.now, b.now+30*sec)
		b.h.Pages = []Page{b.page(b.now + 30*sec + b.h.PageBound() - ms)}
		b.stay(60 * sec)
	}},
	{"another halt is paged", "L4", "paged", func(b *builder) {
		b.haltAlone()
		b.h.Pages = []Page{b.page(b.now)}
		b.h.Pages[0].Halt.Reason = "of another"
		b.stay(60 * sec)
	}},
	{"a halt is paged with nothing halted for it, beside the one that there is", "L4", "halted", func(b *builder) {
		b.haltAlone()
		b.h.Pages = []Page{b.page(b.now), b.page(b.now)}
		b.h.Pages[1].Halt.Playbook = "of another"
		b.stay(60 * sec)
	}},
	{"people are told of what halts nothing", "L4", "", func(b *builder) {
		b.haltAlone()
		b.h.Pages = []Page{b.page(b.now), {Key: "k", At: b.now, Paged: Paged{Notice: true, Halt: Halt{Reason: "of another"}}}}
		b.stay(60 * sec)
	}},
	{"a halt names a playbook that there is", "L4", "", func(b *builder) {
		b.h.Offers.Playbooks = playbooksOf("p")
		b.saying(func(h *Halt) { h.Playbook = "p" }, false)
	}},
	{"a halt names a playbook that is for what operators halt", "L4", "fitting", func(b *builder) {
		b.h.Offers.Playbooks = []Playbook{{Name: "p", Occasion: AskedOccasion}}
		b.saying(func(h *Halt) { h.Playbook = "p" }, false)
	}},
	{"a halt says another class than its playbook", "L4", "agrees", func(b *builder) {
		b.h.Offers.Playbooks = []Playbook{{Name: "p", Class: "security-critical"}}
		b.saying(func(h *Halt) { h.Playbook = "p" }, false)
	}},
	{"a node keeps what is destroyed on its disk", "L1", "erases", func(b *builder) {
		b.retire("w1#1", 1)
		b.h.Copies = []Copy{{"k", "n1", print(1), 0, 0, -1}}
		b.h.Starts = []Start{{"n1", "n1#1", 0, b.now + 60*sec}}
		b.stay(60 * sec)
	}},
	{"a halt names a playbook that there is not", "L4", "offered", func(b *builder) {
		b.h.Offers.Playbooks = playbooksOf("p", "q")
		b.saying(func(h *Halt) { h.Playbook = "r" }, false)
	}},
	{"a halt names a playbook, and none is written down", "L4", "", func(b *builder) { b.saying(func(h *Halt) { h.Playbook = "r" }, false) }},
	{"people are told of what halts nothing by a playbook that there is not", "L4", "offered", func(b *builder) {
		b.haltAlone()
		b.h.Offers.Playbooks = playbooksOf("p")
		b.rec.Halt.Playbook = "p"
		b.h.Views[len(b.h.Views)-1].Halt = b.rec.Halt
		b.h.Pages = []Page{b.page(b.now), {Key: "k", At: b.now, Paged: Paged{Notice: true, Halt: Halt{Reason: "of another", Playbook: "r"}}}}
		b.stay(60 * sec)
	}},
	{"a halt is paged again by who has been answered", "L4", "once", func(b *builder) { b.pagedTwice(true, "w1#1"); b.stay(60 * sec) }},
	{"a halt is paged again by who has not been answered", "L4", "", func(b *builder) { b.pagedTwice(false, "w1#1"); b.stay(60 * sec) }},
	{"a halt is paged again by who has heard of a newer one meanwhile", "L4", "", func(b *builder) {
		b.pagedTwice(true, "w1#1")
		read := func(mod int64, at time.Duration) {
			b.ask("w1#1", Asked{Verb: "txn", To: "store", Reply: Done, Reads: []Seen{{b.rec.Object, mod}}}, mod, Times{Sent: at - 2*ms, Arrived: at - ms, At: at - ms, Received: at})
		}
		read(b.rec.Revision-1, b.h.Pages[0].Sent)
		read(b.rec.Revision, b.h.Pages[1].Sent)
		b.stay(60 * sec)
	}},
	{"who was not answered asks for the halt again", "S17", "", func(b *builder) { b.asksAgain(Halted) }},
	{"who was not answered asks for something else", "S17", "sent", func(b *builder) { b.asksAgain(Staged) }},
	{"a halt is paged by two", "L4", "", func(b *builder) { b.pagedTwice(true, "w2#1"); b.stay(60 * sec) }},
	{"a store is put back, and nobody is told", "L4", "put back", func(b *builder) { b.putsBack(asItWas, func(b *builder) { b.pass(60 * sec) }) }},
	{"a store is put back, and somebody is told", "L4", "", func(b *builder) { b.putsBack(asItWas, anewHalt) }},
	{"a store is put back, and that is called recoverable", "L4", "put back", func(b *builder) {
		b.putsBack(asItWas, func(b *builder) {
			b.halts("w2#1", "deadline:generation")
			b.h.Pages = append(b.h.Pages, b.page(b.now))
			b.pass(60 * sec)
		})
	}},
	{"what was rejected for good is called recoverable", "L4", "answers", func(b *builder) { b.haltsFor(Rejected, "recoverable") }},
	{"what was rejected for good is not called recoverable", "L4", "", func(b *builder) { b.haltsFor(Rejected, "non-recoverable") }},
	{"what has failed is called recoverable", "L4", "", func(b *builder) { b.haltsFor(Failed, "recoverable") }},
	{"a halt answers what is so", "L4", "", func(b *builder) { b.saying(func(h *Halt) {}, true) }},
	{"a halt says that encryption is affected, and it is not", "L4", "answers", func(b *builder) { b.saying(func(h *Halt) { h.EncryptionAffected = true }, true) }},
	{"a halt says that encryption is affected, and nobody seals", "L4", "", func(b *builder) { b.saying(func(h *Halt) { h.EncryptionAffected = true }, false) }},
	{"a halt says that nothing can be opened, and all is", "L4", "answers", func(b *builder) { b.saying(func(h *Halt) { h.DecryptionValid = false }, true) }},
	{"a halt says that nothing can be opened, and nobody tries", "L4", "", func(b *builder) { b.saying(func(h *Halt) { h.DecryptionValid = false }, false) }},
	{"a halt is recoverable, and by nobody", "L4", "answers", func(b *builder) { b.saying(func(h *Halt) { h.ManualWorkSafe = false }, false) }},
	{"a halt is not recoverable, and by nobody", "L4", "", func(b *builder) {
		b.saying(func(h *Halt) { h.ManualWorkSafe, h.Class = false, "non-recoverable" }, false)
	}},
	{"a halt has customers act for nothing", "L4", "answers", func(b *builder) { b.saying(func(h *Halt) { h.CustomersMustAct = true }, false) }},
	{"a halt has customers act, for what is critical", "L4", "", func(b *builder) {
		b.saying(func(h *Halt) { h.CustomersMustAct, h.Class = true, "security-critical" }, false)
	}},
	{"a halt is paged when the store is back", "L4", "", func(b *builder) {
		b.haltAlone()
		b.strike("store", b.now, b.now+30*sec)
		b.h.Pages = []Page{b.page(b.now + 30*sec + b.h.PageBound() - ms)}
		b.stay(60 * sec)
	}},
	{"a halt is paged when a worker is back", "L4", "", func(b *builder) {
		b.haltAlone()
		b.strike("w2", b.now, b.now+30*sec)
		b.h.Pages = []Page{b.page(b.now + 30*sec + b.h.PageBound() - ms)}
		b.stay(60 * sec)
	}},
	{"a halt is paged late, a node away", "L4", "paged", func(b *builder) {
		b.haltAlone()
		b.strike("n1", b.now, b.now+30*sec)
		b.h.Pages = []Page{b.page(b.now + 30*sec)}
		b.stay(60 * sec)
	}},
	{"a halt is over before it is paged", "L4", "", func(b *builder) { b.haltAlone(); b.resume("w2#1"); b.stay(60 * sec) }},

	{"nodes keep their stamps", "L5", "", func(b *builder) { b.run("n1"); b.stay(60 * sec) }},
	{"a node lets its stamps run out", "L5", "stamped", func(b *builder) { b.run("n1"); b.pass(60 * sec) }},
	{"a node was cut off and lets them run out", "L5", "stamped", func(b *builder) {
		b.run("n1")
		b.strike("n1", b.now, b.now+20*sec)
		b.pass(60 * sec)
	}},
	{"a node is cut off", "L5", "", func(b *builder) {
		b.run("n2")
		b.h.Starts = append(b.h.Starts, Start{"n1", "n1#2", b.now, -1})
		b.strike("n1", b.now, b.now+60*sec)
		b.stay(60 * sec)
	}},
	{"a node that comes back gets no stamps", "L5", "stamped", func(b *builder) {
		b.h.Starts = append(b.h.Starts, Start{"n1", "n1#2", b.now, -1})
		b.stay(60 * sec)
	}},
	{"a node is down before it could have stamps", "L5", "", func(b *builder) {
		b.run("n2")
		b.h.Starts = append(b.h.Starts, Start{"n1", "n1#2", b.now, b.now + 5*sec})
		b.stay(60 * sec)
	}},
	{"a node stays below the floor", "L5", "floor", func(b *builder) {
		b.run("n1")
		b.write("w1#1", "v1 REVOKED", "deadline:barrier", func(v *View) { raise(v); v.Floor = v.Target })
		b.rec.Rev--
		b.stay(60 * sec)
	}},
}, byHandLive)

// rounds is what is counted as it is judged.
func (b *builder) rounds() int { return b.h.rounds() }

func (b *builder) begin() { b.admit("w1#1", "d2", 1); b.acquire("w1#1") }

// finish takes the rotation on to its end.
func (b *builder) finish() {
	b.acquire("w1#1")
	b.publish("w1#1")
	b.drain("w1#1")
	b.commit("w1#1")
}

// finishFrom has another owner take over what is published.
func (b *builder) finishFrom(by string) {
	b.acquire(by)
	b.drain(by)
	b.commit(by)
}

// slowly has a rotation stay in PUBLISHED for some time; meanwhile is told when it began.
func (b *builder) slowly(d time.Duration, meanwhile func(from time.Duration)) {
	b.begin()
	b.publish("w1#1")
	from := b.now
	b.stay(d)
	meanwhile(from)
	b.drain("w1#1")
	b.commit("w1#1")
}

// livelock has a rotation halted again after each resume.
func (b *builder) livelock() {
	for range 40 {
		b.halts("w1#1", "deadline:attempts")
		b.h.Pages = append(b.h.Pages, b.page(b.now))
		b.stay(sec)
		b.resume("w2#1")
		b.acquire("w1#1")
		b.stay(2 * sec)
	}
}

func (b *builder) haltWithoutEntry() {
	b.begin()
	b.halts("w1#1", b.cause())
	b.h.Views[len(b.h.Views)-1].Audit = nil
	b.h.Pages = append(b.h.Pages, b.page(b.now))
}

// outOfReach is a version that is being published while some machine is away, and a node that
// serves no more meanwhile.
func (b *builder) outOfReach(machine string) {
	b.stay(20 * sec)
	b.pass(sec)
	b.begin()
	b.publish("w1#1")
	b.strike(machine, b.now, b.now+20*sec)
	b.pass(sec)
	b.turnAway("n1")
}

// turnAway has a node say that it cannot open now.
func (b *builder) turnAway(node string) {
	b.reopen(node, 0)
	b.h.Opens[len(b.h.Opens)-1].Answer = Unavailable
}

// deny has a node say that it cannot seal now.
func (b *builder) deny(node string) {
	b.h.Denials = append(b.h.Denials, Denial{Key: "k", Node: node, Incarnation: node + "#1", Client: "c1", At: b.now, Why: "not serving"})
}

// ask has a worker ask for one thing so often.
func (b *builder) calls(times int, apart time.Duration, r Reply) {
	b.callsOf("w3#1", times, apart, r)
}

func (b *builder) callsOf(by string, times int, apart time.Duration, r Reply) {
	for range times {
		b.pass(apart)
		b.h.Asks = append(b.h.Asks, Ask{Key: "k", By: by, Times: Times{Sent: b.now, Received: b.now}, Asked: &Asked{Verb: "destroy", To: "keys", Op: "o", Version: 1, Reply: r}})
	}
}

// reads has a process be told of the record as it was at a time.
func (b *builder) reads(by string, as, received time.Duration) {
	b.ask(by, Asked{Verb: "txn", To: "store", Reply: Done, Reads: []Seen{{"k/record", 1}}}, 0, Times{Sent: as, Arrived: as, At: as, Received: received})
}

// triesBy has a worker try once by the record as it was at a time, and then by the newest, as often
// as policy says.
func (b *builder) triesBy(as time.Duration) {
	b.reads("w3#1", as, b.now+ms)
	b.pass(ms)
	b.calls(1, ms, Failed)
	b.reads("w3#1", b.now, b.now+ms)
	b.calls(b.h.Policy.Attempts, sec, Failed)
}

// undrains drains, and gives sealing back, so many times.
func (b *builder) undrains(times int) {
	for range times {
		b.write("w1#1", "DRAINING", b.cause(), func(v *View) { v.Phase = Draining; raise(v) })
		b.stampAll()
		b.write("w1#1", "UNDRAINED", "deadline:drain", func(v *View) { v.Phase = Published; raise(v) })
		b.stampAll()
	}
}

// due has the version that is active from now on be due after 100 s, and somebody be told of
// it at an age; 0: nobody is, -1: nothing more happens.
func (b *builder) due(at time.Duration) {
	b.h.Policy.Due = 100 * sec
	rs := reigns(b.h.Views)
	from := rs[len(rs)-1].from
	if at > 0 {
		b.h.Pages = []Page{{Key: "k", By: "w1#1", At: from + at, Sent: from + at, Paged: Paged{Notice: true, Due: true}}}
	}
	if at >= 0 {
		b.stay(300 * sec)
	}
}

// kept has a machine stand still while much changes in the store, and w3 ask when it is over.
func (b *builder) kept(machine string) {
	from := b.now
	for i := range b.rounds() {
		b.h.Facts = append(b.h.Facts, Fact{Key: "k", Revision: int64(i + 1), Times: Times{At: b.now + sec}, What: &Wrote{Object: "k/stamp"}})
	}
	b.pass(20 * sec)
	b.strike(machine, from, b.now)
	b.calls(2*b.rounds(), ms, Done)
}

// firstActiveAt has the version that is active committed as the first one, some time from now.
func (b *builder) firstActiveAt(d time.Duration) {
	last := len(b.h.Views) - 1
	for i := range b.h.Views[:last] {
		b.h.Views[i].Active = 0
	}
	v := &b.h.Views[last]
	v.At, v.Early, v.Sent = b.now+d, b.now+d, b.now+d-ms
}

// outage has the store away, and an open turned away when it is back.
func (b *builder) outage(d time.Duration) {
	b.stay(20 * sec)
	from := b.now
	b.pass(d)
	b.strike("store", from, b.now)
	b.turnAway("n1")
}

// run has a node run from now on, to the end.
func (b *builder) run(node string) {
	b.h.Starts = append(b.h.Starts, Start{node, node + "#1", b.now, -1})
}

func (c *liveCase) history() *Past {
	b := ready()
	b.h.Policy.Backoff = 200 * ms
	c.do(b)
	h := b.done()
	for i := range h.Starts {
		if h.Starts[i].To < 0 {
			h.Starts[i].To = h.End
		}
	}
	slices.SortFunc(h.Pages, func(x, y Page) int { return int(sign(x.At - y.At)) })
	return h
}

// TestLive has for each clause of liveness what breaks it, and what looks like that and is
// lawful.
func TestLive(t *testing.T) {
	for _, c := range slices.Concat(liveCases, twoPolicies, whosePolicy) {
		t.Run(c.invariant+" "+c.broken+" "+c.name, func(t *testing.T) {
			h := c.history()
			if why := validate(h); len(why) > 0 {
				t.Fatalf("invalid: %v", why)
			}
			v := invariant(c.invariant).of(h)
			if !v.Judged {
				t.Fatalf("not judged: %s", v.WhyNot)
			}
			for _, n := range v.Clauses {
				if broken := n.Broken > 0; broken && c.broken == "" || !broken && n.Clause == c.broken {
					t.Errorf("%s was broken %d times of %d: %+v", n.Clause, n.Broken, n.Judged, v.Violations)
				}
			}
		})
	}
}

// TestEveryClauseOfLivenessIsBroken: none of them cannot fail.
func TestEveryClauseOfLivenessIsBroken(t *testing.T) {
	for _, inv := range []Invariant{l1, l3, l4, l5} {
		for _, c := range inv.Clauses {
			broken := func(l liveCase) bool { return l.invariant == inv.ID && l.broken == c.Name }
			if !slices.ContainsFunc(liveCases, broken) && c.Name != "named" && c.Name != "spread" && c.Name != "escalated" && c.Name != "recorded" { // these have tests of their own
				t.Errorf("%s: nothing breaks its clause %s", inv.ID, c.Name)
			}
		}
	}
}

// TestHaltsAreNamed takes one word after the other from a halt.
func TestHaltsAreNamed(t *testing.T) {
	for what, take := range map[string]func(*Halt){
		"no reason":              func(h *Halt) { h.Reason = "" },
		"no class":               func(h *Halt) { h.Class = "" },
		`the class "unheard of"`: func(h *Halt) { h.Class = "unheard of" },
		"no playbook":            func(h *Halt) { h.Playbook = "" },
		"no owner":               func(h *Halt) { h.Owner = "" },
		"no escalation":          func(h *Halt) { h.Escalation = "" },
	} {
		b := bootstrap(1)
		b.begin()
		b.halts("w1#1", "operator:"+b.act("halt"))
		take(&b.h.Views[len(b.h.Views)-1].Halt)
		v := l4.of(b.done())
		if v.Clauses[l4Named].Broken != 1 || !strings.Contains(v.Violations[0].Detail, what) {
			t.Errorf("%s: %+v", what, v)
		}
	}
}

// TestNothingIsHaltedForWithoutAHalt: what a halt was for goes with it.
func TestNothingIsHaltedForWithoutAHalt(t *testing.T) {
	b := bootstrap(1)
	b.begin()
	b.halts("w1#1", "operator:"+b.act("halt"))
	was := b.rec.Halt
	b.resume("w2#1")
	h := b.done()
	if v := v0.of(h); v.Clauses[v0Rotation].Broken != 0 {
		t.Fatalf("%+v", v)
	}
	for i := range h.Views {
		if i > 0 && h.Views[i-1].Phase == Halted {
			h.Views[i].Halt = was
		}
	}
	if v := v0.of(h); v.Clauses[v0Rotation].Broken != 1 {
		t.Errorf("%+v", v)
	}
}

// TestSpread: at rest the stamps of a fleet end one after the other, or all at once.
func TestSpread(t *testing.T) {
	for _, c := range []struct {
		nodes  int
		apart  time.Duration
		broken bool
	}{
		{several, ms, true}, {several, 100 * ms, false}, {several - 1, ms, false},
		{several + 1, 12500 * time.Microsecond, true}, {several + 1, 12500*time.Microsecond + 1, false}, // the last ends a tenth of a second after the first
	} {
		b := bootstrap(c.nodes)
		b.h.CallTimeout = sec
		b.pass(b.h.Policy.OpenLease/2 + sec)
		for _, n := range b.nodes {
			b.stamp(n, false)
			b.pass(c.apart)
		}
		for i := range b.h.Stamps {
			b.h.Stamps[i].TTL = b.h.Policy.OpenLease
		}
		v := l3.of(b.done())
		if got := v.Clauses[l3Spread].Broken > 0; got != c.broken || v.Clauses[l3Spread].Judged == 0 && c.nodes >= several {
			t.Errorf("%d nodes, %s apart: %+v", c.nodes, c.apart, v)
		}
	}
}

// TestRest: stamps are looked at when nothing has changed for half of an open lease.
func TestRest(t *testing.T) {
	rest := testPolicy.OpenLease / 2
	for _, c := range []struct {
		name string
		want int
		do   func(b *builder)
	}{
		{"at rest", 1, func(b *builder) { b.pass(rest + sec) }},
		{"not for long", 0, func(b *builder) { b.pass(rest - 2*sec) }},
		{"for half of an open lease to the moment", 0, func(b *builder) { b.pass(rest - sec + b.h.Views[0].At - b.now) }},
		{"for a moment more", 1, func(b *builder) { b.pass(rest - sec + b.h.Views[0].At - b.now + 1) }},
		{"the key set's revision was raised in the middle", 0, func(b *builder) {
			b.pass(rest/2 + sec)
			b.write("w1#1", "RAISED", b.cause(), raise)
			b.stampAll()
			b.pass(rest / 2)
		}},
		{"another phase came in the middle", 0, func(b *builder) {
			b.pass(rest/2 + sec)
			b.write("w1#1", "INTENT", b.cause(), func(v *View) { v.Phase = Intent })
			b.pass(rest / 2)
		}},
		{"another version became the active one in the middle", 0, func(b *builder) {
			b.pass(rest/2 + sec)
			b.write("w1#1", "SWITCHED", b.cause(), func(v *View) { v.Active = 2 })
			b.pass(rest / 2)
		}},
		{"something else was written in the middle", 1, func(b *builder) {
			b.pass(rest/2 + sec)
			b.write("w1#1", "HELD", b.cause(), func(*View) {})
			b.pass(rest / 2)
		}},
		{"a node was away in the middle", 0, func(b *builder) {
			b.pass(rest + sec)
			b.strike("n1", b.now-rest/2, b.now-rest/2)
		}},
		{"a client was away in the middle", 1, func(b *builder) {
			b.pass(rest + sec)
			b.strike("c1", b.now-rest/2, b.now-rest/2)
		}},
		{"leases are just long enough", 1, func(b *builder) {
			b.pass(rest + sec)
			b.h.Policy.SealLease = 64 * b.h.moment()
		}},
		{"leases are just too short", 0, func(b *builder) {
			b.pass(rest + sec)
			b.h.Policy.SealLease = 64*b.h.moment() - 1
		}},
	} {
		b := bootstrap(several)
		b.h.CallTimeout = sec
		c.do(b)
		for _, n := range b.nodes {
			b.stamp(n, false)
		}
		for i := range b.h.Stamps {
			b.h.Stamps[i].TTL = b.h.Policy.OpenLease
		}
		if v := l3.of(b.done()); v.Clauses[l3Spread].Judged != c.want || v.Clauses[l3Spread].Broken != c.want {
			t.Errorf("%s: judged %d times, broken %d times", c.name, v.Clauses[l3Spread].Judged, v.Clauses[l3Spread].Broken)
		}
	}
}

// TestTroubleIsOfWhomItTouches: a message needs both of its ends, a machine itself; what bit
// nothing is no trouble.
func TestTroubleIsOfWhomItTouches(t *testing.T) {
	p := &Past{History: &History{}, Faults: []Fault{
		{Bites: []time.Duration{5 * sec, 2 * sec}, Between: [][2]string{{"n1", "store"}, {"store", "c1"}}, On: []string{"store"}, From: sec, To: 9 * sec},
		{Bites: []time.Duration{3 * sec}, On: []string{"n2"}, From: 3 * sec, To: 4 * sec},
		{On: []string{"n1"}, From: 6 * sec, To: 7 * sec},
	}, Stands: []Stretch{{"n2", 4 * sec, 8 * sec}}}
	p.touches = touches(p)
	for _, c := range []struct {
		needed []string
		want   trouble
	}{
		{[]string{"n1", "store"}, trouble{{5 * sec, 5 * sec}}},
		{[]string{"store", "c1"}, trouble{{2 * sec, 2 * sec}}},
		{[]string{"n1"}, nil},
		{[]string{"n2"}, trouble{{3 * sec, 8 * sec}}},
	} {
		got := p.troubleOf(func(m string) bool { return slices.Contains(c.needed, m) })
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.needed, got, c.want)
		}
	}
}

// TestLawfulIsLive: rotations without a window, a takeover and a step in one write, a hold,
// and windows in great number break nothing of liveness.
func TestLawfulIsLive(t *testing.T) {
	for name, do := range map[string]func(b *builder){
		"an operator starts two, and aborts them": func(b *builder) {
			for i := range 2 {
				b.write("w1#1", "INTENT", "operator:"+b.act("rotate"), func(v *View) {
					v.Phase, v.Window, v.Attempt, v.Rotation = Intent, "", 0, fmt.Sprint("r-", i)
					v.Highest++
					v.Next = v.Highest
					v.Versions = append(v.Versions, Version{N: v.Next, State: Pending})
				})
				b.abort("w1#1", "operator:"+b.act("abort"))
			}
		},
		"a takeover and a step in one write": func(b *builder) {
			b.begin()
			b.publish("w1#1")
			b.strike("w1", b.now, b.now+10*sec)
			b.stay(3 * sec)
			b.write("w2#1", "VERIFIED", "deadline:owner-lease", func(v *View) {
				v.Owner, v.Phase, v.Floor, v.SealFloor = "w2#1", Verified, v.Target, v.Target
				v.Fence++
			})
			b.write("w2#1", "DRAINING", b.cause(), func(v *View) { v.Phase = Draining; raise(v) })
			b.stampAll()
			b.commit("w2#1")
		},
		"an operator sets a hold": func(b *builder) { b.write("w1#1", "HELD", "operator:"+b.act("hold"), func(*View) {}) },
		"130 windows": func(b *builder) {
			for i := range 130 {
				b.rotate("w1#1", fmt.Sprint("x", i))
			}
		},
	} {
		b := bootstrap(2)
		b.traffic(2)
		b.rotate("w1#1", "d1")
		do(b)
		h := b.done()
		for _, inv := range []Invariant{l1, l3, l4, l5} {
			if v := inv.of(h); v.Count > 0 {
				t.Errorf("%s: %s: %+v", name, inv.ID, v.Violations)
			}
		}
	}
}
