package scenarios

import (
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/scenarios/form"
	"pawl/sim/deploy"
)

// longestRun is the longest that a scenario may be. A run is made as a whole, with all that is seen
// in it in memory: of a day that is some hundred megabytes, and seconds in which nobody can stop it.
const longestRun = 24 * time.Hour

// Words that have a form of their own.
var (
	title     = form.UpTo(64, form.Matching(`^[a-z0-9]+(-[a-z0-9]+)*$`, "small letters and digits, with single dashes between, such as no-drain"))
	plainName = form.Matching(`^[A-Za-z0-9._-]{1,64}$`, "1 to 64 letters, digits, dots, dashes or underscores")
	// windowName may name a key too, where there are several.
	windowName = form.Matching(`^([A-Za-z0-9._-]{1,64}/)?[A-Za-z0-9._-]{1,64}$`, `a window, such as w1, or a window of one key, such as orders/w1`)
	// pool leaves room for the number of a node.
	pool      = form.Matching(`^[A-Za-z0-9._-]{1,32}$`, "1 to 32 letters, digits, dots, dashes or underscores")
	moment    = duration(0, deploy.Longest)
	span      = duration(time.Millisecond, deploy.Longest)
	lease     = wholeSeconds(2*time.Second, 10*time.Minute)
	invariant = form.Word(Names(checker.All, func(i checker.Invariant) string { return i.ID })...)
	goal      = form.Word(Names(checker.Goals, func(g checker.Goal) string { return g.Name })...)
	phase     = form.Word(checker.Idle, checker.Halted)
)

// scenarioForm is a whole file, of a scenario that breaks one of several engines.
func scenarioForm(breakable []wrong.Engine) form.Form[Scenario] {
	return form.Form[Scenario]{What: "the scenario", Fields: []form.Field[Scenario]{
		form.Need("name", "What it is called, in commands and reports.", title, func(s *Scenario) *string { return &s.Name }),
		form.Need("lesson", "Which of the seven lessons it tells, by number; scenario words lessons lists them.", form.Integer(1, 7), func(s *Scenario) *int { return &s.Lesson }),
		form.One("incident", "The public report that it reproduces, or what happened where.", form.Prose(200), func(s *Scenario) *string { return &s.Incident }),
		form.Need("story", "What goes on, in one or two sentences.", form.Prose(600), func(s *Scenario) *string { return &s.Story }),
		form.One("given", "What exists; what is left out is the standard run's.", givenForm.Shape(), func(s *Scenario) *given { return &s.given }),
		form.One("when", "What happens. Triggers take the place of the standard run's, its bootstraps apart.", form.List(eventShape, deploy.MaxEvents), func(s *Scenario) *[]event { return &s.when }),
		form.One("then", "What must come of it, besides that every invariant holds.", thenForm.Shape(), func(s *Scenario) *then { return &s.then }),
		form.One("breaks", "The wrong engine that fails here, and by which invariant; needed, unless the whole run is beyond the assumptions.", breaksForm(breakable).Shape(), func(s *Scenario) *Breaks { return &s.Breaks }),
	}}
}

func breaksForm(breakable []wrong.Engine) form.Form[Breaks] {
	wrongOne := form.WordOr("; an engine of your own is known to the command whose main gives it to cli.Main as one of MustFail", Names(breakable, func(e wrong.Engine) string { return e.Name })...)
	return form.Form[Breaks]{What: "breaks", Fields: []form.Field[Breaks]{
		form.Need("engine", "A wrong engine by name.", wrongOne, func(b *Breaks) *string { return &b.Engine }),
		form.Need("invariant", "The invariant that catches it, by id.", invariant, func(b *Breaks) *string { return &b.Invariant }),
	}}
}

var givenForm = form.Form[given]{What: "given", Fields: []form.Field[given]{
	form.One("pools", "How many nodes each pool has, such as {a: 3, b: 3}; they are called a1, a2 and so on.", form.Table(pool, form.Integer(0, deploy.MaxNodes), deploy.MaxPools), func(g *given) *[]form.Named[int] { return &g.pools }),
	form.One("regions", "In which region each pool lies, such as {near: {pools: [a]}, far: {pools: [b, c], lag: 2s}}; a worker has its home in one of the pools, worker/1 in the first of them, and so on.", form.Table(plainName, regionForm.Shape(), deploy.MaxPools), func(g *given) *[]form.Named[deploy.Region] { return &g.regions }),
	form.One("workers", "How many replicas of the control plane there are.", form.Integer(1, deploy.MaxWorkers), func(g *given) *int { return &g.workers }),
	form.One("clients", "How many seal and open.", form.Integer(0, deploy.MaxClients), func(g *given) *int { return &g.clients }),
	form.One("relying-parties", "How many open by a view of their own, by how they keep it, such as {aged: 2, once: 1}.", form.Table(form.Word(Names(deploy.Caches, func(c deploy.Cache) string { return string(c) })...), form.Integer(0, deploy.MaxRelying), len(deploy.Caches)), func(g *given) *[]form.Named[int] { return &g.relying }),
	form.One("keys", "The names of the keys.", form.Set(plainName, deploy.MaxKeys), func(g *given) *[]string { return &g.keys }),
	form.One("policy", "What differs from the standard policy.", policyForm.Shape(), func(g *given) *engine.Policy { return &g.policy }),
	form.One("then-policy", "What differs in the policy that new-policy events bring to machines; the first has to be changing.", form.Maybe(thenPolicyForm.Shape()), func(g *given) **thenPolicy { return &g.thenPolicy }),
	form.One("truth", "What is so where it differs from what policy says; an engine is not told.", truthForm.Shape(), func(g *given) *deploy.Truth { return &g.truth }),
	form.One("duration", "How long the run is, in simulated time.", duration(time.Second, longestRun), func(g *given) *time.Duration { return &g.duration }),
	form.One("healed", "By when all faults have ended.", moment, func(g *given) *time.Duration { return &g.healed }),
	form.One("think", "How long a client waits, on average, between an open and the next seal.", duration(deploy.LeastThink, time.Minute), func(g *given) *time.Duration { return &g.think }),
	form.One("operator", "Whether an operator resumes what is halted and recoverable.", form.YesOrNo(), func(g *given) *bool { return &g.operator }),
}, Hints: map[string]string{
	"engine-mix": "a fleet of two engines is asked for when a scenario is run: pawl check --engine A --with B",
	"nodes":      "want pools, with how many nodes each has, such as pools: {a: 3, b: 3}",
}}

var regionForm = form.Form[deploy.Region]{What: "the region", Fields: []form.Field[deploy.Region]{
	form.Need("pools", "Which pools lie in it; where there are regions each pool lies in one.", form.Set(pool, deploy.MaxPools), func(r *deploy.Region) *[]string { return &r.Pools }),
	form.One("lag", "How far the region's replica of the store is behind, up to the owner lease: reads that are content with the past are answered by it, and all others by the store; 0s, if nothing is said.", moment, func(r *deploy.Region) *time.Duration { return &r.Lag }),
}}

var policyForm = form.Form[engine.Policy]{What: "policy", Fields: []form.Field[engine.Policy]{
	form.One("seal-lease", "How long a node may seal without renewing, in whole seconds.", lease, func(p *engine.Policy) *time.Duration { return &p.SealLease }),
	form.One("open-lease", "How long a node may open without renewing, in whole seconds.", lease, func(p *engine.Policy) *time.Duration { return &p.OpenLease }),
	form.One("owner-lease", "How long an owner may be silent, in whole seconds.", lease, func(p *engine.Policy) *time.Duration { return &p.OwnerLease }),
	form.One("publish-lead", "From the evidence that the next version is everywhere to its use.", moment, func(p *engine.Policy) *time.Duration { return &p.PublishLead }),
	form.One("publish-deadline", "That evidence missed for so long: abort.", span, func(p *engine.Policy) *time.Duration { return &p.PublishDeadline }),
	form.One("drain-deadline", "Draining for so long: sealing is given back.", span, func(p *engine.Policy) *time.Duration { return &p.DrainDeadline }),
	form.One("lifetime", "Of an artefact, from the end of sealing under its version.", span, func(p *engine.Policy) *time.Duration { return &p.Lifetime }),
	form.One("period", "Between two slots.", span, func(p *engine.Policy) *time.Duration { return &p.Period }),
	form.One("due", "Age of the active version at which somebody is told that it is due; 0s: nobody is.", moment, func(p *engine.Policy) *time.Duration { return &p.Due }),
	form.One("emission", "The longest way from the last check to the answer leaving the node.", duration(0, time.Second), func(p *engine.Policy) *time.Duration { return &p.Emission }),
	form.One("drift-ppm", "How far any clock's rate may be off, in parts per million.", form.As(form.Integer(0, 100_000), func(n int) int64 { return int64(n) }), func(p *engine.Policy) *int64 { return &p.DriftPPM }),
	form.One("wall-skew", "How far any machine's wall clock may be off, either way.", duration(0, time.Minute), func(p *engine.Policy) *time.Duration { return &p.WallSkew }),
	form.One("attempts", "Of one step before the rotation halts.", form.Integer(1, 100), func(p *engine.Policy) *int { return &p.Attempts }),
	form.One("backoff", "Before the second attempt; it doubles.", span, func(p *engine.Policy) *time.Duration { return &p.Backoff }),
	form.One("pool-stamps", "How many nodes of each pool must serve, for a rotation to go on.", form.Integer(0, 64), func(p *engine.Policy) *int { return &p.PoolStamps }),
	form.One("key-life", "How long after it was made a version may be used at all; 0s: for ever.", moment, func(p *engine.Policy) *time.Duration { return &p.KeyLife }),
	form.One("seal-limit", "How often may be sealed under one version; 0: without limit.", form.Integer(0, 1<<30), func(p *engine.Policy) *int { return &p.SealLimit }),
	form.One("anchor", "The key under whose active version each version of the others is issued.", plainName, func(p *engine.Policy) *string { return &p.Anchor }),
	form.One("rewrap", "Whether sealed texts are kept in the store for good: moved to the active version, and waited for before an old one is retired.", form.YesOrNo(), func(p *engine.Policy) *bool { return &p.Rewrap }),
	form.One("canary", "Whether pools are let in one after another, to the next version and then to seal under it, each when those before it hold it.", form.YesOrNo(), func(p *engine.Policy) *bool { return &p.Canary }),
	form.One("spare", "Whether the next version is made and published before anybody asks for it, so that no rotation waits for the publish lead.", form.YesOrNo(), func(p *engine.Policy) *bool { return &p.Spare }),
	form.One("changing", "Whether another policy may come to some machines before others: what was promised under one is kept under the other.", form.YesOrNo(), func(p *engine.Policy) *bool { return &p.Changing }),
	form.One("callers", "Who may ask for a rotation.", form.Set(plainName, 16), func(p *engine.Policy) *[]string { return &p.Callers }),
	form.One("operators", "Who may act on rotations, approve emergencies, and ask for more attempts of a window than policy has.", form.Set(plainName, 16), func(p *engine.Policy) *[]string { return &p.Operators }),
}}

var truthForm = form.Form[deploy.Truth]{What: "truth", Fields: []form.Field[deploy.Truth]{
	form.One("cache-age", "How old the view is by which an aged relying party opens, at most; policy says the publish lead.", span, func(t *deploy.Truth) *time.Duration { return &t.CacheAge }),
	form.One("lifetime", "How old the texts are that clients come back with.", span, func(t *deploy.Truth) *time.Duration { return &t.Lifetime }),
	form.One("drift-ppm", "How far the rates of all clocks are off, in parts per million, all to the worse: those of the store, the key service and workers run fast, those of nodes are slow. With more than policy's drift-ppm the whole run is beyond.", form.As(form.Integer(0, deploy.MostDriftPPM), func(n int) int64 { return int64(n) }), func(t *deploy.Truth) *int64 { return &t.DriftPPM }),
	form.One("emission", "How long after a node's last check its answer leaves, at most; with more than policy's emission the whole run is beyond.", duration(0, deploy.Longest), func(t *deploy.Truth) *time.Duration { return &t.Emission }),
	form.One("beyond", "Whether what everything is assumed under may be broken, by events, by drift-ppm or by emission; what is violated from then on is told, and not held against the engine.", form.YesOrNo(), func(t *deploy.Truth) *bool { return &t.Beyond }),
}}

// eventShape is a trigger, an act, or another event in its own words. All of them
// happen at a time, or on a meaning.
var eventShape = form.TextOr(ownWords, form.Choice("an event", func(e *event) *string { return &e.mark },
	form.Form[event]{What: "the event", Mark: "trigger", Fields: []form.Field[event]{
		form.One("at", "When it is sent.", moment, func(e *event) *time.Duration { return &e.At }),
		form.One("on", "The moment at which it is sent, such as commit.sent.", meaning, func(e *event) *faults.When { return &e.When }),
		form.Need("trigger", "A request to rotate.", triggerForm.Shape(), func(e *event) *faults.Event { return &e.Event }),
	}, Hints: oneEach},
	form.Form[event]{What: "the event", Mark: "act", Fields: []form.Field[event]{
		form.One("at", "When an operator does it.", moment, func(e *event) *time.Duration { return &e.At }),
		form.One("on", "The moment at which an operator does it, such as commit.sent.", meaning, func(e *event) *faults.When { return &e.When }),
		form.Need("act", "What an operator does.", actForm.Shape(), func(e *event) *faults.Event { return &e.Event }),
	}, Hints: oneEach},
	form.Form[event]{What: "the event", Mark: "fault", Fields: []form.Field[event]{
		form.Need("fault", "What goes wrong, and when, such as: crash owner on commit.sent for 3s.", eventText, func(e *event) *faults.Event { return &e.Event }),
	}, Hints: map[string]string{
		"at": `a fault's own text says when, such as "crash owner at 5s for 3s"`,
		"on": `a fault's own text says when, such as "crash owner on commit.sent for 3s"`,
	}},
))

// oneEach are what people may try within one event.
var oneEach = map[string]string{
	"act":   "want one event an item: begin a new one with a dash",
	"fault": "want one event an item: begin a new one with a dash",
}

var triggerForm = form.Form[faults.Event]{What: "the trigger", Fields: []form.Field[faults.Event]{
	form.Need("window", "The slot it is for; at most one rotation each.", plainName, func(e *faults.Event) *string { return &e.Word }),
	form.One("key", "The key to rotate; needed where there are several.", plainName, func(e *faults.Event) *string { return &e.Key }),
	form.One("attempt", "Which attempt of its window it is; the next one only after an abort.", form.As(form.Integer(1, 100), func(n int) int64 { return int64(n) }), func(e *faults.Event) *int64 { return &e.Amount }),
	form.One("caller", "Who asks.", plainName, func(e *faults.Event) *string { return &e.By }),
}}

var actForm = form.Form[faults.Event]{What: "the act", Fields: []form.Field[faults.Event]{
	form.Need("verb", "What an operator does.", form.Word(engine.AbortAct, engine.HaltAct, engine.ResumeAct, engine.HoldAct, engine.ReleaseAct, engine.RevokeAct, engine.RotateAct), func(e *faults.Event) *string { return &e.Kind }),
	form.One("key", "The key; needed where there are several.", plainName, func(e *faults.Event) *string { return &e.Key }),
	form.One("by", "Who does it.", plainName, func(e *faults.Event) *string { return &e.By }),
	form.One("done", "How it is done: twice, blind, unheard, alone, late, again, unapproved, approved-twice or approved-amiss; as one should, if nothing is said.", form.Word(Names(faults.Manners, func(m faults.Manner) string { return string(m) })...), func(e *faults.Event) *string { return &e.Word }),
}}

var (
	// eventText is an event in its own grammar.
	eventText = inGrammar("an event, such as: crash owner on commit.sent for 3s", faults.Parse)
	// meaning is a moment that an event can wait for.
	meaning = inGrammar("a meaning, such as: commit.sent #2", func(s string) (faults.When, error) { return faults.ParseWhen("on " + s) })
	// ownWords is an event that is an item of its own.
	ownWords = form.As(eventText, func(e faults.Event) event { return event{mark: "fault", Event: e} })
)

// inGrammar is text in the grammar of events.
func inGrammar[V any](want string, parse func(string) (V, error)) form.Shape[V] {
	return form.Textual(want, form.Schema{"minLength": 1, "maxLength": 200}, func(s string) (V, *form.Flaw) {
		v, err := parse(s)
		if p, ok := err.(*faults.ParseError); ok {
			column := p.Column - (len(p.Text) - len(s)) // what was put before the text is not in the file
			return v, &form.Flaw{What: p.What, Want: p.Want, Column: max(column, 1)}
		}
		return v, nil
	})
}

// What can become of a window.
const (
	committed = "committed"
	aborted   = "aborted"
	halted    = "halted"
	refused   = "refused"
)

var thenForm = form.Form[then]{What: "then", Fields: []form.Field[then]{
	form.One("outcomes", "What becomes of each window, such as {w1: aborted, w2: committed}.", form.Table(windowName, form.Word(committed, aborted, halted, refused), deploy.MaxEvents), func(t *then) *[]form.Named[string] { return &t.outcomes }),
	form.One("bounds", "Within what time of its first trigger a window comes to its outcome, such as {w1: 20s}.", form.Table(windowName, span, deploy.MaxEvents), func(t *then) *[]form.Named[time.Duration] { return &t.bounds }),
	form.One("phase", "In which phase every key is left; IDLE, if nothing is said.", phase, func(t *then) *checker.Phase { return &t.ends.phase }),
	form.One("active", "Which version every key is left sealing under.", form.Integer(1, 1000), func(t *then) *int { return &t.ends.active }),
	form.One("keys", "What holds for one key and not for the others.", form.Table(plainName, endForm.Shape(), deploy.MaxKeys), func(t *then) *[]form.Named[end] { return &t.keys }),
	form.One("rotations", "How many rotations came to what, bootstraps included.", rotationsForm.Shape(), func(t *then) *rotations { return &t.rotations }),
	form.One("invariants", "Which invariants must have had something to judge; all must hold in any case.", form.Set(invariant, 32), func(t *then) *[]string { return &t.invariants }),
	form.One("beyond", "Which invariants are violated in each run, where the whole run is beyond the assumptions.", form.Set(invariant, 32), func(t *then) *[]string { return &t.beyond }),
	form.One("sometimes", "Goals, of what happens only sometimes in a random run, that each run of this scenario reaches.", form.Set(goal, 32), func(t *then) *[]string { return &t.sometimes }),
	form.One("bite", "Whether every fault must have changed something; true, if nothing is said.", form.YesOrNo(), func(t *then) *bool { return &t.bite }),
}}

var endForm = form.Form[end]{What: "how a key is left", Fields: []form.Field[end]{
	form.One("phase", "In which phase it is left.", phase, func(e *end) *checker.Phase { return &e.phase }),
	form.One("active", "Which version it is left sealing under.", form.Integer(1, 1000), func(e *end) *int { return &e.active }),
}}

var rotationsForm = form.Form[rotations]{What: "rotations", Fields: []form.Field[rotations]{
	form.One("committed", "How many committed.", form.Maybe(form.Integer(0, 1000)), func(r *rotations) **int { return &r.committed }),
	form.One("aborted", "How many were aborted.", form.Maybe(form.Integer(0, 1000)), func(r *rotations) **int { return &r.aborted }),
	form.One("halted", "How many were halted, whatever came after.", form.Maybe(form.Integer(0, 1000)), func(r *rotations) **int { return &r.halted }),
}}
