package checker

import (
	"slices"
	"testing"
	"time"
)

// TestBlows: who feels a fault is told by its message or its machines, an owner apart from
// other workers, and each blow in the phase that the key is in when it bites.
func TestBlows(t *testing.T) {
	b := bootstrap(1)
	idle := b.now
	b.begin()
	intent := b.now
	b.publish("w1#1")
	published := b.now
	b.commit("w1#1")
	b.h.Faults = []Fault{
		{Kind: "crash", Injected: true, From: idle, To: idle, Bites: []time.Duration{idle}, On: []string{"w1"}},
		{Kind: "pause", Injected: true, From: intent, To: published, Bites: []time.Duration{intent, intent, published}, On: []string{"w1", "w2"}},
		{Kind: "drop", Injected: true, From: published, To: published, Bites: []time.Duration{published}, On: []string{"w1"}, Between: [][2]string{{"n1", "c1"}}},
		{Kind: "delay", Injected: true, From: idle, To: b.now, On: []string{"store"}},
	}
	want := []Blow{
		{"crash", Idle, WorkerVictim},
		{"pause", Intent, OwnerVictim}, {"pause", Intent, WorkerVictim},
		{"pause", Published, OwnerVictim}, {"pause", Published, WorkerVictim},
		{"drop", Published, NodeVictim}, {"drop", Published, CallerVictim},
	}
	if got := Check(b.done(), Options{}).Blows; !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	b.h.Offers.Record = false
	if got := blows(split(b.done())); len(got) > 0 {
		t.Errorf("without a record no phase is known, and there is %v", got)
	}
}
