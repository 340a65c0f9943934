package conform

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/engine"
)

//go:embed testdata/told.txt
var toldText string

// told runs the histories below and compares what happened with testdata/told.txt.
func told(t T, open func() Backend) {
	var got strings.Builder
	for _, tale := range tales {
		h := history{t: t, model: NewModel(), under: open()}
		for _, s := range tale.steps {
			h.do(s)
		}
		fmt.Fprintf(&got, "# %s\n\n%s\n", tale.name, &h.lines)
	}
	if got.String() != toldText {
		t.Errorf("testdata/told.txt tells it differently; this is what happened:\n%s", &got)
	}
}

func do(ops ...engine.Op) step { return txn{Then: ops} }

func put(key, value string) engine.Op { return engine.Put(key, []byte(value), 0) }

func leased(key string, l engine.Lease) engine.Op { return engine.Put(key, []byte("x"), l) }

func at(key string, mod int64) []engine.Compare { return []engine.Compare{{Key: key, Mod: mod}} }

var (
	get    = engine.Get
	del    = engine.Del
	prefix = engine.Prefix
	paged  = engine.Paged
)

var tales = []struct {
	name  string
	steps []step
}{
	{"Only a change makes a revision", []step{
		do(),
		do(get("a"), prefix("")),
		do(del("a")),
		do(put("a", "x")),
		do(put("a", "x")),
		do(get("a")),
		do(del("a"), del("a")),
		do(del("a")),
	}},
	{"A transaction reads what it has written, and all it writes has one revision", []step{
		do(get("a/1"), put("a/1", "x"), get("a/1"), put("a/2", "y"), prefix("a/")),
		do(prefix("a/"), del("a/1"), get("a/1"), prefix("a/"), put("b", "")),
		do(del("none"), get("b")),
	}},
	{"A key keeps its creation until it is deleted", []step{
		do(put("a", "1")),
		do(put("a", "2")),
		do(del("a")),
		do(put("a", "3")),
		do(get("a")),
	}},
	{"All compares hold or none count, and an absent key is at 0", []step{
		txn{If: at("a", 0), Then: []engine.Op{put("a", "1")}, Else: []engine.Op{get("a")}},
		txn{If: at("a", 0), Then: []engine.Op{put("a", "2")}, Else: []engine.Op{get("a")}},
		txn{If: at("a", 1), Then: []engine.Op{put("a", "2")}},
		txn{If: at("a", 1), Then: []engine.Op{put("a", "3")}},
		txn{If: append(at("a", 2), at("b", 1)...), Then: []engine.Op{put("a", "3")}, Else: []engine.Op{put("b", "1")}},
		txn{If: append(at("a", 2), at("a", 2)...), Then: []engine.Op{del("a")}},
		txn{If: at("a", 4), Then: []engine.Op{put("a", "5")}},
		txn{If: at("a", 0)},
		do(prefix("")),
	}},
	{"No branch puts a key that it writes elsewhere, not even one that does not run", []step{
		do(put("a", "1"), put("a", "2")),
		do(put("a", "1"), del("a")),
		do(del("a"), put("a", "1")),
		txn{If: at("a", 0), Else: []engine.Op{put("a", "1"), put("a", "2")}},
		txn{If: at("a", 1), Then: []engine.Op{del("a"), put("a", "1")}},
		txn{If: at("a", 0), Then: []engine.Op{put("a", "1"), get("a")}, Else: []engine.Op{put("a", "2")}},
		do(del("a"), prefix(""), del("a")),
	}},
	{"At most 128 of each", []step{
		do(slices.Repeat([]engine.Op{get("a")}, 128)...),
		do(slices.Repeat([]engine.Op{get("a")}, 129)...),
		txn{If: at("a", 0), Then: []engine.Op{get("a")}, Else: slices.Repeat([]engine.Op{get("a")}, 129)},
		txn{If: slices.Repeat(at("a", 0), 128), Then: slices.Repeat([]engine.Op{del("a")}, 128), Else: slices.Repeat([]engine.Op{del("a")}, 128)},
		txn{If: slices.Repeat(at("a", 0), 129), Then: []engine.Op{get("a")}},
	}},
	{"A key has a name", []step{
		do(put("", "x")),
		do(get("")),
		do(del("")),
		txn{If: at("", 0), Then: []engine.Op{put("a", "x")}},
		txn{If: at("a", 0), Then: []engine.Op{put("a", "x")}, Else: []engine.Op{put("", "x")}},
		do(prefix("")),
	}},
	{"A prefix is a prefix", []step{
		do(put("a", "1"), put("a/", "2"), put("a/\xff", "3"), put("a0", "4"), put("b", "5"), put("\xff", "6"), put("\xff\xff", "7"), put("\x00", "8")),
		do(prefix("a"), prefix("a/"), prefix("a/\xff"), prefix("\xff"), prefix("\xff\xff"), prefix("\x00"), prefix("c")),
		await{"a/", 0},
		await{"\xff", 0},
	}},
	{"A put under a lease that is not there undoes its whole branch; another branch is not looked at", []step{
		do(put("a", "1"), leased("b", 1)),
		grant(longTTL),
		txn{If: at("a", 0), Then: []engine.Op{leased("a", 1)}, Else: []engine.Op{leased("b", 9)}},
		txn{If: at("a", 0), Then: []engine.Op{leased("a", 1)}, Else: []engine.Op{leased("b", 9)}},
		do(leased("c", 1), get("c"), leased("b", -1)),
		revoke(1),
		do(put("a", "1"), leased("b", 1)),
		do(prefix("")),
	}},
	{"A key goes with the lease it was written under last, and with no other", []step{
		grant(longTTL), grant(longTTL),
		do(leased("again", 1), leased("bare", 1), leased("moved", 1), leased("new", 1), leased("same", 1)),
		do(put("bare", "y"), leased("moved", 2), leased("same", 1), del("again"), del("new")),
		do(put("again", "z")),
		do(leased("new", 2)),
		do(prefix("")),
		revoke(1),
		do(prefix("")),
		revoke(2),
		do(prefix("")),
	}},
	{"A lease takes its keys in one revision, in their order, whatever order they came in", []step{
		grant(longTTL),
		do(leased("c", 1)),
		do(leased("b", 1), leased("a", 1)),
		do(put("b2", "kept")),
		revoke(1),
		await{"", 3},
		do(prefix("")),
		grant(longTTL),
		revoke(2),
		do(),
	}},
	{"What has ended stays so, and what never was is the same", []step{
		grant(longTTL),
		keepAlive(1),
		revoke(1),
		keepAlive(1), revoke(1),
		keepAlive(2), revoke(2),
		keepAlive(0), revoke(0),
		keepAlive(-1), revoke(-1),
		grant(longTTL),
		keepAlive(2),
	}},
	{"A watch tells the last of each key, in the order of the last changes", []step{
		do(put("a/1", "1"), put("a/2", "1"), put("b", "1")),
		do(put("a/1", "2")),
		do(del("b"), put("a/3", "1")),
		do(del("a/2")),
		await{"", 0},
		await{"a/", 1},
		await{"a/", 3},
		await{"a/", 4},
		await{"b", 3},
		await{"b", 2},
		await{"", 99},
		do(put("b", "again")),
		await{"", 0},
	}},
	{"A page is the keys behind another, and no more than asked for", []step{
		do(put("a/1", "1"), put("a/2", "2"), put("a/3", "3"), put("a/\xff", "4"), put("b", "5")),
		do(paged("a/", "", 2), paged("a/", "a/2", 2), paged("a/", "a/\xff", 2)),
		do(paged("a/", "", 0), paged("a/", "", 9), paged("a/", "a/11", 1), paged("a/", "a/", 1)),
		do(paged("a/", "a", 1), paged("a/", "A", 1), paged("a/", "b", 1), paged("a/", "c", 1)),
		do(paged("", "a/3", 0), del("a/2"), paged("a/", "a/1", 1)),
	}},
	{"Others write too: revisions have gaps", []step{
		elsewhere{},
		do(put("a", "1")),
		elsewhere{}, elsewhere{},
		do(get("a")),
		await{"", 0},
		await{"", 2},
		txn{If: at("a", 2), Then: []engine.Op{put("a", "2")}},
		await{"", 3},
		elsewhere{},
		do(del("a")),
		await{"a", 5},
	}},
	{"A lease lives whole seconds, and not for ever", []step{
		grant(0), grant(-time.Second), grant(time.Nanosecond),
		grant(9_000_000_000 * time.Second),
		grant(9_000_000_001 * time.Second),
		grant(longTTL),
		do(leased("a", 5)),
		do(leased("a", 6)),
	}},
	{"A read of the past that also writes is none", []step{
		do(put("a", "1")),
		txn{If: at("a", 1), Then: []engine.Op{put("a", "2"), get("a")}, Stale: true},
		txn{If: at("a", 1), Then: []engine.Op{get("a")}, Else: []engine.Op{put("a", "3"), get("a")}, Stale: true},
		txn{If: at("a", 3), Then: []engine.Op{get("a")}, Else: []engine.Op{put("a", "4")}, Stale: true},
	}},
}
