package source

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// swapped is what arithmetic is done by instead.
var swapped = map[token.Token]string{token.ADD: "-", token.SUB: "+", token.MUL: "/", token.QUO: "*", token.REM: "*",
	token.SHL: ">>", token.SHR: "<<", token.AND: "|", token.OR: "&", token.XOR: "&", token.AND_NOT: "&"}

// number changes a whole number by one, up and, unless it is zero, down.
func (v *visitor) number(n *ast.BasicLit) {
	if n.Kind != token.INT || v.isFixed(n) || v.isForm(n) {
		return
	}
	t := v.typed(n)
	value, exact := constant.Int64Val(constant.ToInt(v.p.info.Types[n].Value))
	if t == "" || !exact {
		return
	}
	v.wrap(n, "number off by one", constant.MakeInt64(value+1).String(), "pawlPlus"+t+"(", ", 1, ", ")")
	if value > 0 {
		v.wrap(n, "number off by one", constant.MakeInt64(value-1).String(), "pawlMinus"+t+"(", ", 1, ", ")")
	}
}

// isForm says of a number that it makes no difference to what is computed: it is an
// argument of package strconv, which says how a number is written and not which it
// is, or the room that make is told to leave.
func (v *visitor) isForm(n *ast.BasicLit) bool {
	call, is := v.parent().(*ast.CallExpr)
	if !is {
		return false
	}
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		obj := v.p.info.Uses[f.Sel]
		return obj != nil && obj.Pkg() != nil && obj.Pkg().Path() == "strconv"
	case *ast.Ident:
		if f.Name != "make" {
			return false
		}
		_, ofMap := v.p.info.TypeOf(call).Underlying().(*types.Map)
		return ofMap || len(call.Args) == 3 && call.Args[2] == n
	}
	return false
}

// isFixed says that a value stands where only a constant can, or is part of one.
func (v *visitor) isFixed(n ast.Expr) bool {
	switch p := v.parent().(type) {
	case ast.Expr:
		if kv, is := p.(*ast.KeyValueExpr); is && kv.Key == n {
			return true
		}
		return v.isConstant(p)
	}
	return false
}

// boolean flips true and false.
func (v *visitor) boolean(n *ast.Ident) {
	if v.p.info.Uses[n] == types.Universe.Lookup("true") || v.p.info.Uses[n] == types.Universe.Lookup("false") {
		if v.isFixed(n) {
			return
		}
		after := map[string]string{"true": "false", "false": "true"}[n.Name]
		v.wrap(n, "truth flipped", after, "pawlNot"+v.typed(n)+"(", ", ", ")")
	}
}

// literal changes what a value is put together of: an element of a slice is left
// out, a field of a struct is zero.
func (v *visitor) literal(n *ast.CompositeLit) {
	t := v.p.info.TypeOf(n)
	if t == nil {
		return
	}
	switch t := t.Underlying().(type) {
	case *types.Slice:
		v.elements(n)
	case *types.Struct:
		v.fields(n, t)
	}
}

// elements leaves elements out of a slice, one at a time.
func (v *visitor) elements(n *ast.CompositeLit) {
	if n.Type == nil {
		return // within another literal, where it cannot be an argument
	}
	for i, x := range n.Elts {
		if _, keyed := x.(*ast.KeyValueExpr); keyed {
			return
		}
		v.addAt(x, n, "element left out", edit{wrap: func(choice, text string) string {
			return "pawlWithout(" + choice + ", " + constant.MakeInt64(int64(i)).String() + ", " + text + ")"
		}})
	}
}

// addAt takes down a mutant that leaves a part of a node out.
func (v *visitor) addAt(part, whole node, operator string, e edit) {
	v.add(whole, operator, v.textOf(part), "nothing", e)
	m := &v.found[len(v.found)-1]
	pos := v.p.fset.Position(part.Pos())
	m.Line, m.Column = pos.Line, pos.Column
}

// appended leaves out what is appended.
func (v *visitor) appended(n *ast.CallExpr) {
	f, is := ast.Unparen(n.Fun).(*ast.Ident)
	if !is || len(n.Args) < 2 {
		return
	}
	if b, is := v.p.info.Uses[f].(*types.Builtin); !is || b.Name() != "append" {
		return
	}
	if n.Ellipsis.IsValid() {
		v.addAt(n.Args[1], n, "element left out", edit{anew: func(choice string, part func(node) string) string {
			return "pawlAppend(" + choice + ", " + part(n.Args[0]) + ", " + part(n.Args[1]) + ")"
		}})
		return
	}
	if len(n.Args) == 2 && v.isWholeStatement(n) {
		return // the same as leaving the statement out
	}
	for i, x := range n.Args[1:] {
		back := constant.MakeInt64(int64(len(n.Args) - 1 - i)).String()
		v.addAt(x, n, "element left out", edit{wrap: func(choice, text string) string {
			return "pawlTaken(" + choice + ", " + back + ", " + text + ")"
		}})
	}
}

// isWholeStatement says of a call that append is all there is to x = append(x, …).
func (v *visitor) isWholeStatement(n *ast.CallExpr) bool {
	a, is := v.parent().(*ast.AssignStmt)
	return is && a.Tok == token.ASSIGN && len(a.Lhs) == 1 && v.textOf(a.Lhs[0]) == v.textOf(n.Args[0])
}

// fields sets fields to zero, one at a time. A function that is missing is no change
// that anybody would make, and words are wording.
func (v *visitor) fields(n *ast.CompositeLit, of *types.Struct) {
	for i, x := range n.Elts {
		var t types.Type
		if kv, keyed := x.(*ast.KeyValueExpr); keyed {
			x = kv.Value
			if key, is := kv.Key.(*ast.Ident); is {
				t = fieldType(of, key.Name)
			}
		} else if i < of.NumFields() {
			t = of.Field(i).Type()
		}
		if t == nil || v.isZero(x) || isFunction(t) || isString(t) && v.isConstant(x) {
			continue
		}
		if name := v.typeName(t); name != "" {
			v.wrap(x, "field zeroed", "zero", "pawlZero["+name+"](", ", ", ")")
		} else if types.Identical(t, v.p.info.TypeOf(x)) {
			v.wrap(x, "field zeroed", "zero", "pawlZero(", ", ", ")")
		}
	}
}

func fieldType(of *types.Struct, name string) types.Type {
	for i := range of.NumFields() {
		if of.Field(i).Name() == name {
			return of.Field(i).Type()
		}
	}
	return nil
}

// isZero says that an expression is zero as it stands.
func (v *visitor) isZero(x ast.Expr) bool {
	tv := v.p.info.Types[x]
	if tv.IsNil() {
		return true
	}
	if tv.Value == nil {
		lit, is := x.(*ast.CompositeLit)
		return is && len(lit.Elts) == 0 && !isSliceOrMap(tv.Type) || v.isEmptySlice(x)
	}
	switch tv.Value.Kind() {
	case constant.Bool:
		return !constant.BoolVal(tv.Value)
	case constant.String:
		return constant.StringVal(tv.Value) == ""
	}
	return constant.Sign(tv.Value) == 0
}

// isEmptySlice says of an expression that it makes a slice of length 0, which is as
// good as none.
func (v *visitor) isEmptySlice(x ast.Expr) bool {
	call, is := x.(*ast.CallExpr)
	if !is || len(call.Args) < 2 {
		return false
	}
	f, is := call.Fun.(*ast.Ident)
	return is && f.Name == "make" && v.isConstant(call.Args[1]) && v.isZero(call.Args[1])
}

func isSliceOrMap(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Slice, *types.Map:
		return true
	}
	return false
}

func isFunction(t types.Type) bool { _, is := t.Underlying().(*types.Signature); return is }

func isString(t types.Type) bool {
	b, is := t.Underlying().(*types.Basic)
	return is && b.Info()&types.IsString != 0
}

// swallowed returns no error where there was one.
func (v *visitor) swallowed(n *ast.ReturnStmt) {
	for _, x := range n.Results {
		tv := v.p.info.Types[x]
		if tv.IsNil() || tv.Type == nil || !types.Identical(tv.Type, types.Universe.Lookup("error").Type()) {
			continue
		}
		v.wrap(x, "error swallowed", "nil", "pawlZero[error](", ", ", ")")
	}
}
