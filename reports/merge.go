package reports

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Merged adds up parts that [Parts] has put in order. What only the whole can be asked is left
// open: the faults' matrix, the rates and the verdict.
func Merged(parts []Given) (*Check, error) {
	sum := *parts[0].Check
	var all []byte
	sum.Part, sum.Identity = nil, identityOf(parts)
	sum.Again = without(sum.Again, "--shard")
	sum.Error, sum.Closing, sum.Next = nil, "", ""
	for i, g := range parts {
		raw, err := g.Hashes()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.Path, err)
		}
		all = append(all, raw...)
		if i == 0 {
			continue
		}
		if err := sum.add(g.Check); err != nil {
			return nil, fmt.Errorf("%s: %w", g.Path, err)
		}
	}
	sum.RunHashes, sum.TraceHash = base64.StdEncoding.EncodeToString(all), Digest(all)
	for i := range sum.Invariants {
		if x := &sum.Invariants[i]; x.Runs > 0 {
			x.WhyNot = ""
		}
	}
	sum.Violations = firstOfEach(parts)
	if len(sum.Violations) > 0 {
		sum.Planted, sum.PortBugs = []Planted{}, []PortBug{}
	}
	return &sum, nil
}

// identityOf is what all parts are of. They may have been made by several programs of one source.
func identityOf(parts []Given) *Identity {
	sum := *parts[0].Identity
	for _, g := range parts[1:] {
		sum.join(g.Identity)
	}
	return &sum
}

// join makes of one identity that of two parts.
func (i *Identity) join(x *Identity) {
	i.Began, i.Ended = min(i.Began, x.Began), max(i.Ended, x.Ended)
	if x.Executable != i.Executable {
		i.Executable = ""
	}
}

// without is a command without a flag and its value, which may stand in quotes.
func without(command, flag string) string {
	before, after, is := strings.Cut(command, " "+flag+" ")
	if !is {
		return command
	}
	end := " "
	if strings.HasPrefix(after, "'") {
		end = "' "
	}
	_, after, is = strings.Cut(after, end)
	if !is {
		return before
	}
	return before + " " + after
}

var errOtherLists = errors.New("it lists other scenarios, invariants or faults than the parts before it")

// same says whether two parts list the same things in the same order.
func same[T any](a, b []T, name func(*T) string) bool {
	return slices.EqualFunc(a, b, func(x, y T) bool { return name(&x) == name(&y) })
}

// add adds what comes after.
func (c *Check) add(x *Check) error {
	if !same(c.Scenarios, x.Scenarios, func(s *ScenarioRuns) string { return s.Name }) ||
		!same(c.Invariants, x.Invariants, func(j *Judged) string { return fmt.Sprint(j.ID, len(j.Clauses)) }) ||
		!same(c.Faults, x.Faults, func(f *FaultRuns) string { return f.Kind }) ||
		!same(c.Asked, x.Asked, func(f *AskedRuns) string { return f.Kind }) ||
		!same(c.Sometimes, x.Sometimes, func(g *Goal) string { return g.Goal }) || (c.Exhaust == nil) != (x.Exhaust == nil) {
		return errOtherLists
	}
	c.Runs, c.RunsMeant, c.RandomRuns = c.Runs+x.Runs, c.RunsMeant+x.RunsMeant, c.RandomRuns+x.RandomRuns
	c.Events, c.WallSeconds = c.Events+x.Events, c.WallSeconds+x.WallSeconds
	c.Outcomes.add(&x.Outcomes)
	c.RandomOutcomes.add(&x.RandomOutcomes)
	c.Scenarios = each(c.Scenarios, x.Scenarios, (*ScenarioRuns).add)
	c.Invariants = each(c.Invariants, x.Invariants, (*Judged).add)
	c.Faults = each(c.Faults, x.Faults, func(a, b *FaultRuns) { a.Injected, a.Bit = a.Injected+b.Injected, a.Bit+b.Bit })
	c.Asked = each(c.Asked, x.Asked, func(a, b *AskedRuns) { a.Asked, a.Runs = a.Asked+b.Asked, a.Runs+b.Runs })
	c.Sometimes = each(c.Sometimes, x.Sometimes, func(a, b *Goal) { a.Count += b.Count })
	c.Relying = alike(c.Relying, x.Relying, func(r *RelyingRuns) string { return r.Cache }, (*RelyingRuns).add)
	slices.SortFunc(c.Relying, func(a, b RelyingRuns) int { return strings.Compare(a.Cache, b.Cache) })
	c.Beyond = alike(c.Beyond, x.Beyond, func(b *BeyondRuns) string { return b.Scenario + "\x00" + b.Assumption }, (*BeyondRuns).add)
	c.Late.Answers, c.Late.Unknown = c.Late.Answers+x.Late.Answers, c.Late.Unknown+x.Late.Unknown
	if c.Exhaust != nil {
		both := *c.Exhaust
		both.add(x.Exhaust)
		c.Exhaust = &both
	}
	if (c.Protocol == nil) != (x.Protocol == nil) {
		return errOtherLists
	}
	if c.Protocol != nil {
		both, err := c.Protocol.and(x.Protocol)
		if err != nil {
			return err
		}
		c.Protocol = both
	}
	c.Determinism.Twice += x.Determinism.Twice
	c.Determinism.Different = concat(c.Determinism.Different, x.Determinism.Different)
	c.Planted, c.PortBugs = concat(c.Planted, x.Planted), concat(c.PortBugs, x.PortBugs)
	c.Unjudged = slices.Clone(c.Unjudged)
	for _, why := range x.Unjudged {
		if !slices.Contains(c.Unjudged, why) {
			c.Unjudged = append(c.Unjudged, why)
		}
	}
	return nil
}

// concat is one list after another, and never null.
func concat[T any](a, b []T) []T { return append(append([]T{}, a...), b...) }

// each adds lists of the same things.
func each[T any](a, b []T, add func(a, b *T)) []T {
	sum := slices.Clone(a)
	for i := range sum {
		add(&sum[i], &b[i])
	}
	return sum
}

// alike adds lists of which one may have what the other has not.
func alike[T any](a, b []T, name func(*T) string, add func(a, b *T)) []T {
	sum := slices.Clone(a)
	for i := range b {
		k := slices.IndexFunc(sum, func(x T) bool { return name(&x) == name(&b[i]) })
		if k < 0 {
			sum = append(sum, b[i])
			continue
		}
		add(&sum[k], &b[i])
	}
	return sum
}

func (o *Outcomes) add(x *Outcomes) {
	o.Passed, o.Violated, o.Inconclusive = o.Passed+x.Passed, o.Violated+x.Violated, o.Inconclusive+x.Inconclusive
	o.Invalid, o.Unjudged, o.Missed = o.Invalid+x.Invalid, o.Unjudged+x.Unjudged, o.Missed+x.Missed
}

// add keeps of what was missed the first few, each once, as a whole would have.
func (s *ScenarioRuns) add(x *ScenarioRuns) {
	switch {
	case s.Runs == 0:
		s.Verdict = x.Verdict
	case x.Runs > 0:
		s.Verdict = Worst(s.Verdict, x.Verdict)
	}
	s.Runs, s.MissedRuns = s.Runs+x.Runs, s.MissedRuns+x.MissedRuns
	s.Missed = slices.Clone(s.Missed)
	for _, m := range x.Missed {
		if len(s.Missed) < fewReasons && !slices.Contains(s.Missed, m) {
			s.Missed = append(s.Missed, m)
		}
	}
	if s.FirstMissed == nil {
		s.FirstMissed = x.FirstMissed
	}
}

// fewReasons is how many different reasons are kept, the first ones.
const fewReasons = 3

func (j *Judged) add(x *Judged) {
	j.Runs, j.Violated, j.Cut = j.Runs+x.Runs, j.Violated+x.Violated, j.Cut+x.Cut
	j.WhyNot = cmp.Or(j.WhyNot, x.WhyNot)
	j.Clauses = each(j.Clauses, x.Clauses, func(a, b *JudgedClause) {
		a.Judged, a.Broken, a.Close = a.Judged+b.Judged, a.Broken+b.Broken, a.Close+b.Close
	})
}

func (r *RelyingRuns) add(x *RelyingRuns) {
	r.Answers, r.Old, r.Unknown, r.Revoked = r.Answers+x.Answers, r.Old+x.Old, r.Unknown+x.Unknown, r.Revoked+x.Revoked
}

func (b *BeyondRuns) add(x *BeyondRuns) {
	b.Runs += x.Runs
	b.Violated = slices.Clone(b.Violated)
	for _, id := range x.Violated {
		if !slices.Contains(b.Violated, id) {
			b.Violated = append(b.Violated, id)
		}
	}
}

// add adds the cells of another part of the same plan.
func (x *Exhausted) add(y *Exhausted) {
	x.Run, x.Bit, x.Passed, x.Violated = x.Run+y.Run, x.Bit+y.Bit, x.Passed+y.Passed, x.Violated+y.Violated
	x.Inconclusive, x.Invalid = x.Inconclusive+y.Inconclusive, x.Invalid+y.Invalid
	x.NotInjected, x.DidNotBite = x.NotInjected+y.NotInjected, x.DidNotBite+y.DidNotBite
}

// firstOfEach are the failures that the whole would have kept: of each invariant the first few
// runs, of the campaign and of single faults apart, and all of the corpus.
func firstOfEach(parts []Given) []Failure {
	var random, single, past []Failure
	for _, g := range parts {
		for _, f := range g.Violations {
			switch {
			case strings.HasPrefix(f.Scenario, OfCorpus("")): // of which the first part has all
				past = append(past, f)
			case strings.HasPrefix(f.Scenario, Exhausting("")):
				single = append(single, f)
			default:
				random = append(random, f)
			}
		}
	}
	most := parts[0].KeptOfEach
	return concat(concat(keptOf(random, most), keptOf(single, most)), past)
}

// keptOf are those of runs in which something was violated for the first few times.
func keptOf(all []Failure, most int) []Failure { return keptAfter(map[string]int{}, all, most) }

// keptAfter are those of some runs that come after others: times says how often something was
// violated in these, and then in all.
func keptAfter(times map[string]int, all []Failure, most int) (kept []Failure) {
	slices.SortStableFunc(all, func(x, y Failure) int { return cmp.Compare(x.Run, y.Run) })
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Run == all[0].Run {
			n++
		}
		telling := false
		for i, f := range all[:n] {
			if slices.ContainsFunc(all[:i], func(x Failure) bool { return x.Invariant == f.Invariant }) {
				continue
			}
			times[f.Invariant]++
			telling = telling || times[f.Invariant] <= most
		}
		if telling {
			kept = append(kept, all[:n]...)
		}
		all = all[n:]
	}
	return kept
}
