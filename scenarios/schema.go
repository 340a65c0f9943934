package scenarios

import (
	"encoding/json"
	"maps"
)

// Schema is the JSON Schema of a scenario file, for editors. It says all that can
// be said of one value at a time; what holds between values, and inside the text
// of a fault, only Parse knows.
func Schema() []byte {
	s := maps.Clone(scenarioForm.Schema())
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "Pawl scenario"
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // the forms hold nothing but texts, numbers, lists and maps
	}
	return append(text, '\n')
}
