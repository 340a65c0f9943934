package foreign

import (
	"testing"

	"pawl/engine"
)

// TestWritten: of a transaction the first write below a place, and of nothing else any.
func TestWritten(t *testing.T) {
	r := engine.Txn{Then: []engine.Op{engine.Get("a/1"), engine.Put("b", []byte("b"), 0), engine.Put("a/2", []byte("2"), 0), engine.Put("a/3", nil, 0)}}
	if value, is := Written(r, "a/"); !is || string(value) != "2" {
		t.Errorf("%q, %v", value, is)
	}
	for _, other := range []engine.Request{engine.Txn{Then: []engine.Op{engine.Del("a/2")}}, engine.Create{Key: "a/2"}, nil} {
		if _, is := Written(other, "a/"); is {
			t.Errorf("%v is said to write", other)
		}
	}
}

// TestOver: who is given such a context ends at once.
func TestOver(t *testing.T) {
	if Over(t.Context()).Err() == nil {
		t.Error("it is not over")
	}
}
