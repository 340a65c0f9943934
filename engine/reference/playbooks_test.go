package reference

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pawl/engine"
	"pawl/engine/reference/playbooks"
)

// TestPlaybooksAreWhatAlertsSay: each playbook that the code of the engine names is there,
// each that is there is named, and both say the same of class, escalation and answers. The
// code is read for it, so that no alert is forgotten that no test comes to.
func TestPlaybooksAreWhatAlertsSay(t *testing.T) {
	alerts := alertsOf(t)
	for i := range playbooks.All {
		b := &playbooks.All[i]
		said := alerts[b.Name]
		if len(said) == 0 {
			t.Errorf("nothing names the playbook %s", b.Name)
		}
		for _, h := range said {
			want := engine.Halt{Class: b.Class, Playbook: b.Name, Escalation: b.Escalation,
				EncryptionAffected: b.EncryptionAffected, DecryptionValid: b.DecryptionValid, CustomersMustAct: b.CustomersMustAct, ManualWorkSafe: b.ManualWorkSafe}
			if h != want {
				t.Errorf("an alert says %+v, and the playbook %+v", h, want)
			}
		}
		delete(alerts, b.Name)
	}
	for name := range alerts {
		t.Errorf("an alert names the playbook %q: there is no playbooks/%s.yaml", name, name)
	}
	if len(playbooks.All) < 7 {
		t.Errorf("%d playbooks", len(playbooks.All))
	}
}

// alertsOf are the halts that the engine's code writes out, by the playbook they name; what
// is said only when it runs is left out.
func alertsOf(t *testing.T) map[string][]engine.Halt {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	alerts := map[string][]engine.Halt{}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, is := n.(*ast.CompositeLit); is && isHalt(lit) && len(lit.Elts) > 0 {
				h := haltOf(t, lit)
				alerts[h.Playbook] = append(alerts[h.Playbook], h)
			}
			return true
		})
	}
	return alerts
}

func isHalt(lit *ast.CompositeLit) bool {
	sel, is := lit.Type.(*ast.SelectorExpr)
	return is && sel.Sel.Name == reflect.TypeFor[engine.Halt]().Name()
}

func haltOf(t *testing.T, lit *ast.CompositeLit) engine.Halt {
	said := engine.Halt{Escalation: "security-on-call"} // where nothing is said
	for _, elt := range lit.Elts {
		kv := elt.(*ast.KeyValueExpr)
		field := reflect.ValueOf(&said).Elem().FieldByName(kv.Key.(*ast.Ident).Name)
		switch name := kv.Key.(*ast.Ident).Name; {
		case slices.Contains([]string{"Reason", "Owner"}, name): // of the moment
		case field.Kind() == reflect.Bool:
			field.SetBool(kv.Value.(*ast.Ident).Name == "true")
		default:
			field.SetString(textOf(t, kv.Value))
		}
	}
	return said
}

// textOf is a text that the code writes out or names.
func textOf(t *testing.T, e ast.Expr) string {
	named := map[string]string{"eraseByHand": eraseByHand, "Recoverable": engine.Recoverable, "NonRecoverable": engine.NonRecoverable, "SecurityCritical": engine.SecurityCritical}
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		if err != nil {
			t.Fatal(err)
		}
		return s
	case *ast.Ident:
		if s, is := named[e.Name]; is {
			return s
		}
	case *ast.SelectorExpr:
		if s, is := named[e.Sel.Name]; is {
			return s
		}
	}
	t.Fatalf("%T says what cannot be read off the code: name it here", e)
	return ""
}

// TestHaltsGoBySomething: what is left out of a halt is what the test above takes it for.
func TestHaltsGoBySomething(t *testing.T) {
	var rec Record
	halt(&rec, engine.Halt{Reason: "r"})
	if rec.Halt.Escalation != "security-on-call" || rec.Halt.Owner == "" {
		t.Errorf("%+v", rec.Halt)
	}
}
