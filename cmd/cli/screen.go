package cli

import (
	"os"

	"github.com/mattn/go-isatty"
)

// A screen is what is known of where output goes.
type screen struct {
	color    bool // of stdout
	width    int  // of stdout; 0 if it is no terminal
	progress bool // stderr is a terminal
	quiet    bool // nobody watches
	github   bool
	summary  string // the file of the step's summary; "" if there is none
	// errColumns is the width of stderr by now: terminals are made wider and narrower.
	errColumns func() int
}

func newScreen(out, errs *os.File) screen {
	terminal := isatty.IsTerminal(out.Fd())
	ci := os.Getenv("CI") != ""
	plain := os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" || ci
	s := screen{
		color:    terminal && !plain,
		progress: isatty.IsTerminal(errs.Fd()) && os.Getenv("TERM") != "dumb" && !ci,
		quiet:    ci,
		github:   os.Getenv("GITHUB_ACTIONS") == "true",
		summary:  os.Getenv("GITHUB_STEP_SUMMARY"),

		errColumns: func() int { return columns(errs) },
	}
	if terminal {
		s.width = columns(out)
	}
	return s
}
