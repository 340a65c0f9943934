package source

import (
	"go/ast"
	"go/token"
	"go/types"
)

// condition changes what decides on a branch. A comparison is turned around as an
// expression, and not once more here.
func (v *visitor) condition(cond ast.Expr, branch bool) {
	if v.isConstant(cond) {
		return
	}
	text := v.textOf(cond)
	if c, is := ast.Unparen(cond).(*ast.BinaryExpr); !is || opposite[c.Op] == "" {
		v.wrap(cond, "negated condition", "!("+text+")", "pawlNot(", ", ", ")")
	}
	if branch {
		v.wrap(cond, "condition left out", "true", "(", " || (", "))")
	}
	v.wrap(cond, "branch left out", "false", "(!", " && (", "))")
}

func (v *visitor) loop(n *ast.ForStmt) {
	if n.Cond == nil {
		v.loopLeftOut(n.Body)
		return
	}
	v.condition(n.Cond, false)
}

// loopLeftOut ends a loop before its first round.
func (v *visitor) loopLeftOut(body *ast.BlockStmt) {
	if len(body.List) == 0 {
		return
	}
	at := stretch{body.Lbrace + 1, body.Lbrace + 1}
	v.add(at, "loop left out", v.textOf(stretch{v.file.lineStart(v.p, body.Lbrace), body.Lbrace}), "no round of it",
		edit{wrap: func(choice, text string) string { return " if " + choice + " { break }; " + text }})
}

// elseBranch leaves an else out. One that is an if again has a condition of its own.
func (v *visitor) elseBranch(n *ast.IfStmt) {
	if block, is := n.Else.(*ast.BlockStmt); is && len(block.List) > 0 {
		v.wrap(block, "branch left out", "else {}", "if !", " ", "")
	}
}

// opposite is what is true where the other is false.
var opposite = map[token.Token]string{token.EQL: "!=", token.NEQ: "==", token.LSS: ">=", token.GEQ: "<", token.GTR: "<=", token.LEQ: ">"}

// beside differs from a comparison where both sides are equal.
var beside = map[token.Token]string{token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">"}

// binary changes what is computed of two operands.
func (v *visitor) binary(n *ast.BinaryExpr) {
	if v.isConstant(n) {
		return
	}
	x, y := v.textOf(n.X), v.textOf(n.Y)
	if op := opposite[n.Op]; op != "" {
		v.wrap(n, "comparison turned", x+" "+op+" "+y, "pawlNot"+v.typed(n)+"(", ", ", ")")
	}
	switch op := beside[n.Op]; {
	case op != "" && v.isOrdered(n.X):
		v.helped(n, "comparison off by one", op)
	case n.Op == token.LAND:
		v.wrap(n.X, "operand left out", y, "(", " || (", "))")
		v.wrap(n.Y, "operand left out", x, "(", " || (", "))")
	case n.Op == token.LOR:
		v.wrap(n.X, "operand left out", y, "(!", " && (", "))")
		v.wrap(n.Y, "operand left out", x, "(!", " && (", "))")
	case swapped[n.Op] != "" && v.isInteger(n):
		v.helped(n, "arithmetic swapped", swapped[n.Op])
	}
}

// helped has a helper of the switch compute by one of two operators.
func (v *visitor) helped(n *ast.BinaryExpr, operator, after string) {
	x, y := v.textOf(n.X), v.textOf(n.Y)
	v.add(n, operator, x+" "+n.Op.String()+" "+y, x+" "+after+" "+y, edit{anew: func(choice string, part func(node) string) string {
		return helpers[n.Op] + "(" + choice + ", " + part(n.X) + ", " + part(n.Y) + ")"
	}})
}

func (v *visitor) isConstant(x ast.Expr) bool { return v.p.info.Types[x].Value != nil }

func (v *visitor) isOrdered(x ast.Expr) bool { return v.hasInfo(x, types.IsOrdered) }
func (v *visitor) isInteger(x ast.Expr) bool { return v.hasInfo(x, types.IsInteger) }

func (v *visitor) hasInfo(x ast.Expr, is types.BasicInfo) bool {
	t := v.p.info.TypeOf(x)
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&is != 0
}
