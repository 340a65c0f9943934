package cli

import (
	"context"
	"errors"
	"io"
	"os"

	"pawl/cmd/stepper"
	"pawl/scenarios/campaign"
)

// stepWidth is the width of lines where there is no terminal.
const stepWidth = 80

// steps lets somebody step through a run: by keys where they sit at a terminal, else by lines.
func (v *repetition) steps(ctx context.Context, again *campaign.Replayed, in io.Reader, out io.Writer) error {
	if again.Outcome.Diverged != nil {
		return nil // the result says where, and there is nothing to step through
	}
	f, err := v.filmOf(again)
	if err != nil {
		return err
	}
	width := v.screen.width
	if width == 0 {
		width = stepWidth
	}
	s := stepper.New(f, width)
	v.stage.found() // a signal lets it end, so that the terminal is as it was
	from, isFile := in.(*os.File)
	to, alsoFile := out.(*os.File)
	if isFile && alsoFile && stepper.IsTerminal(from, to) {
		return stepper.Terminal(ctx, s, from, to, v.screen.color && !v.noColor)
	}
	err = stepper.Lines(ctx, s, in, out)
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
