package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"pawl/scenarios"
)

// A library that is broken is an error of the build, whichever verb meets it.
func TestBrokenLibraryIsAnInternalError(t *testing.T) {
	for _, args := range []string{
		"scenario list", "scenario show nothing-like-it", "scenario validate x.yaml",
		"check --runs 1", "check --scenario x.yaml", "mutants --runs 1",
	} {
		known, err := enginesOf(Own{})
		if err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		a := &app{name: "mine", engines: known, out: &out, err: &errs, args: strings.Fields(args),
			library: func() ([]*scenarios.Scenario, error) { return nil, errors.New("a hole in it") }}
		if code := a.main(context.Background()); code != 70 || !strings.Contains(errs.String(), "a hole in it") {
			t.Errorf("%s: exit %d, %s", args, code, errs.String())
		}
	}
}
