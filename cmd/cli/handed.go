package cli

import (
	"bytes"
	"io"
	"slices"

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
	r, err := resultOf(path, text)
	return r, text, err
}

// resultFrom is the same, where - is standard input.
func resultFrom(in io.Reader, path string) (reports.Result, []byte, error) {
	if path != stdin {
		return resultIn(path)
	}
	text, err := io.ReadAll(io.LimitReader(in, reports.MostBytes+1))
	if err != nil {
		return nil, nil, usagef("%s cannot be read: %v; want %s", stdinName, reason(err), wantResult)
	}
	r, err := resultOf(stdinName, text)
	return r, text, err
}

func resultOf(name string, text []byte) (reports.Result, error) {
	r, err := reports.Read(bytes.NewReader(text))
	if err != nil {
		return nil, usagef("%s is not %s: %v", name, wantResult, err)
	}
	return r, nil
}

// Standard input, as a path and in words.
const (
	stdin     = "-"
	stdinName = "standard input"
)

// onceStdin refuses it a second time: there is nothing left to read.
func onceStdin(paths []string) error {
	if i := slices.Index(paths, stdin); i >= 0 && slices.Contains(paths[i+1:], stdin) {
		return usagef("- is standard input, which can be read once only; give files for the others")
	}
	return nil
}
