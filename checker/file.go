package checker

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
)

// A history as a file is JSON: the fields of [History] and of what is in it under their
// names in Go, times in nanoseconds, bytes in base64, and each fact with exactly one of
// the members that name its kind. A member that is left out is nothing, and null stands
// for an empty list or for what is not told. It is read strictly, within limits.
//
// What is wrong is told with its place: of text that is no JSON, line and column; else
// the members that lead to it, as in "Machines #2.Duty", and for what a fact says its
// number, as in "fact 3: Wrote.Versions #1.State". All is counted from 1.

const (
	// FileVersion is the version of the format.
	FileVersion = 2
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
	Facts []factFile
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
	var file sealingFile
	err := json.Unmarshal(data, &file)
	*s = Sealing{file.Version, file.Print, string(file.Nonce)}
	return err
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
	Lodged    *Lodged    `json:",omitempty"`
	Recalled  *Recalled  `json:",omitempty"`
	Requested *Requested `json:",omitempty"`
	Acted     *Acted     `json:",omitempty"`
	Paged     *Paged     `json:",omitempty"`
	Fault     *Fault     `json:",omitempty"`
	Ran       *Ran       `json:",omitempty"`
	OnDisk    *OnDisk    `json:",omitempty"`
	PutBack   *PutBack   `json:",omitempty"`
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
	take(f.Lodged != nil, f.Lodged)
	take(f.Recalled != nil, f.Recalled)
	take(f.Requested != nil, f.Requested)
	take(f.Acted != nil, f.Acted)
	take(f.Paged != nil, f.Paged)
	take(f.Fault != nil, f.Fault)
	take(f.Ran != nil, f.Ran)
	take(f.OnDisk != nil, f.OnDisk)
	take(f.PutBack != nil, f.PutBack)
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
	case *Lodged:
		f.Lodged = w
	case *Recalled:
		f.Recalled = w
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
	case *PutBack:
		f.PutBack = w
	}
}

// Write writes a history as a file.
func (h *History) Write(w io.Writer) error {
	file := historyFile{Version: FileVersion, History: *h, Facts: make([]factFile, len(h.Facts))}
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
	if err := readable(data); err != nil {
		return nil, err
	}
	var file historyFile
	wrong := inForm(data)
	if wrong == nil {
		wrong = json.Unmarshal(data, &file)
	}
	if wrong != nil || file.Version != FileVersion {
		return nil, cmp.Or(otherVersion(data), wrong) // of another version this knows nothing else
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
