package main

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

// failed is the result of a command that could not do what it was asked for.
func failed(name string, args []string, err error) *reports.Failed {
	f := &reports.Failed{Head: head(verbOf(args))}
	f.Error = &reports.Error{Message: strings.TrimSpace(err.Error())}
	var usage *usageError
	if errors.As(err, &usage) {
		f.Decide(reports.UsageError)
		f.Closing = fmt.Sprintf("See %s --help.", strings.TrimSpace(name+" "+f.Command))
	} else {
		f.Decide(reports.InternalError)
		f.Closing = "This is an error of pawl itself, or of the machine it runs on."
	}
	return f
}

// verbOf is the verb among arguments that may be wrong.
func verbOf(args []string) string {
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		return args[0]
	}
	return ""
}
