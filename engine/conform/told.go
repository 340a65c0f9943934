package conform

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pawl/engine"
)

//go:embed testdata/told.txt
var toldText string

// told runs the histories below and compares what happened with testdata/told.txt.
func told(t *testing.T, open []func(*testing.T) Backend) {
	var got strings.Builder
	for _, tale := range tales {
		h := history{t: t, model: NewModel()}
		for _, o := range open {
			h.under = append(h.under, o(t))
		}
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
		grant{},
		txn{If: at("a", 0), Then: []engine.Op{leased("a", 1)}, Else: []engine.Op{leased("b", 9)}},
		txn{If: at("a", 0), Then: []engine.Op{leased("a", 1)}, Else: []engine.Op{leased("b", 9)}},
		do(leased("c", 1), get("c"), leased("b", -1)),
		revoke(1),
		do(put("a", "1"), leased("b", 1)),
		do(prefix("")),
	}},
	{"A key goes with the lease it was written under last, and with no other", []step{
		grant{}, grant{},
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
		grant{},
		do(leased("c", 1)),
		do(leased("b", 1), leased("a", 1)),
		do(put("b2", "kept")),
		revoke(1),
		await{"", 3},
		do(prefix("")),
		grant{},
		revoke(2),
		do(),
	}},
	{"What has ended stays so, and what never was is the same", []step{
		grant{},
		keepAlive(1),
		revoke(1),
		keepAlive(1), revoke(1),
		keepAlive(2), revoke(2),
		keepAlive(0), revoke(0),
		keepAlive(-1), revoke(-1),
		grant{},
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
}
