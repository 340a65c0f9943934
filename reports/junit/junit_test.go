package junit_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pawl/reports"
	"pawl/reports/golden"
	"pawl/reports/junit"
)

var update = flag.Bool("update", false, "write the golden files")

var names = []string{"check", "exhaust", "judge", "missed", "invalid", "replay", "diverged", "mutants", "mutation", "version", "failed", "help", "doctor", "list", "validate", "words"}

func written(t testing.TB, all ...reports.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := junit.Write(&b, all...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// suites is a document as those read it who count tests.
type suites struct {
	Tests, Failures, Errors, Skipped int
	passed                           int
}

// counted counts the elements of a document, and holds the counts that it says against them.
func counted(t testing.TB, data []byte) (c suites) {
	t.Helper()
	said := suites{}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = true
	bad := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, data)
		}
		switch x := token.(type) {
		case xml.StartElement:
			switch x.Name.Local {
			case "testsuite":
				for _, a := range x.Attr {
					n, _ := strconv.Atoi(a.Value)
					switch a.Name.Local {
					case "tests":
						said.Tests += n
					case "failures":
						said.Failures += n
					case "errors":
						said.Errors += n
					case "skipped":
						said.Skipped += n
					}
				}
			case "testcase":
				c.Tests++
				bad = false
			case "failure":
				c.Failures++
				bad = true
			case "error":
				c.Errors++
				bad = true
			case "skipped":
				c.Skipped++
				bad = true
			}
		case xml.EndElement:
			if x.Name.Local == "testcase" && !bad {
				c.passed++
			}
		}
	}
	if said.Tests != c.Tests || said.Failures != c.Failures || said.Errors != c.Errors || said.Skipped != c.Skipped {
		t.Errorf("it says %+v, and has %+v", said, c)
	}
	return c
}

// To change them on purpose: go test ./reports/junit -update.
func TestGolden(t *testing.T) {
	for _, name := range []string{"check", "exhaust", "missed", "failed"} {
		got, path := written(t, golden.Result(t, name)), filepath.Join("testdata", name+".xml")
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: error %v; got\n%s", name, err, got)
		}
	}
}

// A document says as many failures as it has, and is green only of a pass.
func TestCounts(t *testing.T) {
	var all []reports.Result
	sum := 0
	for _, name := range names {
		r := golden.Result(t, name)
		all = append(all, r)
		c := counted(t, written(t, r))
		sum += c.Tests
		if green := c.passed == c.Tests; green != (reports.HeadOf(r).Verdict == reports.Pass) {
			t.Errorf("%s, whose verdict is %s: %+v", name, reports.HeadOf(r).Verdict, c)
		}
	}
	if c := counted(t, written(t, all...)); c.Tests != sum {
		t.Errorf("together %d tests, want %d", c.Tests, sum)
	}
	if c := counted(t, written(t)); c.Tests != 0 {
		t.Errorf("of nothing: %+v", c)
	}
}

// Whatever a result says, it can be read as XML, and nothing of it is lost or misread.
func TestAnyTextIsXML(t *testing.T) {
	all := ""
	for c := range 0x300 {
		all += string(rune(c))
	}
	for _, text := range []string{all, "]]>", "<!-- & -->", "a\xffb", "\ufffe\uffff\ufffd", "\U0001f512", "a\r\nb"} {
		c := golden.Result(t, "check").(*reports.Check)
		c.Violations[0].Detail, c.Scenarios[1].Name, c.Invariants[4].WhyNot = text, text, text
		data := written(t, c)
		counted(t, data)
		for _, r := range string(data) {
			if r != '\t' && r != '\n' && r < 0x20 || r == '\ufffe' || r == '\uffff' {
				t.Errorf("%q: %U is no character of XML 1.0", text, r)
			}
		}
	}
	c := golden.Result(t, "check").(*reports.Check)
	c.Violations[0].Detail = "a\x1bb\x00c\xffd"
	if data := string(written(t, c)); !strings.Contains(data, `a\u001bb\u0000c\xffd`) {
		t.Errorf("lost: %s", data)
	}
}

// A failure has what an engineer begins with.
func TestAFailureSaysWhatToDo(t *testing.T) {
	data := string(written(t, golden.Result(t, "check")))
	for _, want := range []string{"S2: The sealing version is a linearizable register that only grows.", "  crash owner on commit.sent for 2s", "Replay it: pawl replay pawl-repros/S2-no-drain-1.repro", `type="violation"`} {
		if !strings.Contains(data, want) {
			t.Errorf("%q is missing in\n%s", want, data)
		}
	}
}
