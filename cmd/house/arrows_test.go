package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// arrows says which packages of the module each package may import; tests may
// import more. A package that is not listed fails the test: it needs a line.
var arrows = map[string][]string{
	// The four cores know nothing of one another.
	"engine":  {},
	"sim":     {},
	"faults":  {},
	"checker": {},

	// The protocol in small, over what the checker tells of a run.
	"checker/model": {"checker"},

	// Engines know the contract, and nothing of who runs or judges them.
	"engine/keyring":             {"engine"},
	"engine/reference":           {"engine", "engine/keyring", "engine/reference/playbooks"},
	"engine/playbook":            {"engine", "scenarios/form"}, // strict YAML, which knows nothing of the module
	"engine/example":             {"engine", "engine/keyring"},
	"engine/planted":             {"engine"},
	"engine/wrong":               {"engine", "engine/keyring", "engine/reference"},
	"engine/reference/playbooks": {"engine", "engine/playbook"},
	"engine/conform":             {"engine"}, // tests import it, nothing else does

	// An engine's process and its store, for real. The simulator and the checker know neither.
	"engine/host":              {"engine"},
	"engine/etcd":              {"engine"},
	"engine/etcd/embedded":     {},
	"engine/socket":            {"engine", "engine/host"},
	"engine/monitor":           {"engine", "engine/host"},
	"engine/httpapi":           {"engine", "engine/monitor", "engine/credentials"},
	"engine/credentials":       {},
	"engine/credentials/trial": {"engine/credentials"}, // tests import it, nothing else does
	"engine/pager":             {"engine"},

	// A key service, and what keeps its keys.
	"engine/keys":                 {"engine"},
	"engine/keys/file":            {"engine", "engine/keys"},
	"engine/keys/transit":         {"engine"},
	"engine/keys/transit/standin": {}, // tests import it, nothing else does
	"engine/keys/pkcs11":          {"engine"},
	"engine/keys/trial":           {"engine", "engine/keys", "engine/conform/keyservice"}, // tests import it, nothing else does
	"engine/conform/keyservice":   {"engine", "engine/conform"},                           // tests import it, nothing else does

	// Deployments run and write down.
	"sim/deploy":          {"engine", "engine/keyring", "sim", "faults", "checker"},
	"sim/deploy/people":   {"engine", "faults"},
	"sim/deploy/keymaker": {"engine"},
	"sim/foreign":         {"engine", "engine/keyring"}, // adapters import it, which are modules of their own
	"sim/cluster":         {"engine", "sim", "faults", "checker", "sim/deploy", "sim/deploy/keymaker", "sim/deploy/people"},

	// One of real processes, in containers too.
	"live":        {"engine", "engine/etcd", "engine/etcd/embedded", "engine/host", "faults", "checker", "sim/deploy", "sim/deploy/people", "live/box", "live/gate", "live/inmate", "live/vault", "live/wire"},
	"live/gate":   {"engine"},
	"live/vault":  {"engine", "sim/deploy/keymaker"},
	"live/wire":   {"engine"},
	"live/box":    {},
	"live/inmate": {"engine", "engine/etcd", "engine/host", "engine/reference", "engine/wrong", "live/vault", "live/wire"},
	"live/follow": {"engine", "engine/etcd", "checker", "sim/deploy"},
	"live/drill":  {"engine", "checker", "reports", "scenarios", "sim/deploy"},

	// Above them: what is run, how it is judged, and what is made of it.
	"scenarios/form":     {},
	"scenarios":          {"engine", "engine/wrong", "engine/playbook", "sim", "faults", "checker", "checker/model", "sim/deploy", "scenarios/form"},
	"scenarios/library":  {"scenarios"},
	"scenarios/campaign": {"engine", "engine/planted", "engine/wrong", "sim", "faults", "checker", "checker/model", "sim/deploy", "sim/cluster", "scenarios", "scenarios/library", "reports", "reports/whole", "scenarios/shrink"},
	"scenarios/camera":   {"engine", "faults", "checker", "sim", "sim/deploy", "scenarios", "reports/film"},
	"scenarios/shrink":   {"engine", "sim", "faults", "checker", "sim/deploy", "scenarios"},
	"scenarios/exhaust":  {"engine", "checker", "faults", "sim/cluster", "sim/deploy", "scenarios", "scenarios/campaign", "reports", "reports/whole"},
	"scenarios/explain":  {"engine", "engine/reference", "sim", "sim/deploy", "faults", "checker", "scenarios", "scenarios/campaign", "reports", "reports/stats"},
	"scenarios/envelope": {"engine", "faults", "sim/cluster", "sim/deploy", "scenarios", "scenarios/campaign", "reports"},
	"reports":            {"reports/strict"}, // strict JSON, which knows nothing of the module
	"reports/strict":     {},
	"reports/whole":      {}, // files of which there is all or nothing

	// What a result is rendered into, and what is made of several.
	"reports/golden":         {"reports", "reports/film"}, // tests import it, nothing else does
	"reports/paper":          {},
	"reports/stats":          {},
	"reports/controls":       {"scenarios/form"}, // strict YAML, which knows nothing of the module
	"reports/brief":          {"reports", "reports/paper"},
	"reports/compliance":     {"reports", "reports/paper", "reports/stats", "reports/controls"},
	"reports/paper/ink":      {"reports/paper"},
	"reports/paper/specimen": {"reports/paper"}, // tests import it, nothing else does
	"reports/html":           {"reports/paper", "reports/paper/ink"},
	"reports/pdf":            {"reports/paper", "reports/paper/ink"},
	"reports/markdown":       {"reports/paper"},
	"reports/intoto":         {"reports", "reports/strict"},
	"reports/bundle":         {"reports", "reports/intoto", "reports/strict", "reports/whole"},
	"reports/sarif":          {"reports"},
	"reports/junit":          {"reports"},
	"reports/oscal":          {"reports"},
	"reports/ledger":         {"reports", "reports/strict"},
	"reports/film":           {"reports/strict"}, // a run frame by frame; it knows nothing of results
	"reports/chrome":         {"reports/film"},
	"reports/shiviz":         {"reports/film"},

	// What a gate is worth: the source of a package is changed.
	"scenarios/mutation":        {"engine", "checker", "sim/cluster", "sim/deploy", "scenarios", "scenarios/form", "scenarios/campaign", "scenarios/exhaust", "scenarios/mutation/source", "reports"},
	"scenarios/mutation/source": {},

	// A run shown in a browser, and made again in it.
	"scenarios/retake": {"engine", "faults", "reports/film", "scenarios", "scenarios/campaign", "scenarios/camera", "sim"},
	"reports/page":     {"reports/paper", "reports/paper/ink"},
	"cmd/alive":        {".", "engine", "checker", "reports/page", "scenarios", "scenarios/campaign", "scenarios/retake"},
	"cmd/pawl-page":    {"engine", "engine/reference", "engine/wrong", "scenarios", "scenarios/campaign", "scenarios/retake", "sim", "sim/cluster"},

	".": {}, // the source itself

	"cmd/cli":            {".", "engine", "engine/planted", "engine/reference", "engine/wrong", "checker", "faults", "sim", "sim/deploy", "sim/cluster", "scenarios", "scenarios/library", "scenarios/campaign", "scenarios/exhaust", "scenarios/mutation", "scenarios/mutation/source", "reports", "reports/brief", "reports/bundle", "reports/chrome", "reports/compliance", "reports/film", "reports/intoto", "reports/ledger", "reports/markdown", "reports/shiviz", "reports/stats", "reports/whole", "scenarios/camera", "cmd/doctor", "cmd/render", "cmd/stepper", "scenarios/explain", "scenarios/envelope", "scenarios/shrink", "reports/page", "cmd/alive"},
	"cmd/render":         {"reports", "reports/bundle", "reports/compliance", "reports/controls", "reports/html", "reports/intoto", "reports/junit", "reports/markdown", "reports/oscal", "reports/paper", "reports/pdf", "reports/sarif", "reports/whole", "scenarios", "scenarios/campaign"},
	"cmd/doctor":         {},
	"cmd/doctor/browser": {"cmd/doctor"},
	"cmd/stepper":        {"reports/film"},
	"cmd/pawl":           {"cmd/cli"},
	"cmd/house":          {},
	"cmd/house/lengthy":  {}, // tests import it, nothing else does
	"cmd/setting":        {"engine", "engine/credentials", "engine/etcd", "engine/pager", "scenarios/form"},
	"cmd/pawl-watch":     {"engine", "engine/pager", "engine/reference", "checker", "cmd/setting", "live/follow", "reports", "reports/whole"},
	"cmd/daemon":         {"cmd/setting", "engine", "engine/credentials", "engine/pager", "engine/etcd", "engine/etcd/embedded", "engine/host", "engine/httpapi", "engine/keys", "engine/keys/file", "engine/monitor", "engine/reference", "engine/socket", "reports", "reports/whole"},
	"cmd/pawld":          {"cmd/daemon"},
	"cmd/pawl-live":      {"engine", "engine/reference", "engine/wrong", "checker", "live", "live/drill", "live/inmate", "reports", "reports/whole", "scenarios", "scenarios/campaign", "scenarios/library", "sim/cluster"},

	"pipelines": {}, // tests run what lies there
}

// heavy is what no binary of ours may link, but for the strong ones.
var heavy = []string{"github.com/prometheus", "go.etcd.io/etcd/server", "go.etcd.io/etcd/client", "github.com/moby", "github.com/testcontainers", "pgregory.net/rapid",
	"github.com/chromedp", "github.com/yuin/goldmark", "k8s.io/", "sigs.k8s.io/yaml",
	"github.com/tink-crypto/tink-go", "github.com/hashicorp/vault", "github.com/miekg/pkcs11",
	"github.com/owenrumney/go-sarif", "github.com/in-toto/attestation"} // the one fetches schemas, the other is of protobuf

// bears are the packages that import what is heavy and are in no other binary of ours, since no
// arrow leads to them from one.
var bears = map[string][]string{
	"github.com/prometheus":  {"engine/monitor", "cmd/daemon"},
	"go.etcd.io/etcd/client": {"engine/etcd", "engine/etcd/embedded", "live", "live/follow", "live/gate"},
	"go.etcd.io/etcd/server": {"engine/etcd/embedded", "live/inmate"},
	"github.com/moby":        {"live/box"},
	"github.com/chromedp":    {"cmd/doctor/browser"},
	"pgregory.net/rapid":     {"engine/conform", "engine/conform/keyservice"},

	"github.com/tink-crypto/tink-go": {"engine/keys/file"},
	"github.com/hashicorp/vault":     {"engine/keys/transit"},
	"github.com/miekg/pkcs11":        {"engine/keys/pkcs11"},
}

func TestImportsPointOneWay(t *testing.T) {
	eachFile(t, func(pkg, path string) {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		allowed, known := arrows[pkg]
		if !known {
			t.Errorf("%s: package %q has no line in arrows; say what it may import", path, pkg)
		}
		for _, spec := range file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			if name == "pawl" {
				name = "pawl/."
			}
			if ours, ok := strings.CutPrefix(name, "pawl/"); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s: %s must not import %s", path, pkg, ours)
			}
			for _, h := range heavy {
				if strings.HasPrefix(name, h) && !slices.Contains(bears[h], pkg) {
					t.Errorf("%s: %s belongs in tests only, or in what no binary of ours imports", path, name)
				}
			}
		}
	})
}

// strong are the commands, and what they and tests share, that may bear what is heavy, since that is what they are for.
var strong = []string{"cmd/doctor/browser", "cmd/setting", "cmd/daemon", "cmd/pawld", "cmd/pawl-live", "cmd/pawl-watch"}

// TestNoBinaryBearsThem follows the arrows from each command to what is heavy.
func TestNoBinaryBearsThem(t *testing.T) {
	for pkg := range arrows {
		if !strings.HasPrefix(pkg, "cmd/") || slices.Contains(strong, pkg) {
			continue
		}
		for reached, todo := map[string]bool{}, []string{pkg}; len(todo) > 0; todo = todo[1:] {
			if reached[todo[0]] {
				continue
			}
			reached[todo[0]] = true
			todo = append(todo, arrows[todo[0]]...)
			for heavy, by := range bears {
				if slices.Contains(by, todo[0]) {
					t.Errorf("%s leads to %s, and so links %s", pkg, todo[0], heavy)
				}
			}
		}
	}
}

// TestFoldersAreDocumented wants a doc.go in every folder with Go code.
func TestFoldersAreDocumented(t *testing.T) {
	documented := map[string]bool{}
	folders := map[string]bool{}
	eachFile(t, func(pkg, path string) {
		folders[pkg] = true
		documented[pkg] = documented[pkg] || filepath.Base(path) == "doc.go"
	})
	for pkg := range folders {
		if !documented[pkg] {
			t.Errorf("%s has no doc.go: say what it is, who may import it, how to add to it", pkg)
		}
	}
}

// eachFile calls f with every Go file of the module that is not a test. What lies in
// testdata, or in a module of its own, is none of the module's, as the go tool has it.
func eachFile(t *testing.T, f func(pkg, path string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if _, err := os.Stat(filepath.Join(path, "go.mod")); d.IsDir() && path != root && err == nil {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		pkg, err := filepath.Rel(root, filepath.Dir(path))
		if err == nil {
			f(filepath.ToSlash(pkg), path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// parsed reads a file of the module.
func parsed(t *testing.T, path string) (*ast.File, *token.FileSet) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return file, fset
}
