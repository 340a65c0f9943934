package exhaust_test

import (
	"bytes"
	"strings"
	"testing"

	"pawl/scenarios"
	"pawl/scenarios/exhaust"
	"pawl/sim/cluster"
)

func simulated() scenarios.Runner { return scenarios.On(cluster.Simulated{}) }

func aState() *exhaust.State {
	return &exhaust.State{Scenario: "small", Engine: "reference", Seed: 1<<64 - 1, Plan: strings.Repeat("ab", 32), Cells: 7,
		Marks: []exhaust.Mark{exhaust.Passed, exhaust.DidNotBite, exhaust.NotInjected, exhaust.Violated, exhaust.Inconclusive, exhaust.Invalid}}
}

func TestStateIsReadStrictly(t *testing.T) {
	good := string(aState().Bytes())
	if s, err := exhaust.ParseState([]byte(good)); err != nil || !bytes.Equal(s.Bytes(), []byte(good)) {
		t.Fatalf("%v, error %v", s, err)
	}
	for name, edit := range map[string][2]string{
		"an unknown key":       {`"cells"`, `"more": 1, "cells"`},
		"a key twice":          {`"cells"`, `"cells": 7, "cells"`},
		"a key less":           {"\n \"scenario\": \"small\",", ""},
		"another version":      {`"schema_version": 1`, `"schema_version": 2`},
		"a number as seed":     {`"18446744073709551615"`, `18446744073709551615`},
		"a seed too large":     {`"18446744073709551615"`, `"18446744073709551616"`},
		"a seed with a zero":   {`"18446744073709551615"`, `"01"`},
		"no plan":              {strings.Repeat("ab", 32), "ab"},
		"too many marks":       {`"cells": 7`, `"cells": 5`},
		"a negative count":     {`"cells": 7`, `"cells": -1`},
		"an upshot of no kind": {`pbnvix`, `pbnviz`},
		"more after it":        {"}\n", "}\n{}"},
		"other white space":    {"}\n", "}"},
		"nothing":              {good, ""},
		"not JSON":             {good, "pawl"},
		"null":                 {good, "null\n"},
	} {
		bad := strings.Replace(good, edit[0], edit[1], 1)
		if bad == good {
			t.Errorf("%s: nothing is edited", name)
		}
		if s, err := exhaust.ParseState([]byte(bad)); err == nil {
			t.Errorf("%s: read as %+v", name, s)
		}
	}
}

func FuzzParseState(f *testing.F) {
	f.Add(aState().Bytes())
	f.Add([]byte(`{"schema_version": 1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := exhaust.ParseState(data)
		if err == nil && !bytes.Equal(s.Bytes(), data) {
			t.Errorf("%q is read as %+v", data, s)
		}
	})
}
