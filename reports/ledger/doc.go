// Package ledger keeps what campaigns came to over time: lines of JSON that are only added,
// each with the hash of the one before it, so that a period can be spoken of and not only a
// run.
//
// The chain shows that no line was changed, put in or taken out before the last one. It cannot
// show that lines are missing at the end: whoever has to rule that out keeps [Head] elsewhere,
// in a bundle that is signed. [Append] takes turns with other writers and leaves either a whole
// line or a torn one, which every reader names and only [Repair] takes away.
//
// Waivers are beside it: what is let pass, by whom, why, and until when. One that has expired
// fails the gate.
//
// The command line may import it; it imports package reports and strict JSON. Times are passed
// in. Another thing that a line says is a member of [Line], and a new version.
package ledger
