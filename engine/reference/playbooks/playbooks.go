package playbooks

import (
	"embed"
	"fmt"

	"pawl/engine"
	"pawl/engine/playbook"
)

//go:embed *.yaml
var files embed.FS

// All is every playbook, by name.
var All = read()

// read reads the files of this build: one that is broken is found by the first test that
// runs, and by nobody later.
func read() []engine.Playbook {
	all, err := playbook.Read(files)
	if err != nil {
		panic(fmt.Sprintf("the playbooks of this build are broken; mend these of its files: %v", err))
	}
	return all
}
