package film

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pawl/reports/strict"
)

// MostBytes is how long a film may be as a file.
const MostBytes = 16 << 20

// Write writes a film as JSON, in one line. It may come to stand in a page, so that nothing in it
// ends a script, and an empty list is one and not null.
func (f *Film) Write(w io.Writer) error {
	return jsonv2.MarshalWrite(w, f, jsontext.EscapeForHTML(true), jsontext.EscapeForJS(true))
}

// Read reads a film strictly, as [Film.Write] has written it.
func Read(r io.Reader) (*Film, error) {
	data, err := strict.ReadAll(r, MostBytes)
	if err != nil {
		return nil, err
	}
	var peek struct {
		Version json.RawMessage `json:"film_version"`
	}
	if json.Unmarshal(data, &peek) == nil {
		if v := bytes.TrimSpace(peek.Version); len(v) > 0 && v[0] >= '0' && v[0] <= '9' && string(v) != fmt.Sprint(Version) {
			return nil, fmt.Errorf("film_version is %.20s: this build reads version %d; make the film again with this build", v, Version)
		}
	}
	f := new(Film)
	if err := strict.Read(data, f); err != nil {
		return nil, err
	}
	if err := f.Agrees(); err != nil {
		return nil, err
	}
	return f, nil
}
