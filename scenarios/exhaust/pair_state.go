package exhaust

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"pawl/reports/whole"
	"pawl/scenarios"
)

// A PairState is how far Pairs has come: what the first events came to alone, from the first on,
// and, once all of them were tried, what those pairs came to, from the first on, that were made.
// What has to be told is made again by whoever goes on.
type PairState struct {
	Scenario string
	Engine   string
	Seed     uint64
	Plan     string // its hash, and that of what is chosen of it
	Cells    int    // first events
	firsts   []first
	Pairs    int // that are to be made; 0 while first events are left
	counts
	Told []ToldPair // by their place
}

// begun says that every first event was tried, so that it is known which pairs there are.
func (s *PairState) begun() bool { return len(s.firsts) == s.Cells }

// A ToldPair is one that has to be told: its place among those that are made, from 0.
type ToldPair struct {
	At   int
	Mark Mark
}

const pairStateVersion = 2

// pairStateFile is a PairState as JSON has it.
type pairStateFile struct {
	SchemaVersion int            `json:"schema_version"`
	Faults        int            `json:"faults"`
	Scenario      string         `json:"scenario"`
	Engine        string         `json:"engine"`
	Seed          string         `json:"seed"`
	Plan          string         `json:"plan"`
	Cells         int            `json:"cells"`
	Firsts        []firstFile    `json:"firsts"`
	Pairs         int            `json:"pairs"`
	Run           int            `json:"run"`
	Came          pairCame       `json:"came_to"`
	Alike         int            `json:"alike"`
	Twice         int            `json:"twice"`
	Told          []toldPairFile `json:"told"`
}

// pairCame are the counts by mark, in the order of letters.
type pairCame struct {
	Passed       int `json:"passed"`
	DidNotBite   int `json:"did_not_bite"`
	NotInjected  int `json:"not_injected"`
	Violated     int `json:"violated"`
	Inconclusive int `json:"inconclusive"`
	Invalid      int `json:"invalid"`
}

type toldPairFile struct {
	At   int    `json:"at"`
	Mark string `json:"mark"`
}

// Bytes is the one form in which a state is written.
func (s *PairState) Bytes() []byte {
	f := pairStateFile{SchemaVersion: pairStateVersion, Faults: 2, Scenario: s.Scenario, Engine: s.Engine, Seed: fmt.Sprint(s.Seed), Plan: s.Plan,
		Cells: s.Cells, Firsts: []firstFile{}, Pairs: s.Pairs, Run: s.done, Alike: s.alike, Twice: s.twice, Told: []toldPairFile{}}
	for i := range s.firsts {
		f.Firsts = append(f.Firsts, s.firsts[i].file())
	}
	for i, n := range f.Came.all() {
		*n = s.of[i]
	}
	for _, t := range s.Told {
		f.Told = append(f.Told, toldPairFile{t.At, string(t.Mark)})
	}
	b, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		panic(err) // texts and numbers: cannot happen
	}
	return append(b, '\n')
}

func (c *pairCame) all() []*int {
	return []*int{&c.Passed, &c.DidNotBite, &c.NotInjected, &c.Violated, &c.Inconclusive, &c.Invalid}
}

// ParsePairState reads what Bytes has written, and nothing else.
func ParsePairState(data []byte) (*PairState, error) {
	if len(data) > largestState {
		return nil, fmt.Errorf("more than %d bytes: want the state as exhaust --faults 2 wrote it", largestState)
	}
	var f pairStateFile
	if err := decode(data, &f); err != nil {
		if _, single := ParseState(data); single == nil {
			return nil, errors.New("it is of single faults, and pairs are asked for; leave --faults out, or give the state of pairs")
		}
		return nil, fmt.Errorf("no state of pairs: %w; want the file as exhaust --faults 2 wrote it", err)
	}
	if f.SchemaVersion != pairStateVersion {
		return nil, fmt.Errorf("schema_version: %d: this build reads version %d", f.SchemaVersion, pairStateVersion)
	}
	s, err := f.state()
	if err == nil && !bytes.Equal(s.Bytes(), data) {
		err = errors.New("a field is missing, there twice, or not in its place; want the file as exhaust --faults 2 wrote it")
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (f *pairStateFile) state() (*PairState, error) {
	s := &PairState{Scenario: f.Scenario, Engine: f.Engine, Plan: f.Plan, Cells: f.Cells, Pairs: f.Pairs}
	var err error
	if s.Seed, err = identified(f.Seed, f.Plan); err != nil {
		return nil, err
	}
	if f.Faults != 2 {
		return nil, fmt.Errorf("faults: %d: want 2", f.Faults)
	}
	if len(f.Firsts) > f.Cells {
		return nil, fmt.Errorf("firsts: %d of %d cells; want at most that many", len(f.Firsts), f.Cells)
	}
	for i := range f.Firsts {
		one, err := f.Firsts[i].first()
		if err != nil {
			return nil, fmt.Errorf("firsts: the %d.: %w", i+1, err)
		}
		s.firsts = append(s.firsts, one)
	}
	if !s.begun() && f.Pairs != 0 {
		return nil, fmt.Errorf("pairs: %d, and %d of %d first events were tried; want none before all of them were", f.Pairs, len(f.Firsts), f.Cells)
	}
	if f.Run < 0 || f.Run > f.Pairs || f.Run%atOnce != 0 && f.Run != f.Pairs {
		return nil, fmt.Errorf("run: %d of %d pairs; want at most that many, and whole stretches of %d", f.Run, f.Pairs, atOnce)
	}
	s.done, s.alike, s.twice = f.Run, f.Alike, f.Twice
	left := f.Run
	for i, n := range f.Came.all() {
		if *n < 0 || *n > left {
			return nil, fmt.Errorf("came_to: what became of %d pairs is told of another number of them", f.Run)
		}
		left -= *n
		s.of[i] = *n
	}
	if left != 0 {
		return nil, fmt.Errorf("came_to: what became of %d pairs is told of %d", f.Run, f.Run-left)
	}
	if f.Alike < 0 || f.Alike > f.Run || f.Twice < 0 || f.Twice > f.Run {
		return nil, fmt.Errorf("alike is %d and twice %d, of %d pairs; want at most that many", f.Alike, f.Twice, f.Run)
	}
	return s, s.tell(f.Told)
}

// tell takes in which pairs are to be told.
func (s *PairState) tell(all []toldPairFile) error {
	var of counts
	before := -1
	for i, t := range all {
		if len(t.Mark) != 1 || !Mark(t.Mark[0]).listed() {
			return fmt.Errorf("told: the %d. is %.20q; want v, i or x", i+1, t.Mark)
		}
		if t.At <= before || t.At >= s.done {
			return fmt.Errorf("told: the %d. is at %d; want one after the one before it, and below %d", i+1, t.At, s.done)
		}
		before = t.At
		of.count(Mark(t.Mark[0]))
		s.Told = append(s.Told, ToldPair{t.At, Mark(t.Mark[0])})
	}
	for _, u := range []Mark{Violated, Inconclusive, Invalid} {
		if of.is(u) > s.is(u) {
			return fmt.Errorf("told: %d are %s, and there are %d", of.is(u), u, s.is(u))
		}
	}
	return nil
}

// LoadPairState reads the file of a state.
func LoadPairState(path string) (*PairState, error) {
	data, err := scenarios.ReadFile(path, largestState)
	if err != nil {
		return nil, err
	}
	s, err := ParsePairState(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// Fits says by what a state is not one of an engine's, a seed's and a subject's.
func (s *PairState) Fits(scenario, engine string, seed uint64) error {
	of := State{Scenario: s.Scenario, Engine: s.Engine, Seed: s.Seed}
	return of.Fits(scenario, engine, seed)
}

// save writes a state into a directory, as that of single faults is written.
func (s *PairState) save(dir string) (path string, err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	path = filepath.Join(dir, "exhaust-pairs-"+plain(s.Scenario)+"-"+plain(s.Engine)+"-"+s.Plan[:12]+stateSuffix)
	return path, whole.Replace(path, func(w io.Writer) error {
		_, err := w.Write(s.Bytes())
		return err
	})
}
