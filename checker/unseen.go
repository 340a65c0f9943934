package checker

import (
	"fmt"
	"slices"
	"strings"
)

// A Sense is a kind of fact that an observer may have no way to see. A history says which it
// was without: what it has none of then did not fail to happen, it was not looked at.
type Sense string

const (
	Clients    Sense = "what clients and relying parties asked nodes for, and what they got"
	Requests   Sense = "what callers and operators asked for, and what they were told"
	Ports      Sense = "what processes asked of other machines, and what they had read"
	KeyService Sense = "what the key service made and destroyed, and material itself"
	Pager      Sense = "what people were told"
	Disks      Sense = "what is on machines' disks"
	Troubles   Sense = "what went wrong with machines and networks, and when machines ran"
	Leases     Sense = "when leases were granted and kept alive"
	Pools      Sense = "in which pool a node is"
	Hands      Sense = "which writes were made past the engine"
	Rewinds    Sense = "that the store was put back to an older copy"
	Others     Sense = "other keys"
	Beginnings Sense = "what there was before the history begins"
)

// needs are the clauses that cannot be judged without a sense. A clause that is not here is
// judged from the store alone, as far as it can be: its judge asks for the sense where it
// looks further.
var needs = [...]struct {
	id, clauses string
	sense       Sense
}{
	{"S1", "asked, told, own", Requests},
	{"S2", "back, active, put back", Clients},
	{"S3", "stamps, answers, relying", Clients},
	{"S3", "issued", KeyService},
	{"S3", "anchored", Others},
	{"S4", "effects", KeyService},
	{"S4", "lease", Leases},
	{"S5", "lasts", KeyService},
	{"S5", "plaintext, known, outlives, stands, lodged, authentic, recalled", Clients},
	{"S6", "intent, published, stamps", KeyService},
	{"S6", "durable", Disks},
	{"S7", "made, apart", KeyService},
	{"S8", "one intent", KeyService},
	{"S8", "put back", Rewinds},
	{"S9", "made, destroyed", KeyService},
	{"S9", "pools, turns", Pools},
	{"S9", "read", Ports},
	{"S11", "ends", Leases},
	{"S11", "answered", Clients},
	{"S11", "put back", Rewinds},
	{"S12", "lifetime", Clients},
	{"S12", "held", Requests},
	{"S12", "under", Others},
	{"S12", "destroyed, sent, target, kept", KeyService},
	{"S12", "named", Disks},
	{"S13", "once", Requests},
	{"S13", "by hand", Hands},
	{"S14", "opens, relying", Clients},
	{"S15", "unsealed", Clients},
	{"S15", "destroyed", KeyService},
	{"S17", "put back", Rewinds},
	{"S17", "sent", Ports},
	{"S18", "starts, answers, acts, approved, noted, refused, attempts, done, possible, malformed", Requests},
	{"S19", "once, limit", Clients},
	{"L1", "settles, cause, commits, readies, retires, erases", Troubles},
	{"L1", "told", Pager},
	{"L1", "resumed", Requests},
	{"L2", "told, early", Pager},
	{"L3", "opens, seals, outage, extended", Clients},
	{"L3", "gap", Troubles},
	{"L3", "attempts, requests", Ports},
	{"L3", "spread", Leases},
	{"L4", "paged, halted, once, escalated", Pager},
	{"L4", "put back", Rewinds},
	{"L4", "by hand", Hands},
	{"L5", "stamped, floor", Troubles},
	{"V0", "seals, answers", Clients},
	{"V0", "material, kept", KeyService},
	{"V0", "halt", Pager},
}

// inPart are clauses that are judged from less where a sense is missing, and what is left out.
var inPart = [...]struct {
	id, clause string
	sense      Sense
	without    string
}{
	{"S1", "window", Beginnings, "of a later attempt, whether the one before was aborted, if that was before"},
	{"S4", "writes", Ports, "who wrote is known by the writer's own word, its entry"},
	{"S9", "next", KeyService, "that stamps hold the material that was made, and not another"},
	{"S9", "spare", KeyService, "the same of what lies ready"},
	{"S11", "content", Pools, "of stamps that were granted while not all pools were let in"},
	{"S13", "chain", Beginnings, "of the first entry, that it follows from those before"},
	{"S13", "cause", Requests, "that there was such a trigger or act, and what it was for"},
	{"S13", "deadline", Ports, "that as many attempts were made as a halt for attempts says"},
	{"S13", "deadline", Leases, "that the lease of the owner before had run out, as who takes the key over for that says"},
	{"S13", "deadline", KeyService, "that a version was as near its end as an abort for that says"},
	{"S17", "operator", Requests, "that there was such an act, and that it was not refused"},
	{"L4", "answers", Clients, "that sealing and opening went on, or did not, as a halt says"},
	{"L4", "fitting", Ports, "whether the key service has rejected something, or has only not done it"},
	{"L4", "answers", Ports, "that it can be recovered from, as far as the key service has said otherwise"},
	{"V0", "owner", Ports, "the owner is held to the writer's own word, its entry"},
	{"V0", "rotation", Requests, "that window and attempt are those of the trigger"},
	{"V0", "stamps", Ports, "that a stamp is of the process that wrote it, and of its lease's length"},
	{"V0", "stamps", Pools, "what it allows, while not all pools were let in"},
	{"V0", "turned-away", Requests, "that it was asked for"},
}

// sees says whether the observer could see such facts.
func (h *History) sees(s Sense) bool { return !slices.Contains(h.Unseen, s) }

// unseen says of each clause whether what it needs could not be seen; nil: of none.
func (inv *Invariant) unseen(h *History) []bool {
	if len(h.Unseen) == 0 {
		return nil
	}
	all := make([]bool, len(inv.Clauses))
	for i := range inv.Clauses {
		_, all[i] = inv.lacks(i, h.Unseen)
	}
	return all
}

// lacks is the sense that a clause needs, and that is one of those unseen.
func (inv *Invariant) lacks(i int, unseen []Sense) (Sense, bool) {
	for _, n := range needs {
		if n.id == inv.ID && slices.Contains(strings.Split(n.clauses, ", "), inv.Clauses[i].Name) && slices.Contains(unseen, n.sense) {
			return n.sense, true
		}
	}
	return "", false
}

// An Unjudged is a clause of which nothing, or only a part, is judged without a sense.
type Unjudged struct {
	Invariant, Clause string
	Sense             Sense
	Part              string // that is left out; empty: all of it
}

// Without says what is not judged of histories that lack some senses, in the order of [All].
func Without(unseen []Sense) (all []Unjudged) {
	for k := range All {
		inv := &All[k]
		for i, c := range inv.Clauses {
			if s, is := inv.lacks(i, unseen); is {
				all = append(all, Unjudged{inv.ID, c.Name, s, ""})
			}
			for _, p := range inPart {
				if p.id == inv.ID && p.clause == c.Name && slices.Contains(unseen, p.sense) {
					all = append(all, Unjudged{inv.ID, c.Name, p.sense, p.without})
				}
			}
		}
	}
	return all
}

// senses are all that there are.
var senses = []Sense{Clients, Requests, Ports, KeyService, Pager, Disks, Troubles, Leases, Pools, Hands, Rewinds, Others, Beginnings}

func (r *reasons) senses(h *History) {
	for i, s := range h.Unseen {
		if why := oneOf(nth("Unseen", i), s, senses...); why != "" {
			r.say("%s", why)
		}
	}
}

// blind is why nothing was judged of an invariant of which nothing can be.
func (inv *Invariant) blind(h *History) string {
	var why []Sense
	for i := range inv.Clauses {
		s, is := inv.lacks(i, h.Unseen)
		if !is {
			return ""
		}
		if !slices.Contains(why, s) {
			why = append(why, s)
		}
	}
	return fmt.Sprintf("it cannot be seen %s", strings.Join(words(why), ", nor "))
}

func words(senses []Sense) (all []string) {
	for _, s := range senses {
		all = append(all, string(s))
	}
	return all
}
