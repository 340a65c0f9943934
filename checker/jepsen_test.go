package checker

// Porcupine's own test data: 102 logs of a register in etcd by Jepsen, whose verdicts
// porcupine_test.go gives. They lie beside the module's source.

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

type etcdIn struct {
	op   string // read, write or cas
	a, b int
}

type etcdOut struct {
	ok, exists, unknown bool
	value               int
}

const noValue = -1_000_000

var etcdModel = porcupine.Model{
	Init: func() any { return noValue },
	Step: func(state, input, output any) (bool, any) {
		st, in, out := state.(int), input.(etcdIn), output.(etcdOut)
		switch in.op {
		case "read":
			return out.unknown || out.exists && st == out.value || !out.exists && st == noValue, st
		case "write":
			return true, in.a
		}
		next := st
		if in.a == st {
			next = in.b
		}
		return out.unknown || (in.a == st) == out.ok, next
	},
	Hash: func(state any) uint64 { return uint64(state.(int)) },
}

var (
	etcdInvoke = regexp.MustCompile(`jepsen\.util\s+-\s+(\d+)\s+:invoke\s+:(read|write|cas)\s+(.*)$`)
	etcdReturn = regexp.MustCompile(`jepsen\.util\s+-\s+(\d+)\s+:(ok|fail|info)\s+:(read|write|cas)\s+(.*)$`)
	number     = regexp.MustCompile(`\d+`)
)

func numbers(s string) (ns []int) {
	for _, x := range number.FindAllString(s, -1) {
		n, _ := strconv.Atoi(x)
		ns = append(ns, n)
	}
	return append(ns, 0, 0)
}

// etcdLog reads one log. What has no answer stays open to the end.
func etcdLog(t testing.TB, path string) []porcupine.Operation {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var ops []porcupine.Operation
	open := map[string]int{}
	now := int64(0)
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimRight(lines.Text(), " ")
		now++
		if m := etcdInvoke.FindStringSubmatch(line); m != nil {
			ns := numbers(m[3])
			open[m[1]] = len(ops)
			ops = append(ops, porcupine.Operation{ClientId: len(ops), Input: etcdIn{m[2], ns[0], ns[1]}, Output: etcdOut{unknown: true}, Call: now, Return: -1})
			continue
		}
		m := etcdReturn.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		k, is := open[m[1]]
		if !is || m[2] == "info" || m[2] == "fail" && m[3] != "read" && strings.Contains(m[4], "timed-out") {
			continue
		}
		var out etcdOut
		switch {
		case m[3] == "read" && m[2] == "fail":
			out.unknown = true
		case m[3] == "read" && number.MatchString(m[4]):
			out.exists, out.value = true, numbers(m[4])[0]
		case m[3] == "cas":
			out.ok = m[2] == "ok"
		}
		ops[k].Output, ops[k].Return = out, now
		delete(open, m[1])
	}
	for i := range ops {
		if ops[i].Return < 0 {
			ops[i].Return = now + 1
		}
	}
	return ops
}

// etcdLogs is where the logs are, and what is known of each.
func etcdLogs(t testing.TB) (path func(n int) string, known map[int]bool) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/anishathalye/porcupine").Output()
	if err != nil {
		t.Skip("no source of porcupine: ", err)
	}
	dir := strings.TrimSpace(string(out))
	b, err := os.ReadFile(filepath.Join(dir, "porcupine_test.go"))
	if err != nil {
		t.Skip("no test data of porcupine: ", err)
	}
	known = map[int]bool{}
	for _, m := range regexp.MustCompile(`checkJepsen\(t, (\d+), (true|false)\)`).FindAllStringSubmatch(string(b), -1) {
		n, _ := strconv.Atoi(m[1])
		known[n] = m[2] == "true"
	}
	return func(n int) string { return fmt.Sprintf("%s/test_data/jepsen/etcd_%03d.log", dir, n) }, known
}

// Within its steps the search decides every one of them, and as it is known.
func TestSearchDecidesJepsensLogs(t *testing.T) {
	path, known := etcdLogs(t)
	if len(known) != 102 {
		t.Errorf("%d logs", len(known))
	}
	for n := range 200 {
		want, is := known[n]
		if !is {
			continue
		}
		if got := search(etcdModel, etcdLog(t, path(n)), Options{Porcupine: time.Minute}); got == Undecided || (got == Linearizable) != want {
			t.Errorf("log %d: %s, known %v", n, got, want)
		}
	}
}

// The logs that are linearizable, as seal registers: writes numbered in the order that
// Porcupine finds, reads of the write they saw; then with one read changed.
func TestJepsensLogsAsRegisters(t *testing.T) {
	path, known := etcdLogs(t)
	r := rand.New(rand.NewSource(5))
	legal, illegal, undecided := 0, 0, 0
	for n := range 200 {
		if !known[n] {
			continue
		}
		result, info := porcupine.CheckOperationsVerbose(etcdModel, etcdLog(t, path(n)), time.Minute)
		if result != porcupine.Ok {
			t.Fatalf("log %d: %v", n, result)
		}
		h := asRegister(info.PartialLinearizationsOperations()[0][0])
		if len(h.Views) == 0 || len(h.Seals) == 0 {
			continue
		}
		if l, _ := sealRegister(h, Options{}); l.Result != Linearizable {
			t.Errorf("log %d: %+v", n, l)
		}
		for range 40 {
			s := &h.Seals[r.Intn(len(h.Seals))]
			was := s.Version
			s.Version = uint32(min(len(h.Views), max(1, int(was)+r.Intn(5)-2)))
			l, _ := sealRegister(h, Options{})
			want := search(registerModel(true), registerOps(h), Options{Porcupine: time.Minute, Steps: 200_000})
			s.Version = was
			switch {
			case want == Undecided:
				undecided++
			case l.Result != want:
				t.Errorf("log %d: %+v, Porcupine: %v", n, l, want)
			case want == Linearizable:
				legal++
			default:
				illegal++
			}
		}
	}
	t.Logf("%d legal, %d illegal, %d that Porcupine leaves undecided", legal, illegal, undecided)
	if legal == 0 || illegal == 0 {
		t.Error("these histories show too little")
	}
}

// asRegister makes a seal register of the operations of a log in their order.
func asRegister(order []porcupine.Operation) *Past {
	h := &Past{History: &History{Keys: []string{"k"}, Offers: Offers{Record: true}}}
	state, version := noValue, uint32(0)
	for _, o := range order {
		in, out := o.Input.(etcdIn), o.Output.(etcdOut)
		wrote := in.op == "write" || in.op == "cas" && in.a == state
		if wrote {
			version++
			h.Views = append(h.Views, View{Key: "k", Revision: int64(version), RecordWritten: true, Record: Record{Active: version}, Sent: time.Duration(o.Call), At: time.Duration(o.Return)})
		} else if version > 0 && !out.unknown {
			h.Seals = append(h.Seals, Seal{ID: len(h.Seals), Key: "k", Sealing: Sealing{Version: version}, Called: time.Duration(o.Call), Returned: time.Duration(o.Return), Acked: true})
		}
		_, next := etcdModel.Step(state, in, out)
		state = next.(int)
	}
	return h
}
