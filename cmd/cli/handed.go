package cli

import (
	"bytes"

	"pawl/reports"
	"pawl/scenarios"
)

const wantResult = "a result, as --json writes it"

// readResult reads a result that somebody hands in.
func readResult(path string) (reports.Result, error) {
	r, _, err := resultIn(path)
	return r, err
}

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
