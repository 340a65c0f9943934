package cli

import (
	"errors"
	"fmt"
	"strings"

	"pawl/reports"
)

// A usageError is what the caller can put right.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// A judged error is no mistake in how a command was called: it comes to a verdict about what it was
// called with.
type judged struct {
	error
	verdict       reports.Verdict
	closing, next string
}

func (e *judged) Unwrap() error { return e.error }

// unverified is about evidence that is not as it was written.
func unverified(err error) error {
	return &judged{err, reports.VerificationFailed,
		"Somebody, or a machine that failed, has changed it since: take nothing in it for shown, and go on from a copy that verifies.", ""}
}

// amongf is a usage error about a name, with the command that lists all that there are.
func amongf(list, format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	if !strings.HasSuffix(text, "?") {
		text += "."
	}
	return usagef("%s All of them: %s", text, list)
}

// failed is the result of a command that could not do what it was asked for.
func failed(name, path string, err error) *reports.Failed {
	f := &reports.Failed{Head: head(strings.TrimSpace(strings.TrimPrefix(path, name)))}
	f.Error = &reports.Error{Message: strings.TrimSpace(err.Error())}
	var usage *usageError
	var told *judged
	switch {
	case errors.As(err, &usage):
		f.Decide(reports.UsageError)
		f.Next = path + " --help"
		f.Closing = "See " + f.Next
	case errors.As(err, &told):
		f.Decide(told.verdict)
		f.Closing, f.Next = told.closing, told.next
	default:
		f.Decide(reports.InternalError)
		f.Closing = "This is an error of Pawl itself, or of the machine it runs on."
	}
	return f
}
