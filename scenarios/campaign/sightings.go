package campaign

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"

	"pawl/scenarios"
)

// A Misdeed is something that an engine does wrong, as a page about it tells of it.
type Misdeed struct {
	Name   string
	Breaks []string // invariants
	Design string   // where the engine's own documents say that it is so; empty: they do not
	Fixed  string   // since when it is so no more; empty: not known to be
	Told   string   // where whoever makes the engine has been told of it; empty: not from here
	Shown  string   // the test of its module that shows it by itself
	Alike  string   `json:",omitempty"` // what it cannot be told from in a random run; empty: it can be told
}

// A Sighting is a defect, and how soon random runs come to it.
type Sighting struct {
	Misdeed
	First []int // for each seed, from 1 on, the number of the first run that shows it; 0: none did
}

// Sightings are the defects of an engine in random runs, told apart.
type Sightings struct {
	Engine  string
	Most    int // runs of a seed at most; there are fewer where all defects were seen before
	Defects []Sighting
	Runs    []int // for each seed, how many were made
	Untold  []int // for each seed, how many were violated in a way that is told to be none of these
}

// Telling says which defects a run in which something is violated shows, by their names; none
// where it cannot be told, or is something else.
type Telling func(*scenarios.Outcome) []string

// sightingsFile is where the sightings of an engine's defects are kept, from its module's directory.
func sightingsFile(engine string) string {
	return filepath.Join("testdata", "sightings-"+engine+".json")
}

// Sights holds what an engine's page says of its defects to the runs behind it. It compares the
// file of the sightings, in testdata, with the defects as they are said now, and makes the earliest
// run of each again, which must show it. With PAWL_REWRITE=1 in the environment the file is
// made anew, by so many seeds and runs: that takes its time.
func Sights(t TB, c Campaign, seeds, most int, defects []Misdeed, tell Telling) {
	t.Helper()
	c.Runner = simulated()
	path := sightingsFile(c.Engine.Name)
	if os.Getenv(rewrite) != "" {
		s, err := c.see(seeds, most, defects, tell)
		if err == nil {
			err = s.save(path)
		}
		if err != nil {
			t.Fatalf("%v", err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; %s=1 makes it", err, rewrite)
	}
	var s Sightings
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if s.Engine != c.Engine.Name || len(s.Defects) != len(defects) || len(s.Runs) != seeds || s.Most != most {
		t.Fatalf("%s is of %d defects of %s in %d runs of %d seeds, and not of %d of %s in %d of %d; %s=1 makes it anew",
			path, len(s.Defects), s.Engine, s.Most, len(s.Runs), len(defects), c.Engine.Name, most, seeds, rewrite)
	}
	for i, d := range s.Defects {
		if !reflect.DeepEqual(d.Misdeed, defects[i]) {
			t.Errorf("%s says %+v, and it is %+v; %s=1 makes it anew", path, d.Misdeed, defects[i], rewrite)
		}
		seed, run := d.earliest()
		if run == 0 {
			continue // the page says that no random run has shown it
		}
		if o, err := c.random(seed, run); err != nil || !slices.Contains(tell(&o), d.Name) {
			t.Errorf("%s: run %d of seed %d does not show it (%v)", d.Name, run, seed, err)
		}
	}
}

// earliest is where a defect was seen soonest; run 0: nowhere.
func (s *Sighting) earliest() (seed uint64, run int) {
	for i, n := range s.First {
		if n > 0 && (run == 0 || n < run) {
			seed, run = uint64(i+1), n
		}
	}
	return seed, run
}

// random is the random run of a number, from 1, under another seed.
func (c Campaign) random(seed uint64, run int) (scenarios.Outcome, error) {
	c.Seed, c.Scenarios = seed, nil
	of := c.Case(run - 1)
	of.NoLog = true
	return c.Runner.Run(context.Background(), of)
}

// see makes the runs of all seeds.
func (c *Campaign) see(seeds, most int, defects []Misdeed, tell Telling) (*Sightings, error) {
	s := &Sightings{Engine: c.Engine.Name, Most: most, Runs: make([]int, seeds), Untold: make([]int, seeds)}
	for _, d := range defects {
		s.Defects = append(s.Defects, Sighting{Misdeed: d, First: make([]int, seeds)})
	}
	for i := range seeds {
		if err := c.seeOne(s, i, tell); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// seen is what a run has shown.
type seen struct {
	broken bool
	names  []string
	err    error
}

// seeOne makes the runs of one seed until each defect was seen.
func (c *Campaign) seeOne(s *Sightings, i int, tell Telling) (err error) {
	produce := func(n int) (x seen) {
		o, err := c.random(uint64(i+1), n+1)
		if x.err = err; err == nil && o.Verdict() == scenarios.Violated {
			x.broken, x.names = true, tell(&o)
		}
		o.LetGo()
		return x
	}
	take := func(n int, x seen) bool {
		if err = x.err; err != nil {
			return false
		}
		s.Runs[i]++
		if x.broken && len(x.names) == 0 {
			s.Untold[i]++
		}
		left := false
		for k := range s.Defects {
			first := &s.Defects[k].First[i]
			if *first == 0 && slices.Contains(x.names, s.Defects[k].Name) {
				*first = n + 1
			}
			left = left || *first == 0
		}
		return left
	}
	InOrder(c.Jobs, s.Most, func() bool { return true }, produce, take)
	return err
}

func (s *Sightings) save(path string) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", " ")
	if err := e.Encode(s); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
