package exhaust_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pawl/scenarios/exhaust"
)

// aPairState is one as exhaust writes it, of 128 pairs of 1000.
const aPairState = `{
 "schema_version": 2,
 "faults": 2,
 "scenario": "small",
 "engine": "reference",
 "seed": "18446744073709551615",
 "plan": "abababababababababababababababababababababababababababababababab",
 "cells": 2,
 "firsts": [
  {
   "mark": "p",
   "trace": "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
   "from": 1000000000,
   "bites": 1500000000,
   "to": 2000000000,
   "left": "",
   "after": 998,
   "bit": true
  },
  {
   "mark": "n",
   "trace": "efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef",
   "from": 0,
   "bites": 0,
   "to": 0,
   "left": "",
   "after": 0,
   "bit": false
  }
 ],
 "pairs": 1000,
 "run": 128,
 "came_to": {
  "passed": 100,
  "did_not_bite": 20,
  "not_injected": 5,
  "violated": 2,
  "inconclusive": 1,
  "invalid": 0
 },
 "alike": 7,
 "twice": 1,
 "told": [
  {
   "at": 3,
   "mark": "v"
  },
  {
   "at": 127,
   "mark": "i"
  }
 ]
}
`

func TestPairStateIsReadStrictly(t *testing.T) {
	if s, err := exhaust.ParsePairState([]byte(aPairState)); err != nil || string(s.Bytes()) != aPairState {
		t.Fatalf("%v, error %v", s, err)
	}
	for name, edit := range map[string][3]string{
		"an unknown key":      {`"alike"`, `"more": 1, "alike"`, "unknown field"},
		"a key twice":         {`"alike"`, `"alike": 7, "alike"`, "there twice"},
		"a key less":          {"\n \"alike\": 7,", "", "missing"},
		"another version":     {`"schema_version": 2`, `"schema_version": 1`, "reads version 2"},
		"of single faults":    {`"faults": 2`, `"faults": 1`, "want 2"},
		"a seed too large":    {`"18446744073709551615"`, `"18446744073709551616"`, "want a number"},
		"no plan":             {strings.Repeat("ab", 32), "ab", "64 hexadecimal digits"},
		"firsts too many":     {`"cells": 2`, `"cells": 1`, "2 of 1 cells"},
		"a first too few":     {`"cells": 2`, `"cells": 3`, "none before all of them"},
		"no such mark":        {`"mark": "n"`, `"mark": "y"`, "which is none"},
		"half a trace":        {strings.Repeat("cd", 32), strings.Repeat("cd", 16), "64 hexadecimal digits"},
		"before the start":    {`"from": 0`, `"from": -1`, "since the start"},
		"too much after":      {`"after": 998`, `"after": 99999999999`, "want 0 to"},
		"more than there are": {`"pairs": 1000`, `"pairs": 127`, "run: 128 of 127 pairs"},
		"half a stretch":      {`"run": 128`, `"run": 127`, "whole stretches"},
		"a pair too few":      {`"passed": 100`, `"passed": 99`, "is told of 127"},
		"a pair too many":     {`"invalid": 0`, `"invalid": 1`, "another number"},
		"a negative count":    {`"invalid": 0`, `"invalid": -1`, "another number"},
		"more alike":          {`"alike": 7`, `"alike": 129`, "want at most that many"},
		"more told":           {`"violated": 2,`, `"violated": 0,`, "of 128 pairs is told of 126"},
		"told and not so":     {`"mark": "i"`, `"mark": "x"`, "1 are invalid, and there are 0"},
		"told, and passed":    {`"mark": "v"`, `"mark": "p"`, "want v, i or x"},
		"told twice":          {`"at": 127`, `"at": 3`, "one after the one before it"},
		"told, and not run":   {`"at": 127`, `"at": 128`, "below 128"},
		"more after it":       {"]\n}\n", "]\n}\n{}", "there twice"},
		"not JSON":            {aPairState, "pawl", "no state of pairs"},
		"null":                {aPairState, "null\n", "reads version 2"},
	} {
		bad := strings.Replace(aPairState, edit[0], edit[1], 1)
		if bad == aPairState {
			t.Errorf("%s: nothing is edited", name)
		}
		if s, err := exhaust.ParsePairState([]byte(bad)); err == nil || !strings.Contains(err.Error(), edit[2]) {
			t.Errorf("%s: read as %+v, error %v, want %s", name, s, err, edit[2])
		}
	}
	early := aPairState
	for _, cut := range [][2]string{{`"cells": 2`, `"cells": 3`}, {`"pairs": 1000`, `"pairs": 0`}, {`"run": 128`, `"run": 0`}, {`"passed": 100`, `"passed": 0`}, {`"did_not_bite": 20`, `"did_not_bite": 0`},
		{`"not_injected": 5`, `"not_injected": 0`}, {`"violated": 2`, `"violated": 0`}, {`"inconclusive": 1`, `"inconclusive": 0`}, {`"alike": 7`, `"alike": 0`}, {`"twice": 1`, `"twice": 0`}} {
		early = strings.Replace(early, cut[0], cut[1], 1)
	}
	early = early[:strings.Index(early, "[\n  {\n   \"at\"")] + "[]\n}\n"
	if s, err := exhaust.ParsePairState([]byte(early)); err != nil || string(s.Bytes()) != early {
		t.Errorf("before the first pair: %v, error %v", s, err)
	}
	single := filepath.Join(t.TempDir(), "a.state")
	if err := os.WriteFile(single, aState().Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := exhaust.LoadPairState(single); err == nil || !strings.Contains(err.Error(), "it is of single faults") {
		t.Errorf("a state of single faults: %v", err)
	}
}

func FuzzParsePairState(f *testing.F) {
	f.Add([]byte(aPairState))
	f.Add([]byte(`{"schema_version": 1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := exhaust.ParsePairState(data)
		if err == nil && !bytes.Equal(s.Bytes(), data) {
			t.Errorf("%q is read as %+v", data, s)
		}
	})
}
