// Package campaign makes many runs of an engine and says what they come to.
//
// A [Campaign] makes runs, in order whatever the number of jobs, and adds up its
// [Findings]. A [Hunt] makes runs of an engine that must fail, until what must
// catch it does. A [Repro] is one failure as a file: its run is made small
// by package shrink, [Replay] makes it again, and [Shrink] makes that of a file smaller.
// [Judge] judges a history that comes from elsewhere. A [Corpus] is what was found in the past,
// which a gate replays first. [Harm] is all that went wrong in a run, whether policy covers it or not.
//
// A [Strategy] says which random runs a campaign makes. The usual one goes by the number of the run
// alone; a guided one by what came of the runs of earlier generations as well, in the order of their
// numbers, so that jobs and shards change nothing (guide.go says by which argument).
//
// A [Gate] puts these together and comes to a verdict on an engine, by the criteria
// of criteria.go and verdict.go, in the words of package reports; [Power] does so
// for the engines that must fail. A failure has a story, told from the history of its
// run: what the violation cites, what is about the same thing, and what is missing.
// [Check] is the same question as one call in a test.
//
// A whole campaign of [Check] or of a gate gives up after a few runs that had to be ended, since
// each takes long and all say the same; a part of one does not, so that parts add up.
//
// What a gate asks for besides its campaign, [Singles], is given to it. What makes runs of
// its own uses [InOrder], [Make], a [Shortlist] and a [Teller].
//
// Commands, and tests of engines in other modules, may import it. It imports
// scenarios, the library, engine, engine/wrong, sim, faults, checker and reports,
// and makes no run itself: a deployment does.
//
// # How to add
//
// Something to be seen missing: a line in absences, and a case of TestMissing.
//
// A strategy: a row of Strategies. What a guide is to go by: something that observe takes from a run.
//
// A criterion: a line in missed, with what to do about it. Something to be counted:
// a field of [Findings], filled in by add, and nowhere else, so that a campaign is
// the same for any number of jobs. A key of repro files: a field of reproFile, its
// line in repro, and a new version of the format.
package campaign
