package checker

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A history as a file is JSON: the fields of [History] and of what is in it under their
// names in Go, times in nanoseconds, bytes in base64, and each fact with exactly one of
// the members that name its kind. It is read strictly, within limits.

const (
	// FileVersion is the version of the format.
	FileVersion = 1
	// MostBytes is how long a history may be as a file.
	MostBytes = 256 << 20
	// MostFacts is how many facts a history from elsewhere may have.
	MostFacts = 2_000_000
	// MostKeys is how many keys it may be about: each is judged with all that is about
	// none of them.
	MostKeys = 1000
)

// historyFile is a history as it is written.
type historyFile struct {
	Version int
	History
	Facts factList
}

// factList is read fact by fact, so that an error names the fact, and that of too many
// the first are all that take memory.
type factList []factFile

// UnmarshalJSON reads facts.
func (l *factList) UnmarshalJSON(data []byte) (err error) {
	*l, err = readFacts(data, MostFacts)
	return err
}

func readFacts(data []byte, most int) (all []factFile, _ error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	switch first, err := d.Token(); {
	case err != nil:
		return nil, err
	case first == nil:
		return nil, nil
	case first != json.Delim('['):
		return nil, misread{"Facts", errors.New("want a list")}
	}
	for d.More() {
		if len(all) == most {
			return nil, misread{"Facts", fmt.Errorf("there are more than %d, the most that are read", most)}
		}
		var f factFile
		if err := d.Decode(&f); err != nil {
			return nil, misread{fmt.Sprintf("fact %d", len(all)+1), inWords(err)}
		}
		all = append(all, f)
	}
	return all, nil
}

// sealingFile is a Sealing as it is written. A nonce is bytes, which need not be text:
// written as text, two could become one.
type sealingFile struct {
	Version uint32
	Print   string
	Nonce   []byte
}

// MarshalJSON writes what a sealed text says.
func (s Sealing) MarshalJSON() ([]byte, error) {
	return json.Marshal(sealingFile{s.Version, s.Print, []byte(s.Nonce)})
}

// UnmarshalJSON reads it.
func (s *Sealing) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var file sealingFile
	err := d.Decode(&file)
	*s = Sealing{file.Version, file.Print, string(file.Nonce)}
	return err
}

// misread is an error of the form that has its place.
type misread struct {
	place string
	error
}

func (m misread) Error() string { return m.place + ": " + m.error.Error() }

// inWords is an error of the decoder for people who do not know it.
func inWords(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return errors.New("there is nothing")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the history ends here, in the middle")
	case errors.As(err, &kind):
		return fmt.Errorf("%s is a %s; want %s", cmp.Or(strings.TrimPrefix(kind.Field, "History."), "this"), kind.Value, kind.Type)
	}
	return errors.New(strings.TrimPrefix(err.Error(), "json: "))
}

// factFile is a fact as it is written: one of the pointers is set.
type factFile struct {
	ID    int
	Cause int    `json:",omitempty"`
	Key   string `json:",omitempty"`
	Actor string `json:",omitempty"`
	Times
	Revision int64 `json:",omitempty"`

	Wrote     *Wrote     `json:",omitempty"`
	Leased    *Leased    `json:",omitempty"`
	Asked     *Asked     `json:",omitempty"`
	Effect    *Outside   `json:",omitempty"`
	Sealed    *Emitted   `json:",omitempty"`
	Denied    *Denied    `json:",omitempty"`
	Opened    *Opened    `json:",omitempty"`
	Requested *Requested `json:",omitempty"`
	Acted     *Acted     `json:",omitempty"`
	Paged     *Paged     `json:",omitempty"`
	Fault     *Fault     `json:",omitempty"`
	Ran       *Ran       `json:",omitempty"`
	OnDisk    *OnDisk    `json:",omitempty"`
}

// what is the one thing that a fact says; an error if it says none, or several.
func (f *factFile) what() (w What, err error) {
	n := 0
	take := func(set bool, x What) {
		if set {
			n, w = n+1, x
		}
	}
	take(f.Wrote != nil, f.Wrote)
	take(f.Leased != nil, f.Leased)
	take(f.Asked != nil, f.Asked)
	take(f.Effect != nil, f.Effect)
	take(f.Sealed != nil, f.Sealed)
	take(f.Denied != nil, f.Denied)
	take(f.Opened != nil, f.Opened)
	take(f.Requested != nil, f.Requested)
	take(f.Acted != nil, f.Acted)
	take(f.Paged != nil, f.Paged)
	take(f.Fault != nil, f.Fault)
	take(f.Ran != nil, f.Ran)
	take(f.OnDisk != nil, f.OnDisk)
	if n != 1 {
		return nil, fmt.Errorf("it says %d things; a fact says one", n)
	}
	return w, nil
}

func (f *factFile) say(w What) {
	switch w := w.(type) {
	case *Wrote:
		f.Wrote = w
	case *Leased:
		f.Leased = w
	case *Asked:
		f.Asked = w
	case *Outside:
		f.Effect = w
	case *Emitted:
		f.Sealed = w
	case *Denied:
		f.Denied = w
	case *Opened:
		f.Opened = w
	case *Requested:
		f.Requested = w
	case *Acted:
		f.Acted = w
	case *Paged:
		f.Paged = w
	case *Fault:
		f.Fault = w
	case *Ran:
		f.Ran = w
	case *OnDisk:
		f.OnDisk = w
	}
}

// Write writes a history as a file.
func (h *History) Write(w io.Writer) error {
	file := historyFile{Version: FileVersion, History: *h, Facts: make(factList, len(h.Facts))}
	for i := range h.Facts {
		f := &h.Facts[i]
		file.Facts[i] = factFile{ID: f.ID, Cause: f.Cause, Key: f.Key, Actor: f.Actor, Times: f.Times, Revision: f.Revision}
		file.Facts[i].say(f.What)
	}
	return json.NewEncoder(w).Encode(&file)
}

// ReadHistory reads a history from a file. What it gives can be judged, or is found
// invalid by [Check]; the error is of the form, with its place.
func ReadHistory(r io.Reader) (*History, error) {
	data, err := io.ReadAll(io.LimitReader(r, MostBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MostBytes {
		return nil, fmt.Errorf("the history is longer than %d MiB, the most that is read", MostBytes>>20)
	}
	var file historyFile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		if m := (misread{}); errors.As(err, &m) {
			return nil, m
		}
		return nil, misread{placeOf(data, err, d.InputOffset()), inWords(err)}
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("%s: there is more after the history", lineOf(data, d.InputOffset()))
	}
	if file.Version != FileVersion {
		return nil, fmt.Errorf("the history is of version %d; this reads version %d", file.Version, FileVersion)
	}
	if len(file.Keys) > MostKeys {
		return nil, misread{"Keys", fmt.Errorf("there are %d; the most that are read are %d: make several histories of them", len(file.Keys), MostKeys)}
	}
	h := file.History
	h.Facts = make([]Fact, len(file.Facts))
	for i := range file.Facts {
		f := &file.Facts[i]
		w, err := f.what()
		if err != nil {
			return nil, fmt.Errorf("fact %d: %w", i+1, err)
		}
		h.Facts[i] = Fact{f.ID, f.Cause, f.Key, f.Actor, f.Times, f.Revision, w}
	}
	return &h, nil
}

// placeOf is where in the data an error of the decoder is.
func placeOf(data []byte, err error, offset int64) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	case errors.Is(err, io.ErrUnexpectedEOF):
		offset = int64(len(data))
	}
	return lineOf(data, offset)
}

func lineOf(data []byte, offset int64) string {
	before := data[:min(max(offset, 0), int64(len(data)))]
	line := bytes.Count(before, []byte("\n")) + 1
	return fmt.Sprintf("line %d, column %d", line, len(before)-bytes.LastIndexByte(before, '\n'))
}
