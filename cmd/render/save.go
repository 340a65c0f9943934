package render

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"pawl/reports"
	"pawl/reports/whole"
)

// An Output is a file that is to be made.
type Output struct{ Kind, Path string }

// An Unwritten says why a file could not be written of what was rendered: that is the machine's, and
// no mistake in what was asked for.
type Unwritten struct {
	Path string
	Err  error
}

func (u *Unwritten) Error() string { return fmt.Sprintf("%s could not be written: %v", u.Path, u.Err) }

func (u *Unwritten) Unwrap() error { return u.Err }

// Save renders evidence into files. All are rendered before the first is written, so that what
// cannot be rendered leaves no file; each is written whole or not at all.
func Save(e *Evidence, outputs []Output) (all []reports.Written, err error) {
	pages := make([]bytes.Buffer, len(outputs))
	for i, x := range outputs {
		at := slices.IndexFunc(renderings, func(r rendering) bool { return r.kind == x.Kind })
		if at < 0 {
			return nil, fmt.Errorf("%s: there is no kind %q", x.Path, x.Kind)
		}
		if err := renderings[at].write(&pages[i], e); err != nil {
			return nil, fmt.Errorf("%s: %w", x.Path, err)
		}
	}
	for i, x := range outputs {
		err := whole.Replace(x.Path, func(w io.Writer) error {
			_, err := w.Write(pages[i].Bytes())
			return err
		})
		if err != nil {
			return all, &Unwritten{Path: x.Path, Err: err}
		}
		all = append(all, reports.Written{Kind: x.Kind, Path: x.Path, Bytes: pages[i].Len(), SHA256: reports.Digest(pages[i].Bytes())})
	}
	return all, nil
}
