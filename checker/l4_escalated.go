package checker

import "slices"

// escalated demands that people are told of each node that the note of a destruction names, in words
// and as what to do where: what is still on its disk somebody has to erase by hand, who goes by
// the version and the nodes of the alert. Where the pager could not be reached while the
// version waited for that, the audit alone may have it.
func escalated(t *tally, h *Past) {
	if h.Offers.Body != PrefixedFields {
		return
	}
	revoked := revocations(h.replayed.turns)
	for i := range h.replayed.turns {
		x := &h.replayed.turns[i]
		if x.prev == nil {
			continue
		}
		for _, ver := range x.v.Versions {
			was := x.prev.version(ver.N)
			if since := revoked.get(ver.N); ver.State == Destroyed && was != nil && was.State == Revoked && since != nil {
				h.toldOfNodes(t, x.v, ver.N, *since)
			}
		}
	}
}

// toldOfNodes holds one destruction to what people were told since the version was revoked.
func (h *Past) toldOfNodes(t *tally, v *View, n uint32, since *View) {
	note, by := noteOf(v, n), v.At+h.PageBound()
	if h.paging().within(since.early()-h.calls(settleCalls), v.At) || h.End < by {
		return
	}
	for i := range h.Machines {
		m := h.Machines[i].Name
		if h.Machines[i].Duty != NodeDuty || !names(note, m) {
			continue
		}
		t.judged(l4Escalated)
		told := slices.ContainsFunc(h.Pages, func(p Page) bool {
			return p.Notice && !p.Due && since.early() <= p.At && p.At <= by && p.Version == n && slices.Contains(p.Nodes, m) && names(p.Halt.Reason, m)
		})
		if !told {
			t.add(l4Escalated, by, citing(since, v), "%s wrote v%d as DESTROYED at %s, revision %d, and names %s, which had not said that it has erased it; nobody was told by %s of that version on that node, in words and as where to erase it",
				v.By, n, at(v.At), v.Revision, m, at(by))
		}
	}
}
