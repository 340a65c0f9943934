package example

import "slices"

// Fix is what of its mistakes the engine does not make any more: the steps in which it came
// to pass, each of which keeps those before.
type Fix int

const (
	// Naive is the engine as one writes it first.
	Naive Fix = iota
	// ComparesTheDocument: what is written takes the place of what was read, or nothing's.
	ComparesTheDocument
	// WaitsForEveryNode: a push that was not answered is pushed again, until it was.
	WaitsForEveryNode
	// StopsSealingFirst: before another version is the active one, every node has stopped to
	// seal under the one before it.
	StopsSealingFirst
	// MintsUnderOneName: the key service is asked for a version under the one operation id that
	// the document names, however often and by whomever.
	MintsUnderOneName
)

// Last is the engine as it passes.
const Last = MintsUnderOneName

// Fixes are all steps, from the first.
func Fixes() []Fix {
	return slices.Clone([]Fix{Naive, ComparesTheDocument, WaitsForEveryNode, StopsSealingFirst, MintsUnderOneName})
}

// has says that a mistake is not made any more.
func (f Fix) has(fix Fix) bool { return f >= fix }
