package exhaust

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"pawl/reports/whole"
	"pawl/scenarios"
)

// A State is how far an Exhaustion has come: what each cell came to, from the first on.
// What did not pass is made again by whoever goes on, which is the same run; so a state
// holds nothing that could not be found out anew.
type State struct {
	Scenario string
	Engine   string
	Seed     uint64
	Plan     string // its hash
	Cells    int
	Marks    []Mark
}

const (
	stateVersion = 1
	largestState = 16 << 20 // bytes
	stateSuffix  = ".state"
)

// stateFile is a State as JSON has it.
type stateFile struct {
	SchemaVersion int    `json:"schema_version"`
	Scenario      string `json:"scenario"`
	Engine        string `json:"engine"`
	Seed          string `json:"seed"`
	Plan          string `json:"plan"`
	Cells         int    `json:"cells"`
	Marks         string `json:"marks"` // a letter for each cell that was run
}

// Bytes is the one form in which a state is written.
func (s *State) Bytes() []byte {
	letters := make([]byte, len(s.Marks))
	for i, u := range s.Marks {
		letters[i] = byte(u)
	}
	b, err := json.MarshalIndent(stateFile{stateVersion, s.Scenario, s.Engine, fmt.Sprint(s.Seed), s.Plan, s.Cells, string(letters)}, "", " ")
	if err != nil {
		panic(err) // texts and numbers: cannot happen
	}
	return append(b, '\n')
}

// ParseState reads what Bytes has written, and nothing else.
func ParseState(data []byte) (*State, error) {
	if len(data) > largestState {
		return nil, fmt.Errorf("more than %d bytes: want the state as exhaust wrote it", largestState)
	}
	var f stateFile
	if err := decode(data, &f); err != nil {
		return nil, fmt.Errorf("no state of an exhaust: %w; want the file as exhaust wrote it", err)
	}
	if f.SchemaVersion != stateVersion {
		return nil, fmt.Errorf("schema_version: %d: this build reads version %d", f.SchemaVersion, stateVersion)
	}
	s, err := f.state()
	if err == nil && !bytes.Equal(s.Bytes(), data) {
		err = errors.New("a field is missing, there twice, or not in its place; want the file as exhaust wrote it")
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// decode reads the first value of a state's file, with no key that there is not.
func decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// identified reads the seed that a state names, and refuses a plan that is no hash of one.
func identified(seed, plan string) (n uint64, err error) {
	if n, err = strconv.ParseUint(seed, 10, 64); err != nil {
		return 0, fmt.Errorf("seed: %.40q: want a number from 0 to 18446744073709551615", seed)
	}
	if sum, err := hex.DecodeString(plan); err != nil || len(sum) != 32 {
		return 0, fmt.Errorf("plan: %.80q: want 64 hexadecimal digits", plan)
	}
	return n, nil
}

func (f *stateFile) state() (*State, error) {
	s := &State{Scenario: f.Scenario, Engine: f.Engine, Plan: f.Plan, Cells: f.Cells}
	var err error
	if s.Seed, err = identified(f.Seed, f.Plan); err != nil {
		return nil, err
	}
	if f.Cells < 0 || len(f.Marks) > f.Cells {
		return nil, fmt.Errorf("marks: of %d cells, and there are %d cells; want at most that many", len(f.Marks), f.Cells)
	}
	for i := range len(f.Marks) {
		u := Mark(f.Marks[i])
		if u.String() == "" {
			return nil, fmt.Errorf("marks: the %d. is %q, which is none", i+1, f.Marks[i])
		}
		s.Marks = append(s.Marks, u)
	}
	return s, nil
}

// LoadState reads the file of a state.
func LoadState(path string) (*State, error) {
	data, err := scenarios.ReadFile(path, largestState)
	if err != nil {
		return nil, err
	}
	s, err := ParseState(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// Fits says by what a state is not one of an engine's, a seed's and a subject's.
func (s *State) Fits(scenario, engine string, seed uint64) error {
	switch {
	case s.Scenario != scenario:
		return fmt.Errorf("it is of the scenario %s, and not of %s; want the state of this scenario", s.Scenario, scenario)
	case s.Engine != engine:
		return fmt.Errorf("it is of the engine %s, and not of %s; want the state of this engine", s.Engine, engine)
	case s.Seed != seed:
		return fmt.Errorf("it is of seed %d, and not of %d; want the state of this seed", s.Seed, seed)
	}
	return nil
}

// errOtherPlan says that a state is of another plan: the engine, the scenario or this
// harness has changed since.
var errOtherPlan = errors.New("the plan is another one: the fault-free run or the cells are not those of the state, since engine, scenario, flags or Pawl have changed; begin anew, without --resume")

// save writes a state into a directory, which it makes if need be: all of it or nothing.
// It takes the place of an earlier state of the same plan.
func (s *State) save(dir string) (path string, err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	path = filepath.Join(dir, "exhaust-"+plain(s.Scenario)+"-"+plain(s.Engine)+"-"+s.Plan[:12]+stateSuffix)
	return path, whole.Replace(path, func(w io.Writer) error {
		_, err := w.Write(s.Bytes())
		return err
	})
}

// plain keeps what any file system and shell takes in a name.
func plain(s string) string {
	s = strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' {
			return c
		}
		return '_'
	}, s)
	return s[:min(len(s), 40)]
}
