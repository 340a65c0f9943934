package scenarios

// Lessons are what incidents of rotations teach, the first of them first: each scenario tells one, and
// each engine that must fail has not learnt one.
var Lessons = []Word{
	{"1", "Failures are those of the control plane: something is done twice, nobody or two own it, or who acts goes by what was. There is one owner, and each write is fenced."},
	{"2", "What each host's own clock starts is not safe across pools. A trigger is a request only, and one store decides."},
	{"3", "Partial success is worse than failure. Everybody has a version before anybody uses it, nobody seals on both sides, and one write commits."},
	{"4", "Retries make incidents larger. What was not answered is read back and never blindly repeated, and attempts are bounded."},
	{"5", "There is hardly ever a way back. Numbers only go up, old versions go when nobody needs them any more, and a correction is a new rotation."},
	{"6", "Whether it can be audited is designed in. Each change has one owner, one cause and one entry, in the same write."},
	{"7", "Discipline of operations is part of security. Each halt says why, to whom, and what may be done; whoever asks for what is dangerous is held to the rules; and service goes on."},
}
