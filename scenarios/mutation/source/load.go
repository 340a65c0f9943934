package source

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Package is one that can be changed.
type Package struct {
	Path   string // by which it is imported
	Dir    string
	Name   string
	Module Module

	fset    *token.FileSet
	files   []*file // by name; no tests
	types   *types.Package
	info    *types.Info
	imports types.Importer
}

// A Module is where a package lives.
type Module struct{ Path, Dir string }

// A file is one of a package's.
type file struct {
	name, path string
	text       string
	tree       *ast.File
}

// A Listed is what the go tool says of a package: as much of it as was asked for.
type Listed struct {
	ImportPath, Name, Dir, Export string
	GoFiles, CgoFiles             []string
	TestGoFiles, XTestGoFiles     []string
	Imports, Deps                 []string
	Module                        *Module
}

// Find says which package is meant by an import path or a directory, as seen from
// dir: a directory may be in another module than that.
func Find(dir, pattern string) (at, name string) {
	path := pattern
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path, "."
	}
	return dir, pattern
}

// Load reads the package that is meant by an import path or a directory.
func Load(ctx context.Context, dir, pattern string) (*Package, error) {
	at, name := Find(dir, pattern)
	found, err := List(ctx, at, "ImportPath,Name,Dir,GoFiles,CgoFiles,Module", name)
	switch {
	case err != nil:
		return nil, err
	case len(found) != 1:
		return nil, fmt.Errorf("%s is %d packages; want one, by import path or directory", pattern, len(found))
	case found[0].Module == nil || found[0].Module.Dir == "":
		return nil, fmt.Errorf("%s is in no module; want a package of a module", pattern)
	case len(found[0].CgoFiles) > 0:
		return nil, fmt.Errorf("%s uses cgo (%s), whose source is not what is compiled; want a package without", pattern, found[0].CgoFiles[0])
	}
	p := &Package{Path: found[0].ImportPath, Dir: found[0].Dir, Name: found[0].Name, Module: *found[0].Module, fset: token.NewFileSet()}
	if err := p.importable(ctx); err != nil {
		return nil, err
	}
	return p, p.read(found[0].GoFiles)
}

// List asks the go tool about packages. Without profiles: what is compiled by one has
// another name.
func List(ctx context.Context, dir, fields string, args ...string) ([]Listed, error) {
	out, err := Go(ctx, dir, append([]string{"list", "-pgo=off", "-json=" + fields}, args...)...)
	if err != nil {
		return nil, err
	}
	var all []Listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var one Listed
		err := d.Decode(&one)
		switch {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("go list: %w", err)
		}
		all = append(all, one)
	}
}

// importable prepares the reading of what the package imports, and of what the
// switch needs. It compiles them, so that a package that does not build ends here.
func (p *Package) importable(ctx context.Context) error {
	args := append([]string{"-export", "-deps", p.Path}, switchImports...)
	all, err := List(ctx, p.Module.Dir, "ImportPath,Export", args...)
	var build *buildError
	switch {
	case errors.As(err, &build):
		return fmt.Errorf("%s does not build:\n%s", p.Path, build.Output)
	case err != nil:
		return err
	}
	exports := map[string]string{} // looked up only
	for _, one := range all {
		exports[one.ImportPath] = one.Export
	}
	p.imports = importer.ForCompiler(p.fset, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("nothing is known of %s", path)
		}
		return os.Open(exports[path])
	})
	return nil
}

func (p *Package) read(names []string) error {
	slices.Sort(names)
	for _, name := range names {
		f := &file{name: name, path: filepath.Join(p.Dir, name)}
		text, err := os.ReadFile(f.path)
		if err != nil {
			return err
		}
		f.text = string(text)
		if f.tree, err = parser.ParseFile(p.fset, f.path, text, parser.ParseComments|parser.SkipObjectResolution); err != nil {
			return err
		}
		p.files = append(p.files, f)
	}
	p.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{},
		Defs: map[*ast.Ident]types.Object{}}
	var err error
	p.types, err = p.check(p.trees(), p.info)
	return err
}

func (p *Package) trees() []*ast.File {
	all := make([]*ast.File, len(p.files))
	for i, f := range p.files {
		all[i] = f.tree
	}
	return all
}

func (p *Package) check(trees []*ast.File, info *types.Info) (*types.Package, error) {
	conf := types.Config{Importer: p.imports, Sizes: types.SizesFor("gc", "amd64")}
	return conf.Check(p.Path, p.fset, trees, info)
}

// Offers says whether the package has, for whoever imports it, a value of a type or
// a function that returns one: Offers("pawl/engine", "Engine").
func (p *Package) Offers(path, name string) bool {
	is := func(t types.Type) bool {
		named, ok := types.Unalias(t).(*types.Named)
		return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path
	}
	for _, n := range p.types.Scope().Names() {
		obj := p.types.Scope().Lookup(n)
		if f, ok := obj.(*types.Func); ok && f.Exported() && f.Signature().Results().Len() == 1 && is(f.Signature().Results().At(0).Type()) {
			return true
		}
		if v, ok := obj.(*types.Var); ok && v.Exported() && is(v.Type()) {
			return true
		}
	}
	return false
}
