package specimen

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"testing"

	"pawl/reports/paper"
)

// TestEachKindIsThere reads off paper's source which types are blocks and which are shapes: a
// renderer is tried on each of them, or this fails.
func TestEachKindIsThere(t *testing.T) {
	there := map[string]bool{}
	for _, s := range Each().Sections {
		for _, b := range s.Blocks {
			there[reflect.TypeOf(b).Name()] = true
			if p, is := b.(paper.Picture); is {
				for _, shape := range p.Shapes {
					there[reflect.TypeOf(shape).Name()] = true
				}
			}
		}
	}
	kinds := kindsOf(t, "block")
	shapes := kindsOf(t, "shape")
	if len(kinds) < 7 || len(shapes) < 3 {
		t.Fatalf("paper has the blocks %v and the shapes %v: is it read as it is written?", kinds, shapes)
	}
	for _, kind := range append(kinds, shapes...) {
		if !there[kind] {
			t.Errorf("no %s in Each: no renderer is tried on one", kind)
		}
	}
}

// kindsOf are the types of paper with such a method.
func kindsOf(t *testing.T, method string) (all []string) {
	t.Helper()
	paths, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, is := d.(*ast.FuncDecl); is && f.Recv != nil && f.Name.Name == method {
				if of, is := f.Recv.List[0].Type.(*ast.Ident); is {
					all = append(all, of.Name)
				}
			}
		}
	}
	return all
}

func TestSpecimensAreDocuments(t *testing.T) {
	all := []paper.Document{Each(), Long(10)}
	for _, text := range Hostiles() {
		all = append(all, Hostile(text))
	}
	for _, d := range all {
		if err := d.Check(); err != nil {
			t.Errorf("%s: %v", d.Title, err)
		}
	}
}
