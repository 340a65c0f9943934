// Package follow judges a running deployment by what its store shows, and by nothing else.
//
// It reads what the store holds at a revision, and watches what comes after it. It writes
// nothing, and asks nobody else. The engine's view says what each value means, as everywhere;
// the checker judges by the same invariants as a simulated run, and is told what could not be
// seen ([Unseen]): what needs that is not judged, and said so ([checker.Without]).
//
// # What is known of a revision
//
// What it changed, and between which moments: not before the last read of the store that was
// sent and did not see it, and not after it was told. Every second such a read is made, which
// is answered by the cluster as a whole. Judges accuse only of what is wrong for each moment
// that is left. Of what was there before anybody looked, etcd knows no time: it may have come at any,
// and is accused of nothing that takes one. Who wrote is the writer's own word, by the entry of the same revision: so a
// former owner that still writes is caught, and one that lies about its name is not.
//
// # What is judged together
//
// A key's facts are judged in windows. A window is cut when it has become long and the key is
// at rest; what stands then, and since when versions are what they are, begins the next one.
// Where there is no rest for long it is cut all the same, and that is told as a gap. So memory
// and the cost of a revision are bounded, whatever is followed for however long. Each window is
// judged when something has happened in it, or a share of it is new. What spans more than one
// window is not judged, but for the lifetime of versions and the chain: whether a window's
// trigger had started something days before is not.
//
// # What was missed
//
// A revision that was compacted before it was read, a store that is behind where it was, or
// another cluster at the same addresses: each is a gap, is told, and all is begun anew from what
// the store holds then. With a gap there is no pass.
//
// # Who may import it, and how to add to it
//
// Commands. It links etcd's client, so that the command pawl does not import it. What the
// checker judges of a store's history it judges here; a clause that needs more says so in
// checker's table of what clauses need.
package follow
