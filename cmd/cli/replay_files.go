package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/spf13/pflag"

	"pawl/reports"
	"pawl/reports/chrome"
	"pawl/reports/film"
	"pawl/reports/shiviz"
	"pawl/reports/whole"
	"pawl/scenarios/camera"
	"pawl/scenarios/campaign"
)

// A handout is a file that a run is told in, for others to read.
type handout struct {
	flag, help string
	write      func(io.Writer, *film.Film) error // nil: of the history, which is no film's, and of the page, which is more than one
	path       string                            // "": it was not asked for
}

// handouts are all that there are, the history first and the page last.
func handouts() []*handout {
	return []*handout{
		{flag: "history", help: "write the run's history to this file, which must not be there yet"},
		{flag: "film", help: "write the run frame by frame, as JSON, to this file, which must not be there yet", write: func(w io.Writer, f *film.Film) error { return f.Write(w) }},
		{flag: "chrome", help: "write the run as a trace that Perfetto shows to this file, which must not be there yet", write: chrome.Write},
		{flag: "shiviz", help: "write the run as a log that ShiViz draws to this file, which must not be there yet", write: shiviz.Write},
		{flag: "html", help: "write a page of the run, for a browser, to this file, which must not be there yet"},
	}
}

// flags are those by which they are asked for.
func (h *handout) flags(f *pflag.FlagSet) { f.StringVar(&h.path, h.flag, "", h.help) }

// ready refuses a file that could not be made.
func (h *handout) ready(f *pflag.FlagSet) error { return makeable(f, h.flag, h.path) }

// keep writes all files that were asked for and there can be.
func (v *repetition) keep(again *campaign.Replayed, r *reports.Replay) error {
	if r.DivergedAt != nil {
		return nil
	}
	for _, h := range v.files {
		if h.path == "" || h == v.html { // of the page takes care whoever has its engine
			continue
		}
		if err := v.keepOne(h, again); err != nil {
			return err
		}
		if h.write == nil {
			r.History = h.path
			continue
		}
		r.Written = append(r.Written, reports.WrittenFile{Kind: h.flag, Path: h.path})
	}
	return nil
}

func (v *repetition) keepOne(h *handout, again *campaign.Replayed) error {
	var err error
	if h.write == nil {
		err = again.WriteHistory(h.path)
	} else {
		var f *film.Film
		if f, err = v.filmOf(again); err != nil {
			return err
		}
		err = whole.Create(h.path, func(w io.Writer) error { return h.write(w, f) })
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return alreadyThere(h.flag, h.path)
	case err != nil:
		return fmt.Errorf("the %s could not be written to %s: %w", h.flag, h.path, reason(err))
	}
	return nil
}

// filmOf is the run as a film, which is made once.
func (v *repetition) filmOf(again *campaign.Replayed) (*film.Film, error) {
	if v.film != nil {
		return v.film, nil
	}
	f, err := camera.Film(&again.Outcome)
	if err != nil {
		return nil, fmt.Errorf("the run could not be filmed: %w", err)
	}
	v.film = f
	return f, nil
}
