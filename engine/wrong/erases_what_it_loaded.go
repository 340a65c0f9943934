package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// erasesWhatItLoaded has a node erase what it has loaded since its start, and nothing that its
// disk has from an earlier one: it has no list of that.
func erasesWhatItLoaded() engine.Engine {
	return reference.Variant{Name: "erases-what-it-loaded", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Disk = seenDisk{env.Disk, map[string]bool{}}
	}}.Engine()
}

// seenDisk is a disk of which nothing is removed that was neither read nor written before.
type seenDisk struct {
	engine.Disk
	known map[string]bool // by file; looked up only
}

func (d seenDisk) Read(file string) ([]byte, bool, error) {
	data, found, err := d.Disk.Read(file)
	d.known[file] = d.known[file] || found
	return data, found, err
}

func (d seenDisk) Write(file string, data []byte) error {
	d.known[file] = true
	return d.Disk.Write(file, data)
}

func (d seenDisk) Remove(file string) error {
	if !d.known[file] {
		return nil
	}
	return d.Disk.Remove(file)
}
