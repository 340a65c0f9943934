package explain

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pawl/cmd/house/lengthy"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/library"
	"pawl/sim/cluster"
)

// truth says of each wrong engine in which part of the reference its mistake is, as its text
// and its source have it: the guard that has to be named first. Of one whose text names
// several, any. What is not listed lies about a field of its view.
var truth = map[string]string{
	"cron": "", "cron-jitter": "", // nothing of the reference is in them: no single guard mends them
	"lease-without-fence": "worker.Write worker.env.Keys", "check-then-act-admission": "worker.env.Store", "local-lock": "worker.env.Store",
	"steps-from-outside": "worker.env.Store worker.Write", "runs-what-was-refused": "worker.Admit worker.env.Store", "retry-mints-again": "worker.env.Keys",
	"effect-before-intent": "worker.env.Store", "no-publish-barrier": "worker.Rotation[PUBLISHED] node.Rights", "quorum-publish": "worker.Rotation[PUBLISHED] node.Rights",
	"mixed-material": "worker.env.Keys worker.Rotation[PUBLISHED] node.Rights", "no-drain": "worker.Rotation[VERIFIED]", "commit-in-two-writes": "worker.Rotation[DRAINING]",
	"cached-record": "node.env.Store", "rotates-for-nothing": "worker.Rotation[IDLE]", "publish-without-raise": "worker.Rotation[STAGED]", "newest-wins": "node.Rights",
	"fixed-wait": "worker.Rotation[PUBLISHED]", "halted-as-idle": "node.Rights", "waits-for-the-dead": "worker.env.Store", "never-settles": "worker.Rotation[COMMITTED]",
	"remakes-at-start": "worker.wrapping", "forgets-old-at-restart": "node.Rights", "short-overlap": "worker.env.Policy.Lifetime", "blind-stamps": "node.env.Store",
	"reads-once": "node.env.Store", "never-lets-go": "node.Seal node.Open", "silence-is-emptiness": "worker.env.Store",
	"lease-clock-too-long": "node.env.Clock node.env.Store node.env.Policy.Emission node.env.Policy.DriftPPM", "wall-clock-lease": "node.env.Clock",
	"activates-the-dying": "worker.env.Keys", "lease-checked-early": "node.Seal", "drain-by-sleep": "worker.Rotation[DRAINING]", "member-list-barrier": "worker.env.Store",
	"stale-read": "worker.env.Store", "restart-from-scratch": "worker.Rotation[INTENT] worker.Rotation[STAGED] worker.Rotation[PUBLISHED] worker.Rotation[VERIFIED] worker.Rotation[DRAINING]",
	"blind-retry": "worker.Admit", "opens-after-revoke": "node.Open", "rejoin-serves-old": "node.Open", "audit-after-the-fact": "worker.env.Store", "audit-without-cause": "worker.Write",
	"seals-under-the-old": "node.Seal", "never-retires": "worker.Old[DEPRECATED]", "always-unavailable": "node.Open", "unbounded-retry": "worker.env.Keys node.env.Keys",
	"renews-in-a-storm": "node.env.Store", "silent-halt": "worker.Write worker.env.Pager", "agent-gives-up": "node.env.Store", "joiner-waits": "node.Rights",
	"deaf-after-a-failed-load": "node.Load", "reuse-version": "worker.Rotation[ABORTED]", "records-ahead": "worker.Rotation[PUBLISHED]", "early-revoke": "worker.Old[RETIRING]",
	"destroy-before-revoke": "worker.Old[RETIRING]", "unknown-means-done": "worker.env.Store", "abort-after-commit": "worker.Act", "abort-keeps-material": "worker.Rotation[ABORTING]",
	"unknown-means-failed": "worker.Rotation[DRAINING]", "rollback-on-error": "worker.Rotation[COMMITTED]", "commits-the-same": "worker.Rotation[DRAINING]", "resume-same-fence": "worker.Act",
	"halt-but-keep-going": "worker.Rotation[HALTED]", "trusts-any-caller": "worker.Admit", "guesses-what-was-meant": "worker.Admit", "disowns-what-it-began": "worker.Admit",
	"tries-without-end": "worker.env.Policy.Operators", "no-second-attempt": "worker.env.Policy.Attempts", "too-late-to-call-off": "worker.Act", "wakes-twice": "worker.env.Pager",
	"cries-halt": "worker.env.Pager", "no-such-playbook": "worker.Write worker.Act", "ignore-hold": "worker.Holds", "one-approver": "worker.Approve", "obeys-anybody": "worker.wrapping",
	"forgets-after-restart": "worker.Rotation[IDLE]", "no-publish-lead": "worker.env.Policy.PublishLead", "frozen-keyset": "worker.env.Policy.PublishLead",
	"announces-the-newest": "node.Announce", "announces-for-ever": "node.Announce", "leaves-a-pool-behind": "worker.env.Policy.PoolStamps", "canary-ignored": "worker.Write",
	"lifetime-of-today": "worker.Promised", "lead-of-today": "worker.Promised", "spare-unproved": "worker.Rotation[PUBLISHED] node.Rights", "trusts-its-disk": "node.Seal node.env.Disk",
	"wrong-key-after-restore": "node.Fits node.env.Disk", "child-before-parent": "worker.Issuer", "parent-too-soon": "worker.Issued", "counts-seals-in-memory": "node.Claim",
	"revokes-before-rewrap": "worker.Left", "keeps-blindly": "node.env.Store", "moves-what-was": "node.env.Store", "drains-for-ever": "worker.Rotation[DRAINING]",
	"stamps-unsynced": "node.env.Disk", "erasure-misnamed": "worker.Write", "rewind-unnoticed": "worker.env.Store node.env.Store worker.env.Store+node.env.Store",
	"forgets-refusals": "worker.env.Store", "missing-is-new": "worker.Trust", "goes-on-from-a-copy": "worker.Trust", "waits-in-silence": "worker.env.Pager node.env.Pager worker.env.Pager+node.env.Pager",
	"repeats-nonce": "node.Seal node.env.Disk", "says-it-is-done": "worker.wrapping", "keeps-what-was-let-go": "worker.wrapping", "revokes-what-is-held": "worker.env.Store worker.Approve",
	"no-second-turn": "worker.Write", "calls-it-recoverable": "worker.Write", "opens-when-told": "node.Open", "lets-go-when-halted": "node.Extend", "buries-the-living": "worker.env.Store", "erases-what-it-loaded": "node.env.Disk", "opens-the-wrong-page": "worker.Write", "refused-for-good": "worker.wrapping", "leaves-it-to-the-audit": "worker.env.Pager", "calls-the-wrong-people": "worker.Write",
	"forgets-what-waits": "worker.wrapping", "finds-no-hold": "worker.wrapping", "holds-what-is-not": "worker.wrapping", "sends-nobody-there": "worker.env.Pager",
	"lives-too-long": "worker.env.Keys", "issues-under-the-old": "worker.Issuer", "silent-for-longer": "worker.env.Policy.OwnerLease", "trusts-its-watch": "node.env.Policy.WallSkew", "answers-on-the-dot": "node.env.Policy.Emission", "keeps-the-burnt-ready": "worker.Write worker.Act worker.Write+worker.Act",
	"opens-by-heart": "node.Open", "any-key-will-do": "node.Open", "cuts-long-texts": "node.Seal", "takes-texts-for-letters": "node.Seal", "refuses-empty-texts": "node.Seal",
	"approved-for-good": "worker.env.Store", "takes-it-as-read": "worker.wrapping", "undrains-in-word": "worker.Write", "takes-it-from-before": "worker.Write",
}

// right says whether a guard is the one that an engine lacks.
func right(engine string, g *reports.Guard) bool {
	want, listed := truth[engine]
	if !listed {
		lies := !slices.ContainsFunc(strings.Split(g.Name, " + "), func(part string) bool { return !strings.HasPrefix(part, "view.") })
		return strings.HasPrefix(engine, "lies-about-") && lies // in one field or in several that tell one thing
	}
	all := strings.Fields(want)
	if g.Kind == reports.Together { // right where it is all of what the text names, and nothing else
		parts := strings.Split(g.Name, " + ")
		slices.Sort(parts)
		slices.Sort(all)
		return slices.Equal(parts, all)
	}
	if g.Kind == reports.OfCompare { // of what stands before the store
		part, _, _ := strings.Cut(g.Name, "/")
		return slices.Contains(all, part)
	}
	return slices.Contains(all, strings.ReplaceAll(g.Name, " ", ""))
}

// reproOf is a repro of a wrong engine by what it is known by: of a scenario that names it, else
// of a random run.
func reproOf(t testing.TB, w *wrong.Engine, shelf []*scenarios.Scenario) *campaign.Repro {
	t.Helper()
	runner := scenarios.On(cluster.Simulated{})
	h := campaign.Hunt{Runner: runner, Engine: w.Engine, MustFire: w.MustFire, Seed: 1, MaxRuns: 6, Jobs: 1}
	for _, s := range shelf {
		if s.Breaks.Engine != w.Name || !slices.Contains(w.MustFire, s.Breaks.Invariant) {
			continue
		}
		if k, err := h.In(t.Context(), s); err != nil || k.Caught {
			return kept(t, runner, w, k, err)
		}
	}
	h.MaxRuns = 600
	k, err := h.Random(t.Context())
	return kept(t, runner, w, k, err)
}

func kept(t testing.TB, runner scenarios.Runner, w *wrong.Engine, k campaign.Catch, err error) *campaign.Repro {
	t.Helper()
	if err != nil || !k.Caught {
		return nil
	}
	c := k.Outcome.Case
	c.NoLog = false
	o, err := runner.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	again := campaign.Replayed{Outcome: o}
	f := again.Failure()
	f.Violated = slices.DeleteFunc(f.Violated, func(b campaign.Broken) bool { return !slices.Contains(w.MustFire, b.Invariant) })
	return campaign.NewRepro(reduced(t, runner, again, f))
}

// reduced leaves out the events that a failure does not need, one at a time, and nothing else:
// its decisions stay those of its seed.
func reduced(t testing.TB, runner scenarios.Runner, again campaign.Replayed, f campaign.Failure) campaign.Failure {
	t.Helper()
	for i := 0; i < len(again.Outcome.Setup.Events); {
		c := again.Outcome.Case
		c.Events = slices.Delete(slices.Clone(again.Outcome.Setup.Events), i, i+1)
		o, err := runner.Run(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		fewer := campaign.Replayed{Outcome: o}
		left := fewer.Failure()
		left.Violated = slices.DeleteFunc(left.Violated, func(b campaign.Broken) bool {
			return !slices.ContainsFunc(f.Violated, func(x campaign.Broken) bool { return x.Invariant == b.Invariant })
		})
		if !scenarios.Spare(again.Outcome.Setup.Events[i]) || len(left.Violated) < len(f.Violated) {
			i++
			continue
		}
		again, f = fewer, left
	}
	return f
}

// TestTheRightGuardIsNamedFirst: of wrong engines, at least four in five, by the run that
// catches each. With PAWL_ALL=1 all of them are asked about; else one in twelve.
func TestTheRightGuardIsNamedFirst(t *testing.T) {
	shelf, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	from, every := 1, 40
	if lengthy.Wanted() {
		every = 12
	}
	if os.Getenv("PAWL_ALL") == "1" {
		from, every = 0, 1
	}
	asked, first, liars, liarsFirst := 0, 0, 0, 0
	for i := from; i < len(wrong.All); i += every {
		w := &wrong.All[i]
		t.Run(w.Name, func(t *testing.T) {
			is, caught := namedFirst(t, w, shelf)
			_, listed := truth[w.Name]
			switch {
			case !caught:
			case listed:
				asked++
				first += one(is)
			default:
				liars++
				liarsFirst += one(is)
			}
		})
	}
	t.Logf("the right guard is named first for %d of %d that do something wrong, and for %d of %d that lie", first, asked, liarsFirst, liars)
	if 5*(first+liarsFirst) < 4*(asked+liars) {
		t.Error("that is less than four in five")
	}
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// namedFirst says whether the guard that a wrong engine lacks is named first, of a run that
// catches it; caught is false if none did.
func namedFirst(t *testing.T, w *wrong.Engine, shelf []*scenarios.Scenario) (is, caught bool) {
	r := reproOf(t, w, shelf)
	if r == nil {
		t.Log("not caught")
		return false, false
	}
	q := Puzzle{Runner: scenarios.On(cluster.Simulated{}), Repro: r, Engine: w.Engine, Runs: 300}
	a, is, err := q.begin(t.Context())
	if err != nil || !is {
		t.Fatalf("the run is not there again, %v", err)
	}
	a.tellFaultFree(t.Context())
	a.drawnAgain(t.Context())
	a.othersThatFail(t.Context())
	a.tellGuards(t.Context())
	is = len(a.r.Guards) > 0 && a.r.Guards[0].Mends() && right(w.Name, &a.r.Guards[0])
	said := []string{}
	for _, g := range a.r.Guards[:min(3, len(a.r.Guards))] {
		said = append(said, fmt.Sprintf("%s %d/%d", g.Name, g.Gone, g.Runs))
	}
	t.Logf("%v, by %s, %d runs: %s; want %s", is, a.lab.id, a.lab.made, strings.Join(said, ", "), truth[w.Name])
	return is, true
}
