package checker

import (
	"testing"
	"time"
)

// TestDisks replays what is done on one disk, second by second: what is durable, and what
// remains.
func TestDisks(t *testing.T) {
	write := func(file, print string) OnDisk { return OnDisk{Did: DiskWrite, File: file, Print: print} }
	remove := func(file string) OnDisk { return OnDisk{Did: DiskRemove, File: file} }
	did := func(e DiskEvent) OnDisk { return OnDisk{Did: e} }
	for name, c := range map[string]struct {
		events           []OnDisk
		durable, remains string // of print a, at half past each second: y or n
	}{
		"written and synced":                     {[]OnDisk{write("f", "a"), did(DiskSync)}, "ny", "yy"},
		"written, and the power fails":           {[]OnDisk{write("f", "a"), did(DiskRevert)}, "nn", "yn"},
		"a sync fails":                           {[]OnDisk{write("f", "a"), {Did: DiskSync, Bad: true}, did(DiskSync)}, "nny", "yyy"},
		"removed and synced":                     {[]OnDisk{write("f", "a"), did(DiskSync), remove("f"), did(DiskSync)}, "nyyn", "yyyn"},
		"removed, and the power fails":           {[]OnDisk{write("f", "a"), did(DiskSync), remove("f"), did(DiskRevert), did(DiskSync)}, "nyyyy", "yyyyy"},
		"removed before it was synced":           {[]OnDisk{write("f", "a"), remove("f"), did(DiskSync)}, "nnn", "ynn"},
		"another file is removed":                {[]OnDisk{write("f", "a"), remove("g"), did(DiskSync)}, "nny", "yyy"},
		"written over by the same":               {[]OnDisk{write("f", "a"), did(DiskSync), write("f", "a"), did(DiskSync)}, "nyyy", "yyyy"},
		"written over by another":                {[]OnDisk{write("f", "a"), did(DiskSync), write("f", "b"), did(DiskSync)}, "nyyn", "yyyn"},
		"written over by what is no material":    {[]OnDisk{write("f", "a"), did(DiskSync), write("f", ""), did(DiskSync)}, "nyyn", "yyyn"},
		"written over, and the power fails":      {[]OnDisk{write("f", "a"), did(DiskSync), write("f", "b"), did(DiskRevert)}, "nyyy", "yyyy"},
		"torn before it was synced":              {[]OnDisk{write("f", "a"), did(DiskTear)}, "nn", "yn"},
		"torn while written over by the same":    {[]OnDisk{write("f", "a"), did(DiskSync), write("f", "a"), did(DiskTear)}, "nyyy", "yyyy"},
		"torn while written over by another":     {[]OnDisk{write("f", "a"), did(DiskSync), write("f", "b"), did(DiskTear)}, "nyyn", "yyyn"},
		"torn while written over by none":        {[]OnDisk{write("f", "a"), did(DiskSync), write("f", ""), did(DiskTear)}, "nyyn", "yyyn"},
		"no material is written over, and torn":  {[]OnDisk{write("f", ""), did(DiskSync), write("f", "a"), did(DiskTear), did(DiskSync)}, "nnnnn", "nnynn"},
		"no material is written over":            {[]OnDisk{write("f", ""), did(DiskSync), write("f", "a"), did(DiskSync), remove("f"), did(DiskRevert)}, "nnnyyy", "nnyyyy"},
		"torn while removed":                     {[]OnDisk{write("f", "a"), did(DiskSync), remove("f"), did(DiskTear)}, "nyyy", "yyyy"},
		"another disk":                           {[]OnDisk{write("f", "a"), did(DiskSync), did(DiskWipe), did(DiskSync)}, "nynn", "yynn"},
		"two copies, one removed":                {[]OnDisk{write("f", "a"), write("g", "a"), did(DiskSync), remove("f"), did(DiskSync)}, "nnyyy", "yyyyy"},
		"what the disk refused":                  {[]OnDisk{{Did: DiskWrite, File: "f", Print: "a", Bad: true}, did(DiskSync)}, "nn", "nn"},
		"on the disk of somebody else, as it is": {[]OnDisk{did(DiskSync)}, "n", "n"},
	} {
		h := &History{End: time.Minute}
		for i, e := range c.events {
			at := time.Duration(i) * sec
			h.Facts = append(h.Facts, Fact{ID: i + 1, Key: "k", Actor: "n1#1", Times: Times{Early: at, At: at}, What: &e})
		}
		h.Facts = append(h.Facts, Fact{Key: "k", Actor: "n2#1", What: &OnDisk{Did: DiskWrite, File: "f", Print: "a"}}, Fact{Key: "k", Actor: "n2#1", What: &OnDisk{Did: DiskSync}})
		p := Derive(h)
		durable, remains := "", ""
		yes := func(is bool) string {
			if is {
				return "y"
			}
			return "n"
		}
		for i := range c.events {
			at := time.Duration(i)*sec + sec/2
			durable += yes(p.onDisks()["n1"].durable("a", at))
			remains += yes(p.onDisks()["n1"].remains("a", at))
		}
		if durable != c.durable || remains != c.remains {
			t.Errorf("%s: durable %s, remains %s; want %s and %s", name, durable, remains, c.durable, c.remains)
		}
	}
}

// withCopies gives the node of a good run a disk with all that its stamps open.
func withCopies(nodes int) *Past {
	h := goodRun(nodes, 3)
	for i := range h.Stamps {
		s := &h.Stamps[i]
		for _, print := range s.Prints {
			if !h.onDisks()[s.Node].durable(print, s.Asked) {
				h.Copies = append(h.Copies, Copy{"k", s.Node, print, 0, 0, -1})
			}
		}
	}
	return h
}

// TestCopies: what stamps open is durable, and whoever has what is destroyed is named.
func TestCopies(t *testing.T) {
	for name, c := range map[string]struct {
		change func(h *Past)
		clause string
	}{
		"all is durable, and named": {func(h *Past) { noteAll(h, "erasure not confirmed by n1, n2") }, ""},
		"nothing is on disks":       {func(h *Past) { h.Copies = nil }, ""},
		"one is written too late": {func(h *Past) {
			noteAll(h, "n1, n2")
			h.Copies[0].Durable = lastStamp(h).Asked + 1
		}, "durable"},
		"one is never durable": {func(h *Past) {
			noteAll(h, "n1, n2")
			h.Copies[0].Durable = -1
		}, "durable"},
		"one had time to erase it, and has it": {func(h *Past) {
			noteAll(h, "n1, n2")
			h.Policy.OwnerLease = 0
		}, "named"},
		"one had time to erase it, and could not": {func(h *Past) {
			noteAll(h, "n1, n2")
			h.Policy.OwnerLease = 0
			h.Faults = append(h.Faults, Fault{Kind: "crash", Injected: true, Bites: []time.Duration{0}, On: []string{"n1", "n2"}, From: 0, To: h.End})
		}, ""},
		"one is not named":                      {func(h *Past) { noteAll(h, "erasure not confirmed by n1") }, "named"},
		"a longer name is no name":              {func(h *Past) { noteAll(h, "n1, n22, n2-b, n2b") }, "named"},
		"a name that ends with it is no name":   {func(h *Past) { noteAll(h, "n1, xn2, x-n2, x.n2, x_n2, rack/n2") }, "named"},
		"a name with a dot after it is another": {func(h *Past) { noteAll(h, "n1, n2.example") }, "named"},
		"an incarnation is named":               {func(h *Past) { noteAll(h, "n1#1, n2#4") }, ""},
		"a name at the end of a sentence":       {func(h *Past) { noteAll(h, "Not erased by n1 and n2.") }, ""},
		"a longer name, and then itself":        {func(h *Past) { noteAll(h, "n22, n2, n1") }, ""},
		"one is not named, whose disk was put back while it was down": {func(h *Past) {
			noteAll(h, "n1")
			for i := range h.Copies {
				if h.Copies[i].Machine == "n2" {
					h.Starts = append(h.Starts, Start{"n2", "n2#2", h.Copies[i].Written + 1, h.End})
				}
			}
		}, ""},
		"one is not named, which ran when its disk was written": {func(h *Past) {
			noteAll(h, "n1")
			h.Starts = append(h.Starts, Start{"n2", "n2#2", 0, h.End})
		}, "named"},
		"one has long erased it": {func(h *Past) {
			noteAll(h, "n2")
			gone(h, "n1")
			gone(h, "n2")
		}, "named"},
		"one has long erased it, and is not named": {func(h *Past) {
			noteAll(h, "")
			gone(h, "n1")
			gone(h, "n2")
		}, ""},
		"one has long erased it, and cannot say so": {func(h *Past) {
			noteAll(h, "n1, n2")
			gone(h, "n2")
			h.Faults = append(h.Faults, Fault{Kind: "crash", Injected: true, Bites: []time.Duration{0}, On: []string{"keys"}, From: 0, To: h.End})
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := withCopies(2)
			c.change(h)
			broken := map[string]bool{}
			r := Check(exact(h), Options{})
			for _, v := range r.Verdicts {
				for _, x := range v.Clauses {
					if (x.Clause == "durable" || x.Clause == "named" && v.Invariant == "S12") && x.Broken > 0 {
						broken[x.Clause] = true
					}
				}
			}
			if len(r.Invalid) > 0 || broken[c.clause] != (c.clause != "") || c.clause == "" && len(broken) > 0 || len(broken) > 1 {
				t.Errorf("invalid %v, broken %v, want %q", r.Invalid, broken, c.clause)
			}
		})
	}
}

func lastStamp(h *Past) *Grant {
	var last *Grant
	for i := range h.Stamps {
		if s := &h.Stamps[i]; s.Node == h.Copies[0].Machine && len(s.Prints) > 0 && !s.Kept {
			last = s
		}
	}
	return last
}

// destroyedView is the write that has v1 destroyed.
func destroyedView(h *Past) *View {
	for i := range h.Views {
		if v := &h.Views[i]; v.state(1) == Destroyed {
			return v
		}
	}
	return nil
}

// noteAll has that write note something.
func noteAll(h *Past, note string) {
	e := &destroyedView(h).Audit[0]
	e.Body = e.noting(note)
}

// gone has a node erase what is destroyed at once, and leaves no time to say so.
func gone(h *Past, node string) {
	h.Policy.OwnerLease = 0
	for i := range h.Copies {
		if c := &h.Copies[i]; c.Machine == node && c.Print == print(1) {
			c.Gone = 1
		}
	}
}
