package cli

import (
	"bytes"

	"pawl/reports"
	"pawl/scenarios"
)

// resultIn reads a result that somebody hands in, and gives its text as well.
func resultIn(path string) (reports.Result, []byte, error) {
	text, err := scenarios.ReadFile(path, reports.MostBytes)
	if err != nil {
		return nil, nil, unreadable(path, err, wantResult)
	}
	r, err := reports.Read(bytes.NewReader(text))
	if err != nil {
		return nil, nil, usagef("%s is not %s: %v", path, wantResult, err)
	}
	return r, text, nil
}
