package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// statements leaves statements out, one at a time.
func (v *visitor) statements(list []ast.Stmt) {
	for _, s := range list {
		if v.canGo(s) && !v.isAllOfBranch(list) {
			v.wrap(s, "statement left out", "nothing", "if !", " { ", "\n}")
		}
		v.stepped(s)
	}
}

// canGo says whether a statement can be left out. One that declares is needed by
// what comes after it; the last return of a function is, too, and so a body without.
func (v *visitor) canGo(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ExprStmt:
		call, is := s.X.(*ast.CallExpr)
		return is && (!v.isWordingCall(call) || isPanic(call))
	case *ast.AssignStmt:
		return s.Tok != token.DEFINE && !isBlank(s.Lhs)
	case *ast.IncDecStmt, *ast.SendStmt, *ast.DeferStmt, *ast.GoStmt:
		return true
	case *ast.ReturnStmt:
		return !v.isWholeBody()
	case *ast.BranchStmt:
		return s.Tok == token.BREAK || s.Tok == token.CONTINUE
	}
	return false
}

// isWholeBody says that what is visited is the body of a function.
func (v *visitor) isWholeBody() bool {
	_, is := v.parent().(*ast.FuncLit)
	return is || v.parent() == nil
}

func isPanic(call *ast.CallExpr) bool {
	f, is := call.Fun.(*ast.Ident)
	return is && f.Name == "panic"
}

func isBlank(lhs []ast.Expr) bool {
	for _, x := range lhs {
		if id, is := x.(*ast.Ident); !is || id.Name != "_" {
			return false
		}
	}
	return true
}

// isAllOfBranch says of a list of one that it is all that an if does: leaving out
// the branch is the same.
func (v *visitor) isAllOfBranch(list []ast.Stmt) bool {
	n, is := v.parent().(*ast.IfStmt)
	return is && n.Else == nil && len(list) == 1 && list[0].Pos() > n.Body.Pos() && list[0].End() <= n.Body.End()
}

// stepped lets what goes up go down.
func (v *visitor) stepped(s ast.Stmt) {
	other := map[token.Token]string{token.INC: "--", token.DEC: "++", token.ADD_ASSIGN: "-=", token.SUB_ASSIGN: "+=",
		token.MUL_ASSIGN: "/=", token.QUO_ASSIGN: "*=", token.OR_ASSIGN: "&=", token.AND_ASSIGN: "|="}
	var before, after string
	switch s := s.(type) {
	case *ast.IncDecStmt:
		before, after = v.textOf(s), v.textOf(s.X)+other[s.Tok]
	case *ast.AssignStmt:
		if other[s.Tok] == "" || !v.isInteger(s.Lhs[0]) {
			return
		}
		before, after = v.textOf(s), v.textOf(s.Lhs[0])+" "+other[s.Tok]+" "+v.textOf(s.Rhs[0])
	default:
		return
	}
	v.add(s, "arithmetic swapped", before, after, edit{wrap: func(choice, text string) string {
		return "if " + choice + " { " + after + "\n} else { " + text + "\n}"
	}})
}

// earlyReturn lets a function return at once, with nothing.
func (v *visitor) earlyReturn(d *ast.FuncDecl) {
	if len(d.Body.List) == 0 || d.Type.Results.NumFields() == 0 && len(d.Body.List) == 1 || isMain(d) {
		return
	}
	if v.returnsConstants(d.Body.List[0]) {
		return
	}
	result := v.nothing(d.Type.Results)
	at := stretch{d.Body.Lbrace + 1, d.Body.Lbrace + 1}
	v.add(at, "returned at once", "func "+d.Name.Name, result, edit{wrap: func(choice, text string) string {
		return " if " + choice + " { " + result + " }; " + text
	}})
}

// returnsConstants says of the first statement of a function that it returns what is
// the same each time: other operators change that, or it is nothing already.
func (v *visitor) returnsConstants(s ast.Stmt) bool {
	r, is := s.(*ast.ReturnStmt)
	return is && !slices.ContainsFunc(r.Results, func(x ast.Expr) bool { return !v.isConstant(x) && !v.isZero(x) })
}

func isMain(d *ast.FuncDecl) bool {
	return d.Recv == nil && (d.Name.Name == "main" || d.Name.Name == "init")
}

// nothing is the return of zero values. What has names is zero at the beginning.
func (v *visitor) nothing(results *ast.FieldList) string {
	if results.NumFields() == 0 {
		return "return"
	}
	var values []string
	for _, f := range results.List {
		if len(f.Names) > 0 {
			return "return"
		}
		values = append(values, v.zeroOf(f.Type))
	}
	return "return " + strings.Join(values, ", ")
}

// zeroOf is the zero of a type as it would be written.
func (v *visitor) zeroOf(t ast.Expr) string {
	switch of := v.p.info.TypeOf(t).Underlying().(type) {
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature:
		return "nil"
	case *types.Interface:
		if _, param := v.p.info.TypeOf(t).(*types.TypeParam); !param {
			return "nil"
		}
	case *types.Basic:
		switch {
		case of.Info()&types.IsBoolean != 0:
			return "false"
		case of.Info()&types.IsString != 0:
			return `""`
		case of.Info()&types.IsNumeric != 0:
			return "0"
		}
	}
	return "*new(" + v.textOf(t) + ")"
}

// cases leaves out cases of a switch. Where it asks for a value that can be asked
// for twice, what would have come there goes on to the default, as it would if the
// case had never been written; elsewhere the case does nothing.
func (v *visitor) cases(tag ast.Expr, body *ast.BlockStmt) {
	for _, s := range body.List {
		c := s.(*ast.CaseClause)
		switch {
		case len(c.List) > 0 && tag == nil && v.areConditions(c.List):
			v.conditions(c)
		case len(c.List) > 0 && tag != nil && isPlain(tag) && v.isBasic(tag):
			v.values(c, tag)
		case len(c.Body) > 0:
			v.emptied(c)
		}
	}
}

func (v *visitor) areConditions(list []ast.Expr) bool {
	for _, x := range list {
		if v.p.info.Types[x].IsType() || !v.hasInfo(x, types.IsBoolean) {
			return false
		}
	}
	return true
}

// conditions changes those of a switch without a value.
func (v *visitor) conditions(c *ast.CaseClause) {
	for _, x := range c.List {
		v.condition(x, true)
	}
}

// values takes values from a case, one at a time.
func (v *visitor) values(c *ast.CaseClause, tag ast.Expr) {
	helper := "pawlOther"
	if isString(v.p.info.TypeOf(tag)) {
		helper = "pawlOtherText"
	}
	asked := v.textOf(tag)
	for _, x := range c.List {
		v.add(x, "case left out", "case "+v.textOf(x), "nothing", edit{wrap: func(choice, text string) string {
			return helper + "(" + choice + ", " + asked + ", " + text + ")"
		}})
	}
}

// emptied lets a case do nothing.
func (v *visitor) emptied(c *ast.CaseClause) {
	if len(c.Body) == 1 && v.canGo(c.Body[0]) {
		return // the same as leaving the statement out
	}
	body := stretch{c.Body[0].Pos(), c.Body[len(c.Body)-1].End()}
	v.wrap(body, "case left out", "nothing", "if !", " { ", "\n}")
}

// isPlain says that asking for a value twice gives the same.
func isPlain(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return isPlain(x.X)
	}
	return false
}

func (v *visitor) isBasic(x ast.Expr) bool {
	return v.isInteger(x) || isString(v.p.info.TypeOf(x))
}
