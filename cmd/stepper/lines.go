package stepper

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
)

// mostOfALine is how long a command may be.
const mostOfALine = 4096

// ErrInterrupted says that an interrupt has ended it, and not whoever steps.
var ErrInterrupted = errors.New("interrupted")

// Lines does what each line of an input says, until it ends, whoever steps has had enough, or the
// context is over, which is [ErrInterrupted].
func Lines(ctx context.Context, s *Stepper, in io.Reader, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	lines, failed := make(chan string), make(chan error, 1)
	go func() {
		defer close(lines)
		b := bufio.NewScanner(in)
		b.Buffer(make([]byte, 0, mostOfALine), mostOfALine)
		for b.Scan() {
			select {
			case lines <- b.Text():
			case <-ctx.Done():
				return
			}
		}
		err := b.Err()
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("a command is longer than %d bytes", mostOfALine)
		}
		failed <- err
	}()
	if err := s.Do("show", out); err != nil {
		return err
	}
	for !s.Ended() {
		select {
		case <-ctx.Done():
			return ErrInterrupted
		case line, more := <-lines:
			if !more {
				_, _ = fmt.Fprintln(out)
				return <-failed
			}
			if _, err := fmt.Fprintf(out, "\n> %s\n", fitted(line, s.width-2)); err != nil {
				return err
			}
			if err := s.Do(line, out); err != nil {
				return err
			}
		}
	}
	_, err := fmt.Fprintln(out)
	return err
}
