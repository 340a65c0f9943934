package scenarios

import (
	"pawl/faults"
	"pawl/scenarios/form"
)

// Suggest says which of the known words was meant by one that is not known, or
// lists them: what an error about any name ends with.
func Suggest(word string, known []string) string { return format.Suggest(word, known) }

// format is that of scenario files.
var format = form.Format{
	What:    "scenario",
	TooLong: "tell one incident in some ten lines",
	Meant:   faults.Meant,
}

// Names lists what things are called, in their order.
func Names[T any](all []T, name func(T) string) []string {
	list := make([]string, len(all))
	for i := range all {
		list[i] = name(all[i])
	}
	return list
}
