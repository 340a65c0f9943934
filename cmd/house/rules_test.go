package house

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// deterministic are the packages that take part in a run, and the files of each
// that are let off, with the reason.
var deterministic = map[string]map[string]string{
	"engine":         {},
	"engine/example": {},
	"engine/keyring": {},
	"engine/planted": {
		"mistakes.go": "it is shared with whoever makes the run, and counts what nothing in the run goes by",
	},
	"engine/reference": {},
	"engine/wrong":     {},
	"sim/deploy":       {},
	"sim/cluster":      {},
	"faults":           {},
	"checker":          {},
	"sim": {
		"watchdog.go": "it stands outside the run and measures wall time",
		"kill.go":     "a goroutine of its own unwinds a killed process",
		"world.go":    "a goroutine of its own runs the world",
		"trace.go":    "it is shared with the watchdog",
		"proc.go":     "coroutines",
	},
}

// blocking holds for engine code only: between two port calls it is one thread.
var blocking = map[string]bool{"engine": true, "engine/example": true, "engine/keyring": true, "engine/planted": true, "engine/reference": true, "engine/wrong": true}

// A rule looks at one node of a syntax tree and says what is wrong with it.
type rule struct {
	name       string
	engineOnly bool
	broken     func(ast.Node, *types.Info) bool
}

var rules = []rule{
	{"starts a goroutine", false, func(n ast.Node, _ *types.Info) bool { _, is := n.(*ast.GoStmt); return is }},
	{"uses a channel", false, usesChannel},
	{"uses package sync", false, importsAny("sync", "sync/atomic")},
	{"draws randomness without the seed", false, importsAny("math/rand", "math/rand/v2", "crypto/rand", "hash/maphash")},
	{"reads the wall clock", false, callsAny("time", "Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker")},
	{"walks a map, whose order differs from run to run", false, walksMap},
	{"computes with floating point, which differs between processors", false, usesFloat},
	{"asks about the runtime", true, importsAny("runtime", "os", "unsafe", "context")},
}

func TestRunsAreDeterministicByConstruction(t *testing.T) {
	in := newTree()
	for pkg, letOff := range deterministic {
		files, info := in.load(t, pkg)
		for _, file := range files {
			name := filepath.Base(in.fset.Position(file.Pos()).Filename)
			if letOff[name] != "" {
				continue
			}
			for _, problem := range judge(file, info, in.fset, blocking[pkg]) {
				t.Error(problem)
			}
		}
	}
}

// TestRulesCatch holds each rule against code that breaks it.
func TestRulesCatch(t *testing.T) {
	broken := map[string]string{
		"starts a goroutine":                               `func f() { go f() }`,
		"uses a channel":                                   `func f(c chan int) { <-c }`,
		"uses package sync":                                `import "sync"; var m sync.Mutex`,
		"draws randomness without the seed":                `import "math/rand"; var n = rand.Int()`,
		"reads the wall clock":                             `import "time"; var n = time.Now()`,
		"walks a map, whose order differs from run to run": `func f(m map[string]int) { for range m {} }`,
		"computes with floating point, which differs between processors": `func f(a, b float64) float64 { return a * b }`,
		"asks about the runtime": `import "os"; var n = os.Getpid()`,
	}
	in := newTree()
	for _, r := range rules {
		file, err := parser.ParseFile(in.fset, "broken.go", "package broken; "+broken[r.name], 0)
		if err != nil {
			t.Fatal(r.name, err)
		}
		info := in.check("broken", []*ast.File{file})
		if found := judge(file, info, in.fset, true); !strings.Contains(strings.Join(found, "\n"), r.name) {
			t.Errorf("rule %q does not catch %s", r.name, broken[r.name])
		}
	}
}

func judge(file *ast.File, info *types.Info, fset *token.FileSet, isEngine bool) (problems []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		for _, r := range rules {
			if (isEngine || !r.engineOnly) && r.broken(n, info) {
				problems = append(problems, fmt.Sprintf("%s: %s", fset.Position(n.Pos()), r.name))
			}
		}
		return true
	})
	return problems
}

func usesChannel(n ast.Node, info *types.Info) bool {
	switch n := n.(type) {
	case *ast.ChanType, *ast.SendStmt, *ast.SelectStmt:
		return true
	case *ast.UnaryExpr:
		return n.Op == token.ARROW
	}
	return false
}

func importsAny(paths ...string) func(ast.Node, *types.Info) bool {
	return func(n ast.Node, _ *types.Info) bool {
		spec, is := n.(*ast.ImportSpec)
		if !is {
			return false
		}
		path, _ := strconv.Unquote(spec.Path.Value)
		for _, p := range paths {
			if p == path {
				return true
			}
		}
		return false
	}
}

func callsAny(pkg string, names ...string) func(ast.Node, *types.Info) bool {
	return func(n ast.Node, info *types.Info) bool {
		sel, is := n.(*ast.SelectorExpr)
		if !is {
			return false
		}
		f, is := info.Uses[sel.Sel].(*types.Func)
		if !is || f.Pkg() == nil || f.Pkg().Path() != pkg || f.Signature().Recv() != nil {
			return false
		}
		for _, name := range names {
			if f.Name() == name {
				return true
			}
		}
		return false
	}
}

func walksMap(n ast.Node, info *types.Info) bool {
	r, is := n.(*ast.RangeStmt)
	if !is || info.TypeOf(r.X) == nil {
		return false
	}
	_, is = info.TypeOf(r.X).Underlying().(*types.Map)
	return is
}

func usesFloat(n ast.Node, info *types.Info) bool {
	e, is := n.(*ast.BinaryExpr)
	if !is || info.TypeOf(e) == nil {
		return false
	}
	b, is := info.TypeOf(e).Underlying().(*types.Basic)
	return is && b.Info()&types.IsFloat != 0
}

// A tree is source whose types are known. What is imported is read once, for all packages.
type tree struct {
	fset     *token.FileSet
	imported types.Importer
}

func newTree() *tree {
	fset := token.NewFileSet()
	return &tree{fset: fset, imported: importer.ForCompiler(fset, "source", nil)}
}

// load reads a package of this module, without its tests.
func (in *tree) load(t *testing.T, pkg string) ([]*ast.File, *types.Info) {
	t.Helper()
	var files []*ast.File
	paths, _ := filepath.Glob(filepath.Join(root, pkg, "*.go"))
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(in.fset, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if len(files) == 0 {
		t.Fatalf("%s: no Go files; is the list of deterministic packages out of date?", pkg)
	}
	return files, in.check(pkg, files)
}

func (in *tree) check(pkg string, files []*ast.File) *types.Info {
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: in.imported, Error: func(error) {}}
	_, _ = conf.Check(pkg, in.fset, files, info) // what does not resolve is not our business here: vet and build are
	return info
}
