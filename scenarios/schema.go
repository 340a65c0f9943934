package scenarios

import (
	"encoding/json"
	"maps"

	"pawl/engine/wrong"
)

// Schema is the JSON Schema of a scenario file, for editors. It says all that can
// be said of one value at a time; what holds between values, and inside the text
// of a fault, only Parse knows. Own are engines as in [Parse].
func Schema(own ...wrong.Engine) []byte {
	s := maps.Clone(scenarioForm(breakable(own)).Schema())
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "Pawl scenario"
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // the forms hold nothing but texts, numbers, lists and maps
	}
	return append(text, '\n')
}
