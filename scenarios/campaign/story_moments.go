package campaign

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/checker"
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/deploy"
)

// A moment is one thing that could be told, with what it is about.
type moment struct {
	at        time.Duration
	who, what string
	kind      string // one of reports'
	always    bool   // however long before, and never in a row with others

	window   string
	rotation string
	versions []uint32 // that it put to use or took out of it
	made     uint32   // version that it made; 0: none
	owner    bool     // ownership changed
	often    bool     // one of many that are told in one row, whatever comes between
}

// A narrator gathers moments from a history.
type narrator struct {
	key   string // only of this; empty: of all
	until time.Duration
	cites []checker.Cite
	told  []moment
}

func (n *narrator) add(key string, m moment) {
	if m.at <= n.until && m.what != "" && (key == n.key || key == "" || n.key == "") {
		n.told = append(n.told, m)
	}
}

func (n *narrator) cited(c checker.Cite) bool { return slices.Contains(n.cites, c) }

// strikes are the faults that came into force, and that ended. What is asked for is
// told where it is asked.
func (n *narrator) strikes(all []faults.Injection) {
	for _, in := range all {
		if !in.Injected || !in.Event.IsFault() {
			continue
		}
		what := in.Event.String()
		if struck := strings.Join(in.Machines, ", "); !strings.Contains(what, struck) && len(in.Machines) < 4 {
			what += " (" + struck + ")"
		}
		n.add("", moment{at: in.From, who: byFault, what: what, always: true})
		if in.To < n.until && in.To > in.From {
			n.add("", moment{at: in.To, who: byFault, what: in.Event.Kind + " ends", always: true})
		}
	}
}

// requests are the triggers and the acts of operators, and the answers of which the
// ending speaks.
func (n *narrator) requests(h *checker.Past) {
	for i := range h.Triggers {
		t := &h.Triggers[i]
		m := moment{at: t.Called, who: deploy.SchedulerName, what: "asks for the rotation of window " + t.Window, window: t.Window}
		cited := n.cited(t.Cite())
		if cited {
			m.what += fmt.Sprintf(", attempt %d (%s to %s)", t.Attempt, t.ID, t.Worker)
			m.always = true
		}
		n.add(t.Key, m)
		if cited && t.Outcome != checker.Unknown {
			m.at, m.what = t.Returned, fmt.Sprintf("hears of %s from %s: %s", t.ID, t.Worker, answerOf(t))
			n.add(t.Key, m)
		}
	}
	for i := range h.Acts {
		a := &h.Acts[i]
		n.add(a.Key, moment{at: a.Called, who: deploy.OperatorName, what: "asks for: " + a.Verb, always: true})
	}
}

// asks are the requests of processes of which the ending speaks.
func (n *narrator) asks(h *checker.Past) {
	for i := range h.Asks {
		a := &h.Asks[i]
		if slices.ContainsFunc(n.cites, func(c checker.Cite) bool { return c.Of == checker.OfAsk && c.At == a.At && c.Who == a.By }) {
			n.add("", moment{at: a.At, who: deploy.MachineOf(a.By), what: fmt.Sprintf("is answered by %s, as of revision %d", a.To, a.Revision), always: true})
		}
	}
}

func answerOf(t *checker.Trigger) string {
	switch {
	case t.Rotation != "":
		return fmt.Sprintf("%s, rotation %s", t.Outcome, t.Rotation)
	case t.Why != "":
		return fmt.Sprintf("%s, %s", t.Outcome, t.Why)
	}
	return string(t.Outcome)
}

// effects are what was made and destroyed, and what nodes were told.
func (n *narrator) effects(h *checker.Past) {
	for i := range h.Effects {
		e := &h.Effects[i]
		cited := n.cited(e.Cite())
		if !cited && !(e.Accepted && e.Made) {
			continue
		}
		m := moment{at: e.At, who: deploy.MachineOf(e.By), what: effectOf(e), always: cited, window: e.Window}
		if e.Kind == checker.Mint {
			m.made = e.Version
		} else {
			m.versions, m.often = []uint32{e.Version}, e.Kind != checker.Destroy
		}
		n.add(e.Key, m)
	}
}

func effectOf(e *checker.Effect) string {
	switch e.Kind {
	case checker.Mint:
		return fmt.Sprintf("has version %d minted", e.Version)
	case checker.Destroy:
		return fmt.Sprintf("has version %d destroyed", e.Version)
	}
	return fmt.Sprintf("pushes %s of version %d", e.Kind, e.Version)
}

// served are seals where the version changes, and the seals, answers and stamps that
// the ending speaks of.
func (n *narrator) served(h *checker.Past) {
	seals := map[string]*register{} // by key; looked up only
	for i := range h.Seals {
		s := &h.Seals[i]
		if seals[s.Key] == nil {
			seals[s.Key] = &register{back: map[string]bool{}}
		}
		what, cited := seals[s.Key].sealed(s.Node, s.Version), n.cited(s.Cite())
		if cited && what == "" {
			what = fmt.Sprintf("seals under version %d", s.Version)
		}
		n.add(s.Key, moment{at: s.Emitted, who: s.Node, what: what, always: cited, versions: []uint32{s.Version}})
	}
	for o := range h.EachOpen {
		if n.cited(o.Cite()) {
			n.add(o.Key, moment{at: o.Emitted, who: o.Node, always: true,
				what: openOf(o)})
		}
	}
	for i := range h.Stamps {
		if g := &h.Stamps[i]; n.cited(g.Cite()) {
			n.add(g.Key, moment{at: g.At, who: deploy.MachineOf(g.Cite().Who), what: stampOf(g), always: true})
		}
	}
}

func openOf(o *checker.Open) string {
	if o.Forged != "" && (o.Answer == checker.Right || o.Answer == checker.Wrong) {
		return "is asked for what nobody has sealed (" + o.Forged + "), and says what it opens to"
	}
	did := map[checker.Answer]string{ // looked up only
		checker.Right:       "opens what was sealed under version %d",
		checker.Wrong:       "opens what was sealed under version %d, to another plaintext",
		checker.UnknownKey:  "answers that it does not know version %d",
		checker.Unavailable: "answers that it cannot open version %d now",
	}[o.Answer]
	return fmt.Sprintf(did, o.Version)
}

func stampOf(g *checker.Grant) string {
	right := "seals nothing"
	switch {
	case !g.Sealing && len(g.Opens) == 0:
		right = "opens nothing"
	case !g.Sealing:
		right = "opens " + versionsOf(g.Opens)
	case g.Seal != 0:
		right = fmt.Sprintf("seals under version %d", g.Seal)
	}
	return fmt.Sprintf("is granted a stamp that %s (revision %d)", right, g.Revision)
}

func versionsOf(all []uint32) string {
	text := fmt.Sprintf("version %d", all[0])
	for _, n := range all[1:] {
		text += fmt.Sprintf(" and %d", n)
	}
	return text
}

// A register follows what is sealed under.
type register struct {
	highest uint32
	back    map[string]bool // nodes that have sealed under less; looked up only
}

// sealed is worth telling when the version is new, and when a node goes back for the
// first time.
func (r *register) sealed(node string, version uint32) string {
	switch {
	case version > r.highest:
		r.highest = version
		clear(r.back)
		return fmt.Sprintf("is the first to seal under version %d", version)
	case version < r.highest && !r.back[node]:
		r.back[node] = true
		return fmt.Sprintf("seals under version %d, after others did under %d", version, r.highest)
	}
	return ""
}

// refusals are the steps of a rotation that the store refused, which only the trace
// tells. Losing a race for ownership is what workers do all day.
func (n *narrator) refusals(trace []sim.Event) {
	for i := range trace {
		e := &trace[i]
		if e.What != deploy.Replied {
			continue
		}
		if r := deploy.ReadReply(e); r.Refused && !r.Step.Often && r.Step.Name != "acquire" {
			n.add("", moment{at: e.At, who: sender(trace, e), what: "is refused " + r.Step.Transition})
		}
	}
}

// sender is who sent what an event answers.
func sender(trace []sim.Event, e *sim.Event) string {
	for id := e.Cause; id != 0; id = trace[id-1].Cause {
		if cause := &trace[id-1]; cause.What == deploy.Sent && cause.Detail == e.Detail {
			return cause.Actor
		}
	}
	return e.Actor
}
