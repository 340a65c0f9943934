package mutation

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"pawl/reports"
	"pawl/scenarios/mutation/source"
)

// Tests is a bench on which a package is tried by tests: its own, or those of
// packages that use it.
type Tests struct {
	Packages []string // by import path or directory
	Dir      string   // where the go tool finds them
	Limit    time.Duration

	room  string
	built []tests
}

// A tests is the test binary of one package, and where it runs: in a copy of the
// package's directory, for tests may write beside what they test.
type tests struct {
	pkg, path, dir string
	limit          time.Duration
}

func (b *Tests) build(ctx context.Context, overlay, room string) error {
	b.room = room
	for i, name := range b.Packages {
		at, pattern := source.Find(b.Dir, name)
		found, err := source.List(ctx, at, "ImportPath,Dir,Module,TestGoFiles,XTestGoFiles", pattern)
		switch {
		case err != nil:
			return err
		case len(found) != 1:
			return fmt.Errorf("%s is %d packages; want one, by import path or directory", name, len(found))
		case found[0].Module == nil:
			return fmt.Errorf("%s is in no module; want a package of a module", name)
		case len(found[0].TestGoFiles)+len(found[0].XTestGoFiles) == 0:
			return fmt.Errorf("%s has no tests, by which a change could be noticed; name packages that have, by --tests", name)
		}
		t := tests{pkg: found[0].ImportPath, path: filepath.Join(room, fmt.Sprintf("%d.test", i))}
		if t.dir, err = shadow(found[0].Module.Dir, found[0].Dir, filepath.Join(room, fmt.Sprintf("tree-%d", i))); err != nil {
			return err
		}
		if _, err := source.Go(ctx, at, "test", "-c", "-vet=off", "-overlay", overlay, "-o", t.path, pattern); err != nil {
			return err
		}
		if _, err := os.Stat(t.path); err != nil {
			return fmt.Errorf("%s has no tests, by which a change could be noticed; name packages that have, by --tests", name)
		}
		b.built = append(b.built, t)
	}
	return nil
}

func (b *Tests) unchanged(ctx context.Context) error {
	for i := range b.built {
		t := &b.built[i]
		e, err := b.run(ctx, t, 0)
		switch {
		case err != nil:
			return err
		case e.failed:
			return fmt.Errorf("the tests of %s fail though nothing is changed. Mend that first: only tests that pass can be asked what they would notice:\n%s", t.pkg, shown(&e))
		}
		t.limit = limitOf(b.Limit, e.took)
	}
	return nil
}

// try runs the tests of one package after the other until one fails.
func (b *Tests) try(ctx context.Context, number int) (tried, error) {
	var all tried
	for i := range b.built {
		t := &b.built[i]
		e, err := b.run(ctx, t, number)
		if err != nil {
			return all, err
		}
		all.runs++
		all.ran = all.ran || e.ran
		if e.late || e.failed {
			all.notice = verdict(&e, t.pkg, all.runs)
			return all, nil
		}
	}
	return all, nil
}

func (b *Tests) run(ctx context.Context, t *tests, number int) (ending, error) {
	args := []string{"-test.failfast", "-test.timeout=0"}
	if t.limit > 0 { // it ends itself a little later, should nobody be left to end it
		args[1] = "-test.timeout=" + (t.limit + last).String()
	}
	c := child{path: t.path, args: args, dir: t.dir, number: number, limit: t.limit, room: b.room}
	return c.run(ctx)
}

var failing = regexp.MustCompile(`(?m)^--- FAIL: (\S+)`)

// verdict says which test failed.
func verdict(e *ending, pkg string, runs int) *Notice {
	m := failing.FindStringSubmatch(e.out)
	if e.late || m == nil {
		return lost(e, pkg, runs)
	}
	return &Notice{How: reports.ByTest, By: []string{m[1]}, Stage: pkg, Runs: runs}
}

func (b *Tests) says(r *reports.Mutation) {
	r.Judge, r.Tests = "tests", slices.Clone(b.Packages)
	for i := range b.built {
		r.Tests[i] = b.built[i].pkg
	}
}

// shadow makes a tree that looks like a module's, in which the directory of one
// package is a copy and all else is a link, and returns that directory.
func shadow(module, pkg, to string) (string, error) {
	way, err := filepath.Rel(module, pkg)
	if err != nil {
		return "", err
	}
	var steps []string
	if way != "." {
		steps = strings.Split(way, string(filepath.Separator))
	}
	for _, step := range steps {
		if err := mirror(module, to, func(name string) bool { return name == step }); err != nil {
			return "", err
		}
		module, to = filepath.Join(module, step), filepath.Join(to, step)
	}
	if err := mirror(pkg, to, func(name string) bool { return name == "testdata" }); err != nil {
		return "", err
	}
	data := filepath.Join(pkg, "testdata")
	if _, err := os.Stat(data); err != nil {
		return to, nil
	}
	return to, os.CopyFS(filepath.Join(to, "testdata"), os.DirFS(data))
}

// mirror makes a directory of links to what is in another, but for what is left out.
func mirror(from, to string, leftOut func(name string) bool) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	all, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, x := range all {
		if leftOut(x.Name()) {
			continue
		}
		if err := os.Symlink(filepath.Join(from, x.Name()), filepath.Join(to, x.Name())); err != nil {
			return err
		}
	}
	return nil
}
