package scenarios

import (
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/wrong"
	"pawl/faults"
)

// Limits of a run: those of cluster.Setup, and some that keep a run small.
const (
	mostPools  = 16
	mostKeys   = 16
	mostEvents = 64
	longestRun = time.Hour
)

// Words that have a form of their own.
var (
	title     = matching(`^[a-z0-9]+(-[a-z0-9]+)*$`, "small letters and digits, with single dashes between, such as no-drain")
	plainName = matching(`^[A-Za-z0-9._-]{1,64}$`, "1 to 64 letters, digits, dots, dashes or underscores")
	// windowName may name a key too, where there are several.
	windowName = matching(`^([A-Za-z0-9._-]{1,64}/)?[A-Za-z0-9._-]{1,64}$`, `a window, such as w1, or a window of one key, such as orders/w1`)
	// pool leaves room for the number of a node.
	pool      = matching(`^[A-Za-z0-9._-]{1,32}$`, "1 to 32 letters, digits, dots, dashes or underscores")
	moment    = duration(0, longestRun)
	span      = duration(time.Millisecond, longestRun)
	lease     = duration(2*time.Second, 10*time.Minute)
	invariant = word(ids(checker.All, func(i checker.Invariant) string { return i.ID })...)
	goal      = word(ids(checker.Goals, func(g checker.Goal) string { return g.Name })...)
	wrongOne  = word(ids(wrong.All, func(e wrong.Engine) string { return e.Name })...)
	phase     = word(checker.Idle, checker.Halted)
)

func ids[T any](all []T, id func(T) string) []string {
	list := make([]string, len(all))
	for i := range all {
		list[i] = id(all[i])
	}
	return list
}

// scenarioForm is a whole file.
var scenarioForm = form[Scenario]{what: "the scenario", fields: []field[Scenario]{
	need("name", "What it is called, in commands and reports.", title, func(s *Scenario) *string { return &s.Name }),
	need("lesson", "Which of the seven lessons it tells, by number.", integer(1, 7), func(s *Scenario) *int { return &s.Lesson }),
	one("incident", "The public report that it reproduces, or what happened where.", prose(200), func(s *Scenario) *string { return &s.Incident }),
	need("story", "What goes on, in one or two sentences.", prose(600), func(s *Scenario) *string { return &s.Story }),
	one("given", "What exists; what is left out is the standard run's.", givenForm.shape(), func(s *Scenario) *given { return &s.given }),
	one("when", "What happens. Triggers take the place of the standard run's, its bootstraps apart.", list(eventShape, mostEvents), func(s *Scenario) *[]event { return &s.when }),
	one("then", "What must come of it, besides that every invariant holds.", thenForm.shape(), func(s *Scenario) *then { return &s.then }),
	need("breaks", "The wrong engine that fails here, and by which invariant.", breaksForm.shape(), func(s *Scenario) *Breaks { return &s.Breaks }),
}}

var breaksForm = form[Breaks]{what: "breaks", fields: []field[Breaks]{
	need("engine", "A wrong engine by name.", wrongOne, func(b *Breaks) *string { return &b.Engine }),
	need("invariant", "The invariant that catches it, by id.", invariant, func(b *Breaks) *string { return &b.Invariant }),
}}

var givenForm = form[given]{what: "given", fields: []field[given]{
	one("pools", "How many nodes each pool has, such as {a: 3, b: 3}; they are called a1, a2 and so on.", table(pool, integer(0, 64), mostPools), func(g *given) *[]named[int] { return &g.pools }),
	one("workers", "How many replicas of the control plane there are.", integer(1, 32), func(g *given) *int { return &g.workers }),
	one("clients", "How many seal and open.", integer(0, 64), func(g *given) *int { return &g.clients }),
	one("keys", "The names of the keys.", set(plainName, mostKeys), func(g *given) *[]string { return &g.keys }),
	one("policy", "What differs from the standard policy.", policyForm.shape(), func(g *given) *engine.Policy { return &g.policy }),
	one("duration", "How long the run is, in simulated time.", duration(time.Second, longestRun), func(g *given) *time.Duration { return &g.duration }),
	one("healed", "By when all faults have ended.", moment, func(g *given) *time.Duration { return &g.healed }),
	one("think", "How long a client waits, on average, between an open and the next seal.", duration(10*time.Millisecond, time.Minute), func(g *given) *time.Duration { return &g.think }),
	one("operator", "Whether an operator resumes what is halted and recoverable.", yesOrNo(), func(g *given) *bool { return &g.operator }),
}, hints: map[string]string{
	"relying-parties": "relying parties are not simulated yet",
	"engine-mix":      "a fleet of several engines is not simulated yet",
	"nodes":           "want pools, with how many nodes each has, such as pools: {a: 3, b: 3}",
}}

var policyForm = form[engine.Policy]{what: "policy", fields: []field[engine.Policy]{
	one("seal-lease", "How long a node may seal without renewing, in whole seconds.", lease, func(p *engine.Policy) *time.Duration { return &p.SealLease }),
	one("open-lease", "How long a node may open without renewing, in whole seconds.", lease, func(p *engine.Policy) *time.Duration { return &p.OpenLease }),
	one("owner-lease", "How long an owner may be silent, in whole seconds.", lease, func(p *engine.Policy) *time.Duration { return &p.OwnerLease }),
	one("publish-lead", "From the evidence that the next version is everywhere to its use.", moment, func(p *engine.Policy) *time.Duration { return &p.PublishLead }),
	one("publish-deadline", "That evidence missed for so long: abort.", span, func(p *engine.Policy) *time.Duration { return &p.PublishDeadline }),
	one("drain-deadline", "Draining for so long: sealing is given back.", span, func(p *engine.Policy) *time.Duration { return &p.DrainDeadline }),
	one("lifetime", "Of an artefact, from the end of sealing under its version.", span, func(p *engine.Policy) *time.Duration { return &p.Lifetime }),
	one("period", "Between two slots.", span, func(p *engine.Policy) *time.Duration { return &p.Period }),
	one("emission", "The longest way from the last check to the answer leaving the node.", duration(0, time.Second), func(p *engine.Policy) *time.Duration { return &p.Emission }),
	one("drift-ppm", "How far any clock's rate may be off, in parts per million.", as(integer(0, 100_000), func(n int) int64 { return int64(n) }), func(p *engine.Policy) *int64 { return &p.DriftPPM }),
	one("attempts", "Of one step before the rotation halts.", integer(1, 100), func(p *engine.Policy) *int { return &p.Attempts }),
	one("backoff", "Before the second attempt; it doubles.", span, func(p *engine.Policy) *time.Duration { return &p.Backoff }),
	one("callers", "Who may ask for a rotation.", set(plainName, 16), func(p *engine.Policy) *[]string { return &p.Callers }),
}}

// eventShape is a trigger, an act or a fault, whichever the item holds.
var eventShape = choice("an event", func(e *event) *string { return &e.what },
	form[event]{what: "the event", mark: "trigger", fields: []field[event]{
		need("at", "When it is sent.", moment, func(e *event) *time.Duration { return &e.at }),
		need("trigger", "A request to rotate.", triggerForm.shape(), func(e *event) *trigger { return &e.trigger }),
	}, hints: oneEach},
	form[event]{what: "the event", mark: "act", fields: []field[event]{
		need("at", "When an operator does it.", moment, func(e *event) *time.Duration { return &e.at }),
		need("act", "What an operator does.", actForm.shape(), func(e *event) *act { return &e.act }),
	}, hints: oneEach},
	form[event]{what: "the event", mark: "fault", fields: []field[event]{
		need("fault", "What goes wrong, and when, such as: crash owner on commit.sent for 3s.", faultText, func(e *event) *faults.Fault { return &e.fault }),
	}, hints: map[string]string{
		"at": `a fault's own text says when, such as "crash owner at 5s for 3s"`,
		"on": `a fault's own text says when, such as "crash owner on commit.sent for 3s"`,
	}},
)

// oneEach are what people may try within one event.
var oneEach = map[string]string{
	"on":    "only faults can wait for a meaning: want at, and a time",
	"act":   "want one event an item: begin a new one with a dash",
	"fault": "want one event an item: begin a new one with a dash",
}

var triggerForm = form[trigger]{what: "the trigger", fields: []field[trigger]{
	need("window", "The slot it is for; at most one rotation each.", plainName, func(t *trigger) *string { return &t.window }),
	one("key", "The key to rotate; needed where there are several.", plainName, func(t *trigger) *string { return &t.key }),
	one("attempt", "Which attempt of its window it is; the next one only after an abort.", integer(1, 100), func(t *trigger) *int { return &t.attempt }),
	one("caller", "Who asks.", plainName, func(t *trigger) *string { return &t.caller }),
}}

var actForm = form[act]{what: "the act", fields: []field[act]{
	need("verb", "What an operator does.", word("abort", "halt", "resume"), func(a *act) *string { return &a.verb }),
	one("key", "The key; needed where there are several.", plainName, func(a *act) *string { return &a.key }),
}}

// faultText is a fault in its own grammar.
var faultText = textual("a fault, such as: crash owner on commit.sent for 3s", object{"minLength": 1, "maxLength": 200},
	func(s string) (faults.Fault, *flaw) {
		f, err := faults.Parse(s)
		if err == nil {
			return f, nil
		}
		if p, ok := err.(*faults.ParseError); ok {
			return f, &flaw{p.What, p.Want, p.Column}
		}
		return f, &flaw{what: err.Error()}
	})

// What can become of a window.
const (
	committed = "committed"
	aborted   = "aborted"
	halted    = "halted"
	refused   = "refused"
)

var thenForm = form[then]{what: "then", fields: []field[then]{
	one("outcomes", "What becomes of each window, such as {w1: aborted, w2: committed}.", table(windowName, word(committed, aborted, halted, refused), mostEvents), func(t *then) *[]named[string] { return &t.outcomes }),
	one("bounds", "Within what time of its first trigger a window comes to its outcome, such as {w1: 20s}.", table(windowName, span, mostEvents), func(t *then) *[]named[time.Duration] { return &t.bounds }),
	one("phase", "In which phase every key is left; IDLE, if nothing is said.", phase, func(t *then) *checker.Phase { return &t.ends.phase }),
	one("active", "Which version every key is left sealing under.", integer(1, 1000), func(t *then) *int { return &t.ends.active }),
	one("keys", "What holds for one key and not for the others.", table(plainName, endForm.shape(), mostKeys), func(t *then) *[]named[end] { return &t.keys }),
	one("rotations", "How many rotations came to what, bootstraps included.", rotationsForm.shape(), func(t *then) *rotations { return &t.rotations }),
	one("invariants", "Which invariants must have had something to judge; all must hold in any case.", set(invariant, 32), func(t *then) *[]string { return &t.invariants }),
	one("sometimes", "Goals, of what happens only sometimes in a random run, that each run of this scenario reaches.", set(goal, 32), func(t *then) *[]string { return &t.sometimes }),
	one("bite", "Whether every fault must have changed something; true, if nothing is said.", yesOrNo(), func(t *then) *bool { return &t.bite }),
}}

var endForm = form[end]{what: "how a key is left", fields: []field[end]{
	one("phase", "In which phase it is left.", phase, func(e *end) *checker.Phase { return &e.phase }),
	one("active", "Which version it is left sealing under.", integer(1, 1000), func(e *end) *int { return &e.active }),
}}

var rotationsForm = form[rotations]{what: "rotations", fields: []field[rotations]{
	one("committed", "How many committed.", maybe(integer(0, 1000)), func(r *rotations) **int { return &r.committed }),
	one("aborted", "How many were aborted.", maybe(integer(0, 1000)), func(r *rotations) **int { return &r.aborted }),
	one("halted", "How many were halted, whatever came after.", maybe(integer(0, 1000)), func(r *rotations) **int { return &r.halted }),
}}
