package mutation

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pawl/scenarios/mutation/source"
)

// commandLine is the package that mains call which have Pawl's verbs.
const commandLine = "pawl/cmd/cli"

// Command finds the package of the command that can run an engine: the one that is
// named, as seen from dir, or the only one in the engine's module that calls
// cli.Main. It must have the engine in it, or a change could not be noticed.
func Command(ctx context.Context, p *source.Package, dir, name string) (string, error) {
	if name == "" {
		return onlyCommand(ctx, p)
	}
	at, pattern := source.Find(dir, name)
	found, err := source.List(ctx, at, "ImportPath,Name,Deps", pattern)
	switch {
	case err != nil:
		return "", err
	case len(found) != 1 || found[0].Name != "main":
		return "", fmt.Errorf("--main %s is no command; want one package main, whose main calls cli.Main", name)
	}
	return found[0].ImportPath, has(&found[0], p)
}

// has says what keeps a command from running the engine of a package.
func has(command *source.Listed, p *source.Package) error {
	if command.ImportPath == p.Path {
		return nil
	}
	for _, needed := range []string{p.Path, commandLine} {
		if !slices.Contains(command.Deps, needed) {
			return fmt.Errorf("the command %s does not have %s in it, so that no change could be noticed; want one whose main calls cli.Main with the engine, by --main", command.ImportPath, needed)
		}
	}
	return nil
}

func onlyCommand(ctx context.Context, p *source.Package) (string, error) {
	all, err := source.List(ctx, p.Module.Dir, "ImportPath,Name,Imports,Deps", "./...")
	if err != nil {
		return "", err
	}
	var names []string
	for i := range all {
		if c := &all[i]; c.Name == "main" && slices.Contains(c.Imports, commandLine) && has(c, p) == nil {
			names = append(names, c.ImportPath)
		}
	}
	switch len(names) {
	case 0:
		return "", fmt.Errorf("no command of the module %s calls cli.Main and has %s in it; say by --main which one does, or judge by --tests", p.Module.Path, p.Path)
	case 1:
		return names[0], nil
	}
	return "", fmt.Errorf("several commands have %s in them; say by --main which one is to make the runs: %s", p.Path, strings.Join(names, ", "))
}
