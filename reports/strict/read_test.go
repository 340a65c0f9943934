package strict_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pawl/reports/strict"
)

type inner struct {
	Runs int `json:"runs"`
}

type outer struct {
	inner
	Name  string          `json:"name"`
	Late  *inner          `json:"late"`
	All   []inner         `json:"all"`
	Rate  float64         `json:"rate"`
	Sure  bool            `json:"sure"`
	Any   json.RawMessage `json:"any"`
	Extra string          `json:"extra,omitempty"`
}

const whole = `{"runs": 1, "name": "a", "late": {"runs": 2}, "all": [{"runs": 3}, {"runs": 4}], "rate": 1.5, "sure": true, "any": {"x": [1]}}`

func TestRead(t *testing.T) {
	var x outer
	if err := strict.Read([]byte(whole), &x); err != nil || x.Runs != 1 || x.Late.Runs != 2 || len(x.All) != 2 || string(x.Any) != `{"x": [1]}` {
		t.Errorf("%v, %+v", err, x)
	}
	if got := strings.Join(strict.Names([]byte(whole)), " "); got != "runs name late all rate sure any" {
		t.Errorf("names %s", got)
	}
}

// Each of these is taken by encoding/json, or told without its place.
func TestRefused(t *testing.T) {
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	for name, x := range map[string][3]string{
		"twice":             {`"name": "a"`, `"name": "a", "name": "b"`, `line 1, column 26: has the member "name" twice`},
		"twice, escaped":    {`"name": "a"`, `"name": "a", "n\u0061me": "b"`, `has the member "name" twice`},
		"twice, within":     {`{"x": [1]}`, `{"x": [1], "x": 2}`, `any has the member "x" twice`},
		"other letters":     {`"name"`, `"Name"`, `has the member "Name", which is not known; want name`},
		"unknown":           {`"name": "a"`, `"name": "a", "nam": 1`, `"nam", which is not known; want one of runs, name`},
		"missing":           {`"sure": true, `, ``, `lacks the member "sure"`},
		"missing, within":   {`{"runs": 4}`, `{}`, `all #2 lacks the member "runs"`},
		"null":              {`"name": "a"`, `"name": null`, "name is null; want text"},
		"another type":      {`"runs": 3`, `"runs": "3"`, "line 1, column 64: all #1.runs is text; want a whole number"},
		"a fraction":        {`"runs": 3`, `"runs": 3.0`, "all #1.runs is 3.0; want a whole number"},
		"negative":          {`"runs": 3`, `"runs": -3`, "all #1.runs is -3; want a whole number from 0 on"},
		"negative fraction": {`1.5`, `-1.5`, "rate is -1.5; want a number from 0 on"},
		"too large":         {`"runs": 3`, `"runs": 99999999999999999999`, "want a whole number"},
		"infinite":          {`1.5`, `1e999`, "rate is 1e999"},
		"deep":              {`[1]`, deep, "nested deeper than 64"},
		"no UTF-8":          {`"a"`, "\"\xff\"", "is no JSON"},
		"half a surrogate":  {`"a"`, `"\ud800"`, "is no JSON"},
		"after it":          {`{"x": [1]}}`, `{"x": [1]}} {}`, "want nothing after the object"},
		"garbage after it":  {`{"x": [1]}}`, `{"x": [1]}}x`, "want nothing after the object"},
		"cut short":         {`, "any": {"x": [1]}}`, `,`, "it was cut short"},
		"byte order mark":   {`{"runs": 1,`, "\ufeff{\"runs\": 1,", "is no JSON"},
		"a list":            {whole, `[]`, "line 1, column 1: is a list; want an object"},
		"nothing":           {whole, ``, "it was cut short"},
	} {
		text := strings.Replace(whole, x[0], x[1], 1)
		if text == whole {
			t.Fatalf("%s: nothing was changed", name)
		}
		if err := strict.Read([]byte(text), new(outer)); err == nil || !strings.Contains(err.Error(), x[2]) {
			t.Errorf("%s: %v, want %s", name, err, x[2])
		}
	}
}

func TestReadAllIsBounded(t *testing.T) {
	if b, err := strict.ReadAll(strings.NewReader("1234"), 4); err != nil || len(b) != 4 {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := strict.ReadAll(strings.NewReader("12345"), 4); err == nil || !strings.Contains(err.Error(), "longer than 4 bytes") {
		t.Errorf("%v", err)
	}
}
