package scenarios

import (
	"fmt"

	"pawl/faults"
)

// Unfinished are the windows that were asked for and whose rotation was not committed by the end of
// the run, each in words; told is false of an engine that does not tell what it records, of which
// nobody knows.
func (o *Outcome) Unfinished() (all []string, told bool) {
	if o.Past == nil || !o.Past.Offers.Record {
		return nil, false
	}
	for i := range o.Setup.Events {
		e := &o.Setup.Events[i]
		if e.Kind != faults.TriggerKind {
			continue
		}
		key := e.Key
		if key == "" {
			key = o.Setup.Keys[0]
		}
		if f := fateOf(o.Past, key, e.Word); f.came != committed {
			all = append(all, fmt.Sprintf("window %s of %s: %s", e.Word, key, f))
		}
	}
	return all, true
}
