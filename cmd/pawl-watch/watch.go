package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"pawl/checker"
	"pawl/live/follow"
	"pawl/reports"
	"pawl/reports/whole"
)

// A watcher hears of a store, has it judged, and tells.
type watcher struct {
	a      *asked
	f      *follow.Follower
	say    *teller
	pager  *outbox
	zero   time.Time     // from which time counts
	past   time.Duration // what was told until then was there before, and nobody knows since when
	before *past         // what that was; nil: nothing
	failed error         // what could not be written
}

// watch follows a deployment until it is told to stop, and gives the exit code of what it saw.
func (a *asked) watch(ctx context.Context, out, errs io.Writer) (int, error) {
	e, err := a.follows()
	if err != nil {
		return 0, err
	}
	if err := a.check(); err != nil {
		return 0, err
	}
	began := time.Now()
	clock := func() time.Duration { return time.Since(began) + a.before() }
	source, err := a.source(clock, func(err error) { _, _ = fmt.Fprintf(errs, "pawl-watch: %v\n", err) })
	if err != nil {
		return 0, err
	}
	w := &watcher{a: a, f: follow.New(e, a.policy), zero: began.Add(-a.before())}
	w.say = &teller{out: out, json: a.json, quiet: a.quiet, zero: w.zero, known: a.before()}
	w.pager = newOutbox(a.webhook, errs)
	if a.lasts > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, a.lasts)
		defer cancel()
	}
	if err := source.Follow(ctx, w); err != nil && !(ctx.Err() != nil && w.f.Account().Revisions > 0) {
		w.pager.close()
		if lost := (follow.Lost{}); errors.As(err, &lost) {
			return 0, err
		}
		return 0, nothing{err}
	}
	w.finds(w.f.Judge(true))
	return w.ends()
}

// Begins takes what the store holds.
func (w *watcher) Begins(b follow.Beginning) {
	if why := b.Missed; why == "" {
		w.say.starts(w.a, &b)
	} else {
		w.f.Gap(why)
		w.say.gap(why)
		w.pager.page(alert{Event: "gap", Time: w.say.at(b.At), Why: why})
	}
	if b.Past() {
		w.past, w.before = b.At, pastOf(&b)
	}
	w.f.Begin(b.Revision, b.Held, b.At)
}

// Takes takes a revision.
func (w *watcher) Takes(r follow.Revision) {
	if r.Past {
		w.past = r.At
	}
	for _, t := range w.f.Took(r) {
		w.say.transition(t)
	}
	if w.f.Full() {
		w.finds(w.f.Judge(false))
	}
}

// Looked takes it where the store was.
func (w *watcher) Looked(sent time.Duration, revision int64) { w.f.Pulse(sent, revision) }

// Through judges what is known to be whole.
func (w *watcher) Through(revision int64) {
	w.f.Through(revision)
	w.finds(w.f.Judge(false))
}

// Waits tells that the store does not answer, or does again.
func (w *watcher) Waits(err error) { w.say.waits(err) }

// finds tells of findings, and pages.
func (w *watcher) finds(all []follow.Discovery) {
	for _, x := range all {
		at := ""
		if x.At > w.past { // else nobody knows
			at = w.say.at(x.At)
		}
		a := alert{Event: "violation", Time: at, Invariant: x.Invariant, Sentence: x.Sentence, Clause: x.Clause, Key: x.Key, Detail: x.Detail, History: w.keeps(x)}
		if a.History != "" {
			a.unfit = unfit(x.History)
		}
		w.say.finding(&a)
		a.Detail = w.say.dated(a.Detail)                        // whoever is paged has no start to count from
		a.Store, a.Prefix = w.a.store.Endpoints, w.a.store.Root // where it is, for who is not there
		w.pager.page(a)
	}
	for _, why := range w.f.Account().New() {
		w.say.gap(why)
		w.pager.page(alert{Event: "gap", Why: why})
	}
}

// keeps writes the history in which something was found, and says where.
func (w *watcher) keeps(x follow.Discovery) string {
	if w.a.histories == "" {
		return ""
	}
	file := filepath.Join(w.a.histories, fmt.Sprintf("%s-%s-%d.json", x.Invariant, x.Key, x.At.Milliseconds()))
	if err := whole.Replace(file, x.History.Write); err != nil {
		w.failed = errors.Join(w.failed, fmt.Errorf("--histories: a finding's facts could not be written: %w", err))
		return ""
	}
	return file
}

// unfit says why pawl judge would not take a history that was judged here: somebody may have
// written to the store what nobody can tell the meaning of. Empty: it takes it.
func unfit(h *checker.History) string {
	if why := h.Unfit(nil); len(why) > 0 { // no fault is in what a store shows
		return why[0]
	}
	return ""
}

// ends comes to the verdict, and tells what it rests on.
func (w *watcher) ends() (int, error) {
	undelivered := w.pager.close()
	s := w.summary(undelivered)
	w.say.ends(s)
	if err := errors.Join(w.say.failed, w.failed); err != nil {
		return s.ExitCode, untold{err}
	}
	return s.ExitCode, nil
}

// A summary is what following has come to.
type summary struct {
	Event string `json:"event"`
	reports.Head
	Engine      string     `json:"engine"`
	From        string     `json:"from"` // time from which details count
	Past        *past      `json:"past,omitempty"`
	Revisions   int        `json:"revisions"`
	Facts       int        `json:"facts"`
	Windows     int        `json:"windows_cut"` // at rest
	Judged      []string   `json:"judged"`      // invariants of which something was
	Violated    []string   `json:"violated"`
	Found       int        `json:"found"`
	Gaps        []string   `json:"gaps"`
	Missed      int        `json:"missed"`
	Undelivered int        `json:"undelivered"` // alerts
	Unjudged    []unjudged `json:"unjudged"`    // clauses
}

// unjudged is a clause of which nothing, or not all, can be judged from a store.
type unjudged struct {
	Invariant string `json:"invariant"`
	Clause    string `json:"clause"`
	Unseen    string `json:"unseen"`
	Part      string `json:"part"` // that is left out; empty: all of it
}

func (w *watcher) summary(undelivered int) *summary {
	a := w.f.Account()
	s := &summary{Event: "summary", Engine: w.a.engine, From: w.zero.UTC().Format(time.RFC3339), Past: w.before, Revisions: a.Revisions, Facts: a.Facts, Windows: a.Cuts,
		Judged: a.Looked(), Violated: a.Violated, Found: a.Found, Gaps: a.Gaps, Missed: a.Missed, Undelivered: undelivered, Unjudged: leftOut()}
	s.SchemaVersion, s.Command, s.Build = reports.SchemaVersion, "watch", reports.ThisBuild()
	all := []reports.Verdict{reports.Pass}
	if a.Found > 0 {
		all = append(all, reports.Violation)
	}
	if a.Missed > 0 || w.say.away {
		all = append(all, reports.Inconclusive)
	}
	if len(s.Judged) == 0 {
		all = append(all, reports.NothingRan)
	}
	s.Decide(all...)
	s.Closing = w.closing(s)
	return s
}

func (w *watcher) closing(s *summary) string {
	switch s.Verdict {
	case reports.Violation:
		found := fmt.Sprintf("%s found: %s.", reports.Count(s.Found, "violation"), strings.Join(s.Violated, " "))
		if w.a.assumed() {
			found += " What the deployment's policy is was not said: if it is another, look at this again with --config."
		}
		return found
	case reports.NothingRan:
		return fmt.Sprintf("Nothing could be judged: below %s no key of engine %s was rotated, or held anything that it tells of.", w.a.store.Root, s.Engine)
	case reports.Inconclusive:
		return "Nothing was found to be violated, and something was missed: that is no pass."
	}
	return "Nothing was found to be violated."
}

func leftOut() (all []unjudged) {
	for _, u := range checker.Without(follow.Unseen) {
		all = append(all, unjudged{u.Invariant, u.Clause, string(u.Sense), u.Part})
	}
	return all
}
