package checker

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"pgregory.net/rapid"
)

// registerHistory draws a small one with many ties and overlaps, right and wrong
// ones about equally often.
func registerHistory(t *rapid.T) *Past {
	h := &Past{History: &History{Keys: []string{"k"}, Offers: Offers{Record: rapid.Bool().Draw(t, "described")}}}
	moment := rapid.IntRange(0, 12)
	for i := range rapid.IntRange(1, 7).Draw(t, "reads") {
		from := time.Duration(moment.Draw(t, "called"))
		h.Seals = append(h.Seals, Seal{
			ID: i, Called: from,
			Returned: from + time.Duration(rapid.IntRange(0, 6).Draw(t, "took")), Acked: rapid.IntRange(0, 9).Draw(t, "acked") > 0, Sealing: Sealing{Version: uint32(rapid.IntRange(1, 3).Draw(t, "version"))},
		})
	}
	last := time.Duration(0)
	for i := range rapid.IntRange(1, 4).Draw(t, "writes") {
		sent := time.Duration(moment.Draw(t, "sent"))
		last = max(last, sent)
		h.Views = append(h.Views, View{Revision: int64(i), Record: Record{Active: uint32(i)}, Sent: sent, At: last})
		if rapid.IntRange(0, 9).Draw(t, "back") == 0 {
			h.Views[i].Active = 1
		}
	}
	return h
}

// The certificate is not only sound but exact, so that Porcupine never overrules
// it; should that change, only soundness is needed.
func TestRegisterCertificateAgreesWithPorcupine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := registerHistory(t)
		ws := writes(h)
		certified := registerCertified(h, ws)
		legal := porcupine.CheckOperations(registerModel(h.Offers.Record), registerOps(h, ws))
		if certified != legal {
			t.Fatalf("certificate: %v, Porcupine: %v", certified, legal)
		}
	})
}

func TestSearchGivesUp(t *testing.T) {
	// Reads that all overlap, of a version that was written only once they had
	// ended: every order is tried.
	h := &Past{History: &History{Keys: []string{"k"}, Offers: everything, End: sec}}
	for i := range 16 {
		v := uint32(1 + i%2)
		h.Seals = append(h.Seals, Seal{ID: i, Key: "k", Called: 10, Received: 10, Emitted: 50, Returned: 100, Acked: true, Sealing: Sealing{Version: v}})
	}
	h.Views = []View{{Revision: 1, Record: Record{Active: 1}, At: 5, Sent: 5}, {Revision: 2, Record: Record{Active: 2}, At: 600, Sent: 500}}
	for _, opt := range []Options{{}, {Porcupine: time.Minute, Steps: 10}} {
		ls := linearize(h, opt)
		if len(ls) != 1 || ls[0].Result != Undecided {
			t.Errorf("%+v: %+v", opt, ls)
		}
		r := Report{Linear: ls}
		if r.Violated() || !r.Inconclusive() {
			t.Errorf("%+v: violated %v, inconclusive %v", opt, r.Violated(), r.Inconclusive())
		}
	}
	ls := linearize(h, Options{Porcupine: time.Minute})
	if len(ls) != 1 || ls[0].Result != Illegal || !ls[0].Searched {
		t.Errorf("with time: %+v", ls)
	}
}

// What fits no order is told by the write that goes back, or by two reads of which one
// goes back behind the other.
func TestRegisterMisfitIsNamed(t *testing.T) {
	view := func(rev int64, at time.Duration, active uint32) View {
		return View{Key: "k", Revision: rev, RecordWritten: true, Sent: at, At: at, By: "worker/1#1", Record: Record{Active: active}}
	}
	seal := func(id int, at time.Duration, version uint32) Seal {
		return Seal{ID: id, Key: "k", Node: "n1", Client: "c1", Called: at, Received: at, Emitted: at + 1, Returned: at + 2, Acked: true, Sealing: Sealing{Version: version}}
	}
	back := &Past{History: &History{Keys: []string{"k"}, Offers: everything, End: 90},
		Views: []View{view(1, 10, 1), view(2, 20, 2), view(3, 30, 1)}, Seals: []Seal{seal(0, 11, 1), seal(1, 21, 2), seal(2, 31, 1)}}
	reads := &Past{History: &History{Keys: []string{"k"}, End: 90}, Seals: []Seal{seal(0, 11, 1), seal(1, 21, 2), seal(2, 31, 1), seal(3, 41, 1)}}
	for _, c := range []struct {
		h    *Past
		want string
		at   time.Duration
		cite []Cite
	}{
		{back, "by worker/1#1 makes v1 the active one again, after revision 2 had made it v2", 30, []Cite{back.Views[1].Cite(), back.Views[2].Cite()}},
		{reads, "n1 sealed #1 under v2 for c1 at 0s, and n1 sealed #2 under v1 for c1", 33, []Cite{reads.Seals[1].Cite(), reads.Seals[2].Cite()}},
	} {
		l, _ := sealRegister(c.h, Options{Porcupine: time.Second})
		if l.Result != Illegal || !strings.Contains(l.Detail, c.want) || l.At != c.at || !slices.Equal(l.Cites, c.cite) {
			t.Errorf("%s at %d: %s\ncites %v", l.Result, l.At, l.Detail, l.Cites)
		}
	}
}
