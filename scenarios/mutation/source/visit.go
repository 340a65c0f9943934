package source

import (
	"go/ast"
	"go/types"
	"strings"
)

// Mutants are all changes that the operators can make, in the order of the files.
// A few of them may not compile; [Package.Sample] leaves those out.
func (p *Package) Mutants() []Mutant {
	var all []Mutant
	seen := map[string]int{}
	for _, f := range p.files {
		if ast.IsGenerated(f.tree) {
			continue
		}
		v := &visitor{p: p, file: f}
		v.decls()
		v.inOrder()
		for i := range v.found {
			v.found[i].identify(seen)
		}
		all = append(all, v.found...)
	}
	return all
}

// A visitor walks one file.
type visitor struct {
	p        *Package
	file     *file
	function string
	above    []ast.Node // the nodes over the one that is visited
	found    []Mutant
}

func (v *visitor) decls() {
	for _, d := range v.file.tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Body != nil && !isWording(d) {
				v.function = nameOf(d)
				v.earlyReturn(d)
				v.walk(d.Body)
			}
		case *ast.GenDecl:
			v.variables(d)
		}
	}
}

// variables walks what variables of the package begin with.
func (v *visitor) variables(d *ast.GenDecl) {
	v.function = ""
	for _, s := range d.Specs {
		if spec, is := s.(*ast.ValueSpec); is && d.Tok.String() == "var" {
			for _, x := range spec.Values {
				v.walk(x)
			}
		}
	}
}

func nameOf(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	return types.ExprString(d.Recv.List[0].Type) + "." + d.Name.Name
}

// isWording says of a method that all it makes is text for people.
func isWording(d *ast.FuncDecl) bool {
	switch d.Name.Name {
	case "Error", "String", "GoString":
		return d.Recv != nil && d.Type.Params.NumFields() == 0
	}
	return false
}

func (v *visitor) walk(root ast.Node) {
	v.above = v.above[:0]
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			v.above = v.above[:len(v.above)-1]
			return false
		}
		if !v.visit(n) {
			return false
		}
		v.above = append(v.above, n)
		return true
	})
}

// visit looks at one node, and says whether to look into it.
func (v *visitor) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok.String() == "var"
	case *ast.ArrayType, *ast.StructType, *ast.FuncType, *ast.InterfaceType, *ast.MapType:
		return false
	case *ast.CallExpr:
		if v.isWordingCall(n) {
			return false
		}
		v.appended(n)
	case *ast.IfStmt:
		v.condition(n.Cond, true)
		v.elseBranch(n)
	case *ast.ForStmt:
		v.loop(n)
	case *ast.RangeStmt:
		v.loopLeftOut(n.Body)
	case *ast.BlockStmt:
		v.statements(n.List)
	case *ast.CaseClause:
		v.statements(n.Body)
	case *ast.CommClause:
		v.statements(n.Body)
	case *ast.SwitchStmt:
		v.cases(n.Tag, n.Body)
	case *ast.TypeSwitchStmt:
		v.cases(nil, n.Body)
	case *ast.ReturnStmt:
		v.swallowed(n)
	case *ast.BinaryExpr:
		v.binary(n)
	case *ast.BasicLit:
		v.number(n)
	case *ast.Ident:
		v.boolean(n)
	case *ast.CompositeLit:
		v.literal(n)
	}
	return true
}

// parent is the node above the one that is visited.
func (v *visitor) parent() ast.Node {
	if len(v.above) == 0 {
		return nil
	}
	return v.above[len(v.above)-1]
}

// wordy are packages whose calls make or write text for people.
var wordy = map[string]bool{"fmt": true, "log": true, "log/slog": true}

func (v *visitor) isWordingCall(n *ast.CallExpr) bool {
	switch f := ast.Unparen(n.Fun).(type) {
	case *ast.Ident:
		_, builtin := v.p.info.Uses[f].(*types.Builtin)
		return builtin && f.Name == "panic"
	case *ast.SelectorExpr:
		obj := v.p.info.Uses[f.Sel]
		if obj == nil || obj.Pkg() == nil {
			return false
		}
		path := obj.Pkg().Path()
		return wordy[path] || path == "errors" && obj.Name() == "New"
	}
	return false
}

// textOf is the source of a node.
func (v *visitor) textOf(n node) string { return v.file.between(v.p, n.Pos(), n.End()) }

// add takes down a mutant at a node.
func (v *visitor) add(at node, operator, before, after string, e edit) {
	pos := v.p.fset.Position(at.Pos())
	e.in, e.from, e.to = v.file, at.Pos(), at.End()
	v.found = append(v.found, Mutant{File: v.file.name, Line: pos.Line, Column: pos.Column, Function: v.function,
		Operator: operator, Before: oneLine(before), After: oneLine(after), edit: e})
}

// wrap takes down a mutant whose choice is put around a node: the format has the
// choice first, then the text.
func (v *visitor) wrap(at node, operator, after, before, between, end string) {
	v.add(at, operator, v.textOf(at), after, edit{wrap: func(choice, text string) string {
		return before + choice + between + text + end
	}})
}

// typeName is how a type is written in the file; "" if it cannot be.
func (v *visitor) typeName(t types.Type) string {
	known := true
	name := types.TypeString(t, func(other *types.Package) string {
		if other == v.p.types {
			return ""
		}
		n := v.importName(other)
		known = known && n != ""
		return n
	})
	if !known || strings.Contains(name, "untyped") {
		return ""
	}
	return name
}

// importName is by what a file calls a package that it imports.
func (v *visitor) importName(other *types.Package) string {
	for _, spec := range v.file.tree.Imports {
		if strings.Trim(spec.Path.Value, "`\"") != other.Path() {
			continue
		}
		switch {
		case spec.Name == nil:
			return other.Name()
		case spec.Name.Name != "_" && spec.Name.Name != ".":
			return spec.Name.Name
		}
	}
	return ""
}

// typed is the type of an expression as a type argument, so that what is put around
// it has the type that the expression had at its place; "" leaves it to the compiler.
func (v *visitor) typed(x ast.Expr) string {
	if name := v.typeName(v.p.info.TypeOf(x)); name != "" {
		return "[" + name + "]"
	}
	return ""
}
