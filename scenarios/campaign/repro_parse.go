package campaign

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"pawl/engine/wrong"
)

// Limits on what is read, far beyond any repro.
const (
	MostOfARepro = 64 << 20 // bytes
	mostEvents   = 1000
	mostPlaces   = 100_000
	longestPlace = 300 // bytes
)

// ParseRepro reads the file that Bytes wrote, or a person has edited. It takes
// nothing that it does not understand, and its errors name the place. Own are engines
// that its scenario may break, besides those that come with Pawl.
func ParseRepro(data []byte, own ...wrong.Engine) (*Repro, error) {
	if len(data) > MostOfARepro {
		return nil, fmt.Errorf("%d bytes: want at most %d", len(data), MostOfARepro)
	}
	body := withoutComment(data)
	if what := foreign(data, body); what != "" {
		return nil, fmt.Errorf("not a repro file: %s; want the file as check wrote it", what)
	}
	if err := checkVersion(body); err != nil {
		return nil, err
	}
	keys := places{}
	if err := keys.check(body); err != nil {
		return nil, inRepro(body, err)
	}
	var f reproFile
	if err := json.Unmarshal(body, &f); err != nil {
		return nil, inRepro(body, err)
	}
	r, key, err := f.repro(own)
	if err != nil {
		return nil, inRepro(body, &misplaced{keys[key], err.Error()})
	}
	return r, nil
}

// foreign says by what one sees that a file is no repro; "" if it may be one. A repro
// is one object, after a comment.
func foreign(data, body []byte) string {
	rest := bytes.TrimSpace(body)
	switch {
	case !utf8.Valid(data):
		return "it is not text in UTF-8"
	case bytes.HasPrefix(data, []byte("\ufeff")):
		return "it begins with a byte order mark"
	case len(rest) == 0 && len(bytes.TrimSpace(data)) > 0:
		return "it has a comment and nothing after it: it was cut short"
	case len(rest) == 0:
		return "the file is empty"
	case rest[0] != '{':
		line, _, _ := bytes.Cut(rest, []byte("\n"))
		return fmt.Sprintf("after the comment it begins with %.40q and not with a brace", line)
	}
	return ""
}

// checkVersion comes before all else, since the version decides which keys there
// are. What else is wrong with a file is not its business.
func checkVersion(body []byte) error {
	var f struct {
		Version *int `json:"schema_version"`
	}
	if json.Unmarshal(body, &f) == nil && f.Version != nil && (*f.Version < oldestVersion || *f.Version > reproVersion) {
		return &otherVersion{*f.Version}
	}
	return nil
}

// An otherVersion is the format of another release.
type otherVersion struct{ is int }

func (v *otherVersion) Error() string {
	return fmt.Sprintf("schema_version: %d: this build reads versions %d to %d", v.is, oldestVersion, reproVersion)
}

// withoutComment blanks the comment at the top: what follows keeps its place.
func withoutComment(data []byte) []byte {
	body := bytes.Clone(data)
	for at := 0; bytes.HasPrefix(body[at:], []byte(commentMarker)); {
		end := bytes.IndexByte(body[at:], '\n')
		if end < 0 {
			end = len(body) - at
		}
		for i := at; i < at+end; i++ {
			body[i] = ' '
		}
		if at += end + 1; at >= len(body) {
			break
		}
	}
	return body
}
