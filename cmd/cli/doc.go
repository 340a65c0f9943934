// Package cli is Pawl's command line as a library: [Main] is all that a main calls.
//
// A module with engines of its own builds a command of its own, and has every verb
// for them: check, replay and shrink of its repros and why they fail, judge, mutants, completion.
//
//	func main() {
//		cli.Main(cli.Own{Command: "mine", Engines: []engine.Engine{mine()}})
//	}
//
// It holds no logic that other packages should: it reads flags, puts the question
// to package campaign, exhaust, envelope, explain or mutation, writes the answer in a format of package
// reports, and exits with the code of the verdict. Mains may import it, and nothing else does.
//
// # Signals
//
// A first signal ends a verb that has found nothing yet: one that waits for a file,
// or replays or judges one. One that makes runs ends its runs, and reports what it has. A second
// signal ends anything.
//
// # What replay exits with
//
// 1 if the failure was reproduced: the same run, bit for bit, and the same
// violation. 5 if the run is the same and what was recorded is not violated in it.
// 6 if it is not the recorded run, whatever is violated in it.
//
// With --history the run's history is written to a new file, whole or not at all, and with --html a
// page of the run, which package alive makes. They are not if the run left its decisions.
//
// # What explain exits with
//
// 0 if it could explain, if only in part, which the result says. Where there is nothing to
// explain 5 and 6, as replay does.
//
// # What shrink exits with
//
// What replay exits with, since it makes the recorded run first: 1 if that still fails, whether
// anything could go from it or not, 5 and 6 as above; then nothing is shrunk and no file is written.
//
// # What judge exits with
//
// What check says of a campaign it says of one history. 0 if nothing was violated, 1 if
// something was. 3 if the observer has missed something, or a search was given up.
// 4 if no invariant found anything to judge. 64 if the file cannot be read as a history,
// and if the history is invalid, since it contradicts itself or says what cannot be: then
// the result has the reasons.
//
// # How to add
//
// A verb: one file with its flags and a function that returns a reports.Result,
// one line in root, its result in package reports, and a script in testdata that
// provokes each exit code it can have. A verb that is not built is not listed. One
// that comes to have something worth keeping says so, by the stage of its app.
package cli
