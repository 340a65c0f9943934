// Package planted plants bugs in engines that are anybody's: each [Bug] is one mistake
// that an engine could have made in how it uses its ports, made for it by whoever stands
// in its door. The engine's code stays as it is, and is not known here; so whatever an
// engine does well that a bug undoes, a harness that is worth its green has to miss.
//
// A bug is in what an engine asks (a compare is left out, a mint has another operation
// id), in what it is told (what was refused was done), or in what it asks besides (a
// version is destroyed too early). [Mistakes] counts how often the mistake was really made:
// an engine that never asks for what a bug spoils has not passed it, and has not missed
// it either.
//
// Tools that test engines import it; nothing that rotates real keys may. It imports the
// contract and nothing else. How engines fail that are wrong by their own code is in
// package wrong.
//
// # How to add
//
// A line in [All], with a name, a sentence, and what stands in the door of each process.
// It has to keep to the contract: a reply is of its request's type, and an error is one of
// the contract's. What it remembers is made anew at each start of a process. In the tests
// it needs nothing but to be in the list.
package planted
