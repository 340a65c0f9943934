package checker

// What is kept for good, in the words of the builder.

import (
	"fmt"
	"time"
)

// keeper is a history with a version after the first, in which texts may be kept.
func keeper() *builder {
	b := old()
	b.h.Policy.Rewrap, b.h.Offers.Rewraps = true, true
	return b
}

// puts has a text put under a name, sealed under a version.
func (b *builder) puts(by, name, plain string, version uint32) *Keep {
	b.pass(ms)
	u := Sealing{Version: version, Print: print(version), Nonce: fmt.Sprint("kept-", len(b.h.Keeps)+1)}
	b.h.Keeps = append(b.h.Keeps, Keep{Key: "k", Name: name, Object: "k/" + name, Revision: 10*int64(len(b.h.Views)) + 1, Sent: b.now - ms, Early: b.now, At: b.now, By: by,
		Said: Kept{Name: name, Version: version, Nonce: []byte(u.Nonce)}, Holding: Holding{Used: u, Plain: plain}})
	return &b.h.Keeps[len(b.h.Keeps)-1]
}

// keepsForGood lets a text be kept, under the version before.
func (b *builder) keepsForGood(name string) *builder {
	b.h.Policy.Rewrap, b.h.Offers.Rewraps = true, true
	b.puts("n1#1", name, "x", b.rec.Active-1)
	return b
}

// spoils has somebody write over a text what nobody can read.
func (b *builder) spoils(name string) {
	*b.puts("hand", name, "", 0) = Keep{Key: "k", Name: name, Object: "k/" + name, Revision: 10*int64(len(b.h.Views)) + 1, Early: b.now, At: b.now, By: "hand",
		Gone: true, Spoiled: true, ByHand: true}
}

// tellsOf has somebody be told of a version that has to be looked after by hand.
func (b *builder) tellsOf(version uint32) {
	b.h.Pages = append(b.h.Pages, Page{Key: "k", At: b.now, Paged: Paged{Notice: true, Version: version}})
}

// lodges has a client ask for a text to be kept, from now to some time later.
func (b *builder) lodges(name, plain string, takes time.Duration, a Reply) *Lodge {
	b.h.Lodges = append(b.h.Lodges, Lodge{ID: len(b.h.Lodges) + 1, Key: "k", Incarnation: "n1#1", Called: b.now, Emitted: b.now + takes, Returned: b.now + takes,
		Lodged: Lodged{Name: name, Plain: plain, Node: "n1", Client: "c1", Answer: a}})
	return &b.h.Lodges[len(b.h.Lodges)-1]
}

// keeps has a text kept, as it should be.
func (b *builder) keeps(name, plain string) {
	b.lodges(name, plain, 3*ms, Done)
	b.puts("n1#1", name, plain, b.rec.Active)
	b.pass(5 * ms)
}

// recalls has a client ask for what is kept, from now to some time later.
func (b *builder) recalls(name string, takes time.Duration, a Recall, plain string) {
	b.h.Recalls = append(b.h.Recalls, Recalling{ID: len(b.h.Recalls) + 1, Key: "k", Incarnation: "n2#1", Called: b.now, Emitted: b.now + takes, Returned: b.now + takes,
		Recalled: Recalled{Name: name, Node: "n2", Client: "c2", Answer: a, Plain: plain}})
}

var keptAttacks = []attack{
	{"S12: a version is retired under which a text is kept", []string{"S12"}, func() *Past {
		b := keeper()
		b.lodges("a", "x", 3*ms, Done)
		b.puts("n1#1", "a", "x", 1)
		b.revoked()
		return b.done()
	}},
	{"S12: a text comes to be kept under a version that is revoked", []string{"S12"}, func() *Past {
		b := keeper()
		b.lodges("a", "x", sec, NoReply).Emitted = 0
		b.revoked()
		b.puts("n1#1", "a", "x", 1)
		return b.done()
	}},
	{"S5: what is moved is put over what was kept meanwhile", []string{"S5"}, func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.keeps("a", "y")
		b.puts("n2#1", "a", "x", 2)
		return b.done()
	}},
	{"S5: a text is put that nobody asked for then", []string{"S5"}, func() *Past {
		b := keeper()
		b.lodges("a", "x", 3*ms, Failed)
		b.puts("n1#1", "a", "x", 2)
		return b.done()
	}},
	{"S5: a node says that it keeps a text, and puts none", []string{"S5"}, func() *Past {
		b := keeper()
		b.lodges("a", "x", 3*ms, Done)
		return b.done()
	}},
	{"S5: a node says that it keeps a text, and puts it later", []string{"S5"}, func() *Past {
		b := keeper()
		b.lodges("a", "x", 3*ms, Done)
		b.pass(5 * ms)
		b.puts("n1#1", "a", "x", 2)
		return b.done()
	}},
	{"S5: what is kept is deleted", []string{"S5"}, func() *Past {
		b := keeper()
		b.keeps("a", "x")
		*b.puts("n1#1", "a", "", 2) = Keep{Key: "k", Name: "a", Object: "k/a", Revision: 10*int64(len(b.h.Views)) + 1, Early: b.now, At: b.now, By: "n1#1", Gone: true}
		return b.done()
	}},
	{"S5: over what is kept a node writes what nobody can read", []string{"S5"}, func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.spoils("a")
		b.h.Keeps[len(b.h.Keeps)-1].ByHand = false
		return b.done()
	}},
	{"S5: what was put over is recalled", []string{"S5"}, func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.keeps("a", "y")
		b.recalls("a", ms, RecallText, "x")
		return b.done()
	}},
	{"S5: of what is kept a node says that nothing is", []string{"S5"}, func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.recalls("a", ms, RecallNothing, "")
		return b.done()
	}},
	{"S5: of what is kept a node says that it does not know its key", []string{"S5"}, func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.recalls("a", ms, RecallUnknownKey, "")
		return b.done()
	}},
	{"V0: a kept text is under another version than is said", []string{"V0"}, func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.h.Keeps[0].Said.Version = 1
		return b.done()
	}},
	{"V0: a kept text has another nonce than is said", []string{"V0"}, func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.h.Keeps[0].Said.Nonce = []byte("another")
		return b.done()
	}},
	{"V0: a kept text opens with nothing that was made", []string{"V0"}, func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.h.Keeps[0].Holding = Holding{}
		return b.done()
	}},
	{"V0: a text is kept under a name for which somebody asked to have another", []string{"V0"}, func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.keeps("b", "y")
		b.h.Keeps[1].Plain = "x"
		return b.done()
	}},
	{"S19: a text is moved with the nonce of a seal", []string{"S19"}, func() *Past {
		b := keeper()
		b.traffic(1)
		b.keeps("a", "x")
		b.puts("n2#1", "a", "x", 2).Used = b.h.Seals[len(b.h.Seals)-1].Sealing
		return b.done()
	}},
	{"S19: two texts are kept with one nonce", []string{"S19"}, func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.keeps("b", "y")
		b.h.Keeps[1].Used = b.h.Keeps[0].Used
		return b.done()
	}},
	{"S19: what is kept and what is sealed is more than policy allows", []string{"S19"}, func() *Past {
		b := keeper()
		b.traffic(3)
		b.h.Policy.SealLimit = b.mostSealed()
		for i := range b.h.Policy.SealLimit + 1 {
			b.keeps("a", fmt.Sprint("x", i))
		}
		return b.done()
	}},
}

var keptLawful = []lawfulCase{
	{"S12: what is kept is moved, and then its version is revoked", func() *Past {
		b := keeper()
		b.lodges("a", "x", 3*ms, Done)
		b.puts("n1#1", "a", "x", 1)
		b.puts("n2#1", "a", "x", 2)
		b.revoked()
		b.recalls("a", ms, RecallText, "x")
		return b.done()
	}},
	{"S12: what was kept under a version is put over, and then it is revoked", func() *Past {
		b := keeper()
		b.lodges("a", "x", 3*ms, Done)
		b.puts("n1#1", "a", "x", 1)
		b.pass(5 * ms)
		b.keeps("a", "y")
		b.revoked()
		return b.done()
	}},
	{"S5: what is kept is spoilt by hand, and a node deletes what is left", func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.spoils("a")
		b.recalls("a", ms, RecallNothing, "")
		*b.puts("n1#1", "a", "", 2) = Keep{Key: "k", Name: "a", Object: "k/a", Revision: 10*int64(len(b.h.Views)) + 1, Early: b.now, At: b.now, By: "n1#1", Gone: true}
		return b.done()
	}},
	{"S12: an engine that keeps nothing, where policy says that it should", func() *Past {
		b := keeper()
		b.h.Offers.Rewraps = false
		b.lodges("a", "x", 3*ms, Failed)
		b.revoked()
		return b.done()
	}},
	{"S5: what is recalled while it is put over is either", func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.recalls("a", 20*ms, RecallText, "x")
		b.recalls("a", 20*ms, RecallText, "y")
		b.recalls("a", 20*ms, RecallUnavailable, "")
		b.keeps("a", "y")
		return b.done()
	}},
	{"S5: what nobody was told of comes to be kept late, or never", func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.lodges("a", "y", 0, NoReply).Emitted = 0
		b.lodges("a", "z", 0, NoReply).Emitted = 0
		b.pass(sec)
		b.puts("n1#1", "a", "y", 2)
		b.pass(ms)
		b.recalls("a", ms, RecallText, "y")
		return b.done()
	}},
	{"S5: nothing is recalled before anything is kept, or while it comes to be", func() *Past {
		b := keeper()
		b.recalls("a", ms, RecallNothing, "")
		b.pass(2 * ms)
		b.recalls("a", 10*ms, RecallNothing, "")
		b.recalls("a", 10*ms, RecallUnknownKey, "")
		b.keeps("a", "x")
		return b.done()
	}},
	{"S19: a text is moved, each time with a nonce of its own", func() *Past {
		b := keeper()
		b.keeps("a", "x")
		b.puts("n2#1", "a", "x", 2)
		b.puts("n2#1", "a", "x", 2)
		return b.done()
	}},
}
