package reference

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"pawl/engine"
)

// command is one line of a script, by its words.
type command struct {
	w     *world
	words []string          // that are left, without options
	opts  map[string]string // name=value
	line  string
}

// commands are what a line of a script may begin with; script_doc_test.go explains
// them. It is a function since some of them run others.
func commands() map[string]func(*command) {
	return map[string]func(*command){
		"policy":     (*command).policy,
		"serving":    (*command).serving,
		"start":      (*command).start,
		"crash":      func(c *command) { c.w.crash(c.word()) },
		"kill":       func(c *command) { c.w.end(c.word()) },
		"admit":      (*command).admit,
		"operate":    (*command).operate,
		"quietly":    (*command).quietly,
		"run":        (*command).run,
		"step":       func(c *command) { c.w.serve(c.process()) },
		"fail":       (*command).fail,
		"lose":       func(c *command) { c.mishap(mishap{loses: true, err: engine.ErrUnknown}) },
		"hold":       func(c *command) { c.mishap(mishap{holds: true}) },
		"mend":       func(c *command) { c.w.mishaps = nil },
		"deliver":    func(c *command) { c.w.carryOut(c.process(), nil) },
		"give-up":    func(c *command) { c.w.timeOut(c.process()) },
		"land":       func(c *command) { c.w.land(c.named()) },
		"pause":      func(c *command) { c.process().held = true },
		"wake":       func(c *command) { c.process().held = false },
		"seal":       (*command).seal,
		"seals":      (*command).seals,
		"keep":       (*command).keep,
		"recall":     (*command).recall,
		"spoil":      (*command).spoil,
		"kept":       func(c *command) { c.list(keptPrefix(theKey)) },
		"open":       (*command).open,
		"push":       (*command).push,
		"put":        (*command).put,
		"delete":     func(c *command) { c.w.write(engine.Del(c.storedKey())) },
		"save":       func(c *command) { key := c.storedKey(); c.w.saved[key] = c.w.get(key).Value },
		"put-back":   func(c *command) { key := c.storedKey(); c.w.write(engine.Put(key, c.w.saved[key], 0)) },
		"revoke":     (*command).revoke,
		"plant":      (*command).plant,
		"plant-seal": (*command).plantSeal,
		"vault":      (*command).handOut,
		"compact":    (*command).compact,
		"rewind":     (*command).putBack,
		"record":     (*command).record,
		"stamps":     func(c *command) { c.list(stampPrefix(theKey)) },
		"nodes":      func(c *command) { c.list(nodePrefix(theKey)) },
		"window":     func(c *command) { c.list(windowKey(theKey, c.word())) },
		"refused":    func(c *command) { c.list(refusedKey(theKey)) },
		"audit":      (*command).audit,
		"keys":       (*command).keys,
		"disk":       (*command).disk,
		"clock":      func(c *command) { c.w.out.note("clock: %.3f", c.w.now().Seconds()) },
	}
}

// command runs one line of a script.
func (w *world) command(line string) {
	c := &command{w: w, line: line, opts: map[string]string{}}
	for _, word := range strings.Fields(line) {
		if name, value, is := strings.Cut(word, "="); is {
			c.opts[name] = value
		} else {
			c.words = append(c.words, word)
		}
	}
	c.dispatch()
}

func (c *command) dispatch() {
	name := c.word()
	do := commands()[name]
	if do == nil {
		c.w.t.Fatalf("%s: no command %q", c.line, name)
	}
	do(c)
	if len(c.words) > 0 {
		c.w.t.Fatalf("%s: %q is left over", c.line, c.words)
	}
}

// word takes the next word.
func (c *command) word() string {
	if len(c.words) == 0 {
		c.w.t.Fatalf("%s: it ends early", c.line)
	}
	first := c.words[0]
	c.words = c.words[1:]
	return first
}

// is takes a word if it is the next one.
func (c *command) is(word string) bool {
	if len(c.words) == 0 || c.words[0] != word {
		return false
	}
	c.words = c.words[1:]
	return true
}

func (c *command) opt(name, otherwise string) string {
	if v, given := c.opts[name]; given {
		return v
	}
	return otherwise
}

func (c *command) duration() time.Duration {
	d, err := time.ParseDuration(c.word())
	if err != nil {
		c.w.t.Fatalf("%s: %v", c.line, err)
	}
	return d
}

func (c *command) number(word string) uint64 {
	n, err := strconv.ParseUint(strings.TrimPrefix(word, "v"), 10, 64)
	if err != nil {
		c.w.t.Fatalf("%s: %v", c.line, err)
	}
	return n
}

// named is a name in which scripts have underscores for spaces.
func (c *command) named() string { return strings.ReplaceAll(c.word(), "_", " ") }

func (c *command) process() *process { return c.w.process(c.named()) }

func (c *command) policy() {
	p := &c.w.policy
	durations := map[string]*time.Duration{"seal-lease": &p.SealLease, "open-lease": &p.OpenLease, "lead": &p.PublishLead,
		"lifetime": &p.Lifetime, "publish-deadline": &p.PublishDeadline, "drain-deadline": &p.DrainDeadline, "due": &p.Due, "period": &p.Period, "key-life": &p.KeyLife}
	counts := map[string]*int{"attempts": &p.Attempts, "pool-stamps": &p.PoolStamps, "seal-limit": &p.SealLimit}
	flags := map[string]*bool{"rewrap": &p.Rewrap, "changing": &p.Changing}
	for name, value := range c.opts {
		if d := durations[name]; d != nil {
			*d, _ = time.ParseDuration(value)
		} else if n := counts[name]; n != nil {
			*n = int(c.number(value))
		} else if f := flags[name]; f != nil {
			*f = value == "yes"
		} else if name == "canary" || name == "spare" {
			p.Canary, p.Spare = name == "canary", name == "spare"
		} else {
			c.w.t.Fatalf("%s: no %s in a policy", c.line, name)
		}
	}
	if err := p.Validate(); err != nil {
		c.w.t.Fatalf("%s: %v", c.line, err)
	}
}

// serving is a beginning: machines that run, and v1 committed.
func (c *command) serving() {
	c.w.out.quiet = true
	for _, name := range c.words {
		c.w.boot(name, poolOf(name))
	}
	c.w.command("admit " + c.words[0] + " w1")
	c.w.command("run until COMMITTED")
	c.w.command("run")
	c.words, c.w.out.quiet = nil, false
	c.record()
	c.list(stampPrefix(theKey))
}

// poolOf puts node/a1 into pool a.
func poolOf(machine string) string {
	if _, name, node := strings.Cut(machine, "/"); node {
		return name[:1]
	}
	return ""
}

func (c *command) start() {
	name := c.word()
	c.w.boot(name, poolOf(name))
}

func (c *command) admit() {
	name := c.word()
	m := c.w.machine(name)
	window := c.word()
	t := engine.Trigger{ID: c.opt("id", "t-"+window), Key: theKey, Window: window,
		Attempt: int(c.number(c.opt("attempt", "1"))), Caller: c.opt("caller", "scheduler")}
	c.ask(m, "admit", func() engine.Answer { return m.control.Admit(t) })
}

func (c *command) operate() {
	name := c.word()
	m := c.w.machine(name)
	a := engine.Act{ID: c.opt("id", "o-1"), Verb: c.word(), Key: theKey, Operator: c.opt("by", "operator"),
		Reason: c.opt("reason", "drill"), Rotation: c.opt("rotation", ""),
		Version: uint32(c.number(c.opt("version", "0"))), Of: c.opt("of", "")}
	c.ask(m, "operate", func() engine.Answer { return m.control.Operate(a) })
}

// ask starts a process that ends with an answer.
func (c *command) ask(m *machine, what string, do func() engine.Answer) {
	if m.control == nil {
		c.w.t.Fatalf("%s: %s does not run", c.line, m.name)
	}
	var a engine.Answer
	c.w.start(m, m.name+" "+what, func() { a = do() }, func() string { return answerText(a) })
}

func answerText(a engine.Answer) string {
	switch {
	case a.Why != "":
		return fmt.Sprintf("the answer: %s, %s", a.Outcome, a.Why)
	default:
		return fmt.Sprintf("the answer: %s, %s", a.Outcome, a.Rotation)
	}
}

func (c *command) quietly() {
	was := c.w.out.quiet
	c.w.out.quiet = true
	c.dispatch()
	c.w.out.quiet = was
}

func (c *command) run() {
	if show := c.opt("show", ""); show != "" {
		c.w.out.only = strings.Split(strings.ReplaceAll(show, "_", " "), ",")
		defer func() { c.w.out.only = nil }()
	}
	switch {
	case c.is("for"):
		c.w.run(c.w.now()+c.duration(), never)
	case c.is("to"):
		c.w.run(c.duration(), never)
	case c.is("until"):
		c.until()
	default:
		c.w.run(c.w.now(), never)
	}
}

// until runs until the record says something, or a process asks something.
func (c *command) until() {
	enough := c.condition()
	c.w.run(c.w.now()+2*time.Minute, enough)
	if !enough() {
		c.w.t.Fatalf("%s: it never came to that:\n%s", c.line, c.w.out.String())
	}
}

func (c *command) condition() func() bool {
	if len(c.words) > 1 && c.words[1] == "asks" {
		name, what := strings.ReplaceAll(c.word(), "_", " "), strings.Join(c.words[1:], " ")
		c.words = nil
		return func() bool {
			i := slices.IndexFunc(c.w.procs, func(p *process) bool { return p.name == name })
			return i >= 0 && slices.Contains(names(c.w.procs[i].m.role(), c.w.procs[i].asked), what)
		}
	}
	fact := strings.Join(c.words, " ")
	c.words = nil
	return func() bool {
		rec, _ := c.w.record()
		return slices.ContainsFunc(recordWords(rec, c.w.vault.material), func(word string) bool {
			return word == fact || strings.HasPrefix(word, fact+" ")
		})
	}
}

// errorWords are the errors in the words of scripts.
var errorWords = map[string]error{
	"unknown": engine.ErrUnknown, "unavailable": engine.ErrUnavailable, "lease-gone": engine.ErrLeaseGone,
	"compacted": engine.ErrCompacted, "rejected": engine.ErrRejected, "stale-fence": engine.ErrStaleFence, "disk": engine.ErrDisk,
}

func (c *command) fail() {
	err := errorWords[c.words[len(c.words)-1]]
	if err == nil {
		c.w.t.Fatalf("%s: no such error", c.line)
	}
	c.words = c.words[:len(c.words)-1]
	c.mishap(mishap{err: err})
}

// mishap takes PROCESS WHAT, where what may be several words; times=N, or times=always.
func (c *command) mishap(m mishap) {
	m.process, m.times = c.named(), 1
	m.what = c.named()
	switch times := c.opt("times", "1"); times {
	case "always":
		m.times = always
	default:
		m.times = int(c.number(times))
	}
	c.w.mishaps = append(c.w.mishaps, &m)
}
