package campaign

// A Watch is asked for a [Progress] when long work begins; nil where nobody watches.
type Watch func(what string) Progress

// A Progress is told how far long work has come.
type Progress interface {
	At(done, of int)
	End()
}

func (w Watch) begin(what string) Progress {
	if w == nil {
		return unwatched{}
	}
	return w(what)
}

// unwatched is the progress of what nobody watches.
type unwatched struct{}

func (unwatched) At(int, int) {}
func (unwatched) End()        {}
