package campaign

import "time"

// A Watch is asked for a [Progress] when long work begins, which ends at a time if it
// is not over before; the zero time stands for no bound. It is nil where nobody watches.
type Watch func(what string, until time.Time) Progress

// A Progress is told how far long work has come.
type Progress interface {
	At(done, of int)
	End()
}

// Begin is a progress that may be told, whether anybody watches or not.
func (w Watch) Begin(what string, until time.Time) Progress {
	if w == nil {
		return unwatched{}
	}
	return w(what, until)
}

// unwatched is the progress of what nobody watches.
type unwatched struct{}

func (unwatched) At(int, int) {}
func (unwatched) End()        {}
