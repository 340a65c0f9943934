package scenarios

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

type compiledSchema struct{ *jsonschema.Schema }

// compiled is the schema, itself valid by its own.
func compiled(t testing.TB) compiledSchema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scenario.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("scenario.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiledSchema{s}
}

// validate holds a YAML text against the schema as an editor does.
func (c compiledSchema) validate(data []byte) error {
	var v any
	if err := yaml.Unmarshal(data, &v); err != nil {
		return err
	}
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return c.Validate(doc)
}

// The schema and Parse agree on every file of the corpus, as far as a schema can
// tell.
func TestSchemaAgrees(t *testing.T) {
	schema := compiled(t)
	for _, folder := range []string{"accept", "../library"} {
		for path, data := range corpus(t, folder) {
			if err := schema.validate(data); err != nil {
				t.Errorf("%s is accepted, and the schema rejects it: %v", path, err)
			}
		}
	}
	for path, data := range corpus(t, "reject") {
		blind := len(header(data, "# schema: cannot tell")) > 0
		switch err := schema.validate(data); {
		case err == nil && !blind:
			t.Errorf("%s is rejected, and the schema accepts it", path)
		case err != nil && blind:
			t.Errorf("%s says that the schema cannot tell, and it can: %v", path, err)
		}
	}
}

func TestSchemaIsTheSame(t *testing.T) {
	if !bytes.Equal(Schema(), Schema()) {
		t.Error("two schemas differ")
	}
}
