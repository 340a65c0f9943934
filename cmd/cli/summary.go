package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"pawl/reports"
	"pawl/reports/brief"
	"pawl/reports/markdown"
)

// summarize adds a result to the summary of a step. That it cannot is said, and is no verdict.
func (a *app) summarize(r reports.Result) {
	if a.screen.summary == "" {
		return
	}
	var page bytes.Buffer
	err := markdown.Write(&page, brief.Compose(r))
	if err == nil {
		err = appendTo(a.screen.summary, page.Bytes())
	}
	if err != nil {
		_, _ = fmt.Fprintf(a.err, "%s: the step's summary could not be written: %v\n", a.name, reason(err))
	}
}

// appendTo adds to a file, which other steps have written to.
func appendTo(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}
