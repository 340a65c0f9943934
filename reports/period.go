package reports

import (
	"fmt"
	"strings"
)

// A Period is what a ledger says of one engine between two times.
type Period struct {
	Engine    string           `json:"engine"`
	From      string           `json:"from"`
	To        string           `json:"to"`
	Campaigns int              `json:"campaigns"`
	Passed    int              `json:"passed"` // of them, with the verdict pass
	Runs      int              `json:"runs"`
	Changes   []EngineChange   `json:"changes"`
	Since     SinceChange      `json:"since_change"`
	Open      []Counterexample `json:"open"`
	Closed    []Counterexample `json:"closed"`
	Waivers   []Waiver         `json:"waivers"` // that hold at the end
	Expired   []Waiver         `json:"expired"` // that do not
}

// EngineChange is the first campaign of another engine under the same name.
type EngineChange struct {
	Time string `json:"time"`
	Was  string `json:"was"` // digest; "" if it is the first
	Is   string `json:"is"`
}

// SinceChange is what was run of the engine as it is at the end: a bound speaks of these runs
// and no others. It begins again also with another harness, which draws other runs.
type SinceChange struct {
	Engine       string `json:"engine_digest"`
	Harness      string `json:"harness"`
	Campaigns    int    `json:"campaigns"`
	Passed       int    `json:"passed"`      // of them, with the verdict pass
	RandomRuns   int    `json:"random_runs"` // of different seeds: the runs of one seed are the same when they are made again
	ViolatedRuns int    `json:"violated_runs"`
	UnjudgedRuns int    `json:"unjudged_runs"`
}

// A Counterexample is an invariant that an engine violated. It is open until another engine
// under its name passes a campaign that covers those which came to it: as whole, with as many
// random runs, the same scenarios as often, and in a harness that is no older. That the same engine
// passes with another seed says nothing, and no more does something smaller.
type Counterexample struct {
	Invariant string `json:"invariant"`
	Engine    string `json:"engine_digest"`
	Found     string `json:"found"`
	By        string `json:"found_by"` // what was run when it was found first, in words
	Closed    string `json:"closed"`   // "" if it is not
	Result    string `json:"result"`   // SHA-256 of the result that tells of it
}

// A Waiver lets an invariant be violated for a while. Somebody answers for that.
type Waiver struct {
	Invariant string `json:"invariant"`
	Engine    string `json:"engine"` // digest, or "any"
	Owner     string `json:"owner"`
	Reason    string `json:"reason"`
	Expires   string `json:"expires"` // the last day on which it holds, UTC
}

// Over is the result of looking at a ledger.
type Over struct {
	Head
	Ledger string `json:"ledger"` // the file
	Chain  string `json:"head"`   // SHA-256 of its last line: kept elsewhere, it shows later that nothing was taken from the end
	Period
	Others []OtherEngine `json:"others"` // of the ledger, of which nothing else is told
	// Bound is that of how often a random run of the engine as it is fails, with 95 %
	// confidence, what could not be judged counted as failed; 1 where nothing was run.
	Bound float64 `json:"bound"`
}

// OtherEngine is an engine of the ledger that is not spoken of, with what is open of it at the end.
type OtherEngine struct {
	Engine string           `json:"engine"`
	Open   []Counterexample `json:"open"`
}

func (o *Over) text(p *page) {
	p.heading(fmt.Sprintf("%s, from %s to %s", o.Engine, o.From, o.To))
	p.say("", fmt.Sprintf("%s, of which %d passed; %s in all.", Count(o.Campaigns, "campaign"), o.Passed, Count(o.Runs, "run")))
	p.say("", o.Chained())
	p.blank()
	p.heading("The engine, by the digest of its source")
	for _, c := range o.Changes {
		p.item(fmt.Sprintf("%s: %s", c.Time, c.Is))
	}
	if len(o.Changes) == 0 {
		p.say("", "In this time no campaign was of another one than that before it.")
	}
	s := &o.Since
	p.say("", fmt.Sprintf("Of the engine as it is at the end, in the harness as it is, also before this time: %s of different seeds in %s, of which %d passed; %d violated, %d not judged. With 95 %% confidence a random run fails with a chance of at most %.3g: per run drawn from this generator; not a probability of failure in production.",
		Count(s.RandomRuns, "random run"), Count(s.Campaigns, "campaign"), s.Passed, s.ViolatedRuns, s.UnjudgedRuns, o.Bound))
	p.blank()
	o.counterexamples(p, "Open counterexamples", o.Open)
	o.counterexamples(p, "Closed in this time, since another engine passed as much as had found them", o.Closed)
	o.waivers(p, "Waivers", o.Waivers)
	o.waivers(p, "Waivers that have run out", o.Expired)
	for _, x := range o.Others {
		o.counterexamples(p, "Open of another engine of this ledger, "+x.Engine, x.Open)
	}
}

// Chained says what the chain of a ledger shows, and what it cannot.
func (o *Over) Chained() string {
	return fmt.Sprintf("Each line of %s follows from the one before it. Whoever can write the file can also write it anew, or cut its end: that is seen only if its head is compared with one that was kept elsewhere, in a bundle that is signed, say. The head is %s.", o.Ledger, orNone(o.Chain))
}

func (o *Over) counterexamples(p *page, title string, all []Counterexample) {
	p.heading(fmt.Sprintf("%s: %d", title, len(all)))
	for _, c := range all {
		line := fmt.Sprintf("%s, found %s in engine %s by %s", c.Invariant, c.Found, c.Engine, c.By)
		if c.Closed != "" {
			line += ", closed " + c.Closed
		}
		p.item(line)
	}
	p.blank()
}

func (o *Over) waivers(p *page, title string, all []Waiver) {
	if len(all) == 0 {
		return
	}
	p.heading(fmt.Sprintf("%s: %d", title, len(all)))
	for _, w := range all {
		p.item(fmt.Sprintf("%s of engine %s, until %s, by %s: %s", w.Invariant, w.Engine, w.Expires, w.Owner, strings.TrimSpace(w.Reason)))
	}
	p.blank()
}

func orNone(text string) string {
	if text == "" {
		return "(none: it is empty)"
	}
	return text
}
