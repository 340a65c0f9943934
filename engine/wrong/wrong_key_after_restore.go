package wrong

import (
	"strconv"
	"strings"

	"pawl/engine"
	"pawl/engine/reference"
)

// wrongKeyAfterRestore has a node keep its material in two places in turn. When it starts it
// takes what it finds in the place of a version for the material of that version.
func wrongKeyAfterRestore() engine.Engine {
	return reference.Variant{Name: "wrong-key-after-restore", Node: func(env *engine.Env, s *reference.NodeSteps) {
		env.Disk = &inTurn{env.Disk, map[string]string{}}
		s.Fits = func(string, string) bool { return true }
	}}.Engine()
}

// inTurn is a disk on which a file that is called by a number is in the first place or in the
// second.
type inTurn struct {
	engine.Disk
	has map[string]string // in each place, by what was done since the start; looked up only
}

// place is where a file is; others are where they are called.
func (inTurn) place(name string) (place string, inTurn bool) {
	i := strings.LastIndexByte(name, '/') + 1
	n, err := strconv.Atoi(name[i:])
	if err != nil {
		return name, false
	}
	return name[:i] + [2]string{"first", "second"}[n%2], true
}

func (d *inTurn) Read(name string) ([]byte, bool, error) {
	p, is := d.place(name)
	if has, known := d.has[p]; is && known && has != name {
		return nil, false, nil
	}
	d.has[p] = name
	return d.Disk.Read(p)
}

func (d *inTurn) Write(name string, data []byte) error {
	p, _ := d.place(name)
	d.has[p] = name
	return d.Disk.Write(p, data)
}

// Remove leaves what another version has taken the place of.
func (d *inTurn) Remove(name string) error {
	p, is := d.place(name)
	if is && d.has[p] != name {
		return nil
	}
	return d.Disk.Remove(p)
}
