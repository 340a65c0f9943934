package reference

// The transcripts in testdata show the engine at work, request by request, without the
// simulator: one for each rule of the package comment, one rotation from its beginning to
// its end (phases), and what becomes of it otherwise (halts, aborts, retire, pools,
// material, disk, and the errors of the store and of the key service).
//
// # Reading one
//
// Commands, a line of dashes, and what they print. A line that processes print has the
// time in seconds, who, what is asked, and after the arrow the answer. A transaction reads
// "STEP if KEY@REVISION ...: what it puts"; of a record only what changes is shown. v2 is a
// version, m2 its material; seal:a1#1 is the seal stamp of the first start of node/a1.
//
// # Commands
//
//	serving W N...            W has committed v1, and the nodes N serve
//	policy NAME=VALUE         that of whatever starts from now on
//	start M, crash M, kill M  a machine; kill ends its process and leaves its disk alone
//	admit W WINDOW            a trigger; attempt=, caller=, id=
//	operate W VERB            an operator's act: abort, halt, resume; rotation=
//	run                       until everybody waits for time to pass, or for news
//	run for D, run to T       and let time pass
//	run until FACT            until the record says so: a phase, or "v1 RETIRING"
//	run until P asks WHAT     until that is about to be answered
//	step P                    answer one request
//	  show=A,B                print only lines of these processes and requests
//	quietly COMMAND           print nothing
//	fail P WHAT ERROR         the next such request is refused; times=N or always
//	lose P WHAT               it is done, and the reply is lost
//	hold P WHAT               it is kept on its way
//	deliver P                 what is kept arrives, and is answered
//	give-up P                 it is not answered: the outcome is unknown
//	land P                    what was given up arrives after all
//	mend                      nothing goes wrong any more
//	pause P, wake P           the process stands still
//	seal N, open N V          a client asks; slowly D: the node stands still before it checks
//	keep N NAME, recall N NAME  a client asks for what is to be kept, or is; text=
//	spoil NAME V              what is kept there is under V, and nothing opens it
//	push N                    somebody gives orders by another way
//	put, delete KEY           hold V, a node, or a stamp; record or refused, which then cannot be read
//	save KEY, put-back KEY    what it was when it was saved comes back
//	revoke KEY                its lease ends early
//	plant N, plant-seal N     a stamp that nobody has asked for; rev=, opens=, print=other
//	vault V other             the key service hands out other material
//	compact                   the store forgets its past
//	rewind                    it is put back to a copy that does not differ: another generation
//	record, stamps, nodes, kept, window W, audit [N], refused, keys, disk N, clock: print
//
// A process is named by its machine, or worker/1_admit, worker/1_operate, node/a1_keep,
// node/a1_recall and node/a1_rewrap. WHAT is a
// verb, a step, or the first words of the line that the request prints, with underscores
// for spaces.
//
// # To add one
//
// Write the commands into a file, each group followed by a line of four dashes, and run
// the test with -update; then read what it printed.
