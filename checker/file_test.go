package checker

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

// aHistory has a fact of each kind.
func aHistory() *History {
	h := &History{Engine: "e", Keys: []string{"k"}, Offers: everything, Policy: testPolicy, CallTimeout: sec, End: 10 * sec,
		Machines: []Machine{{"node/a1", NodeDuty, "a"}, {"worker/1", WorkerDuty, ""}, {"store", StoreDuty, ""}}}
	for i, w := range []What{
		&Ran{Machine: "worker/1", Did: Starts},
		&Asked{Verb: "txn", To: "store", Puts: []string{"k/record"}, Reads: []Seen{{"k/record", 1}}, Reply: Done, Would: &Record{Phase: Idle}},
		&Wrote{Object: "k/record", Value: []byte{1}, Says: Says{Record: &Record{Phase: Idle, Active: 1, Highest: 1}, Versions: []Version{{N: 1, State: Active}}}},
		&Wrote{Object: "k/audit/1", Value: []byte{2}, Says: Says{Entry: &Entry{Seq: 1, Body: []byte{3}}}},
		&Leased{Lease: 7, Did: LeaseGranted, TTL: sec},
		&Wrote{Object: "k/stamp", Value: []byte{3}, Lease: 7, Says: Says{Stamp: &Stamp{Node: "node/a1", Opens: []uint32{1}, Prints: []string{"p"}}}},
		&Outside{Kind: Mint, Version: 1, Print: "p", Accepted: true, Made: true},
		&Emitted{Seal: 1, Said: Sealing{1, "p", "\xff\x00"}, Used: Sealing{1, "p", "\xfe\x00"}},
		&Denied{Why: "w"},
		&Opened{Seal: 1, Node: "node/a1", Version: 1, Answer: Lost},
		&Requested{ID: "t1", Window: "w1", Attempt: 1, Outcome: Unknown},
		&Acted{ID: "a1", Verb: "halt", Outcome: Unknown},
		&Paged{Halt: Halt{Reason: "r"}},
		&OnDisk{Did: DiskSync},
		&Fault{Kind: "crash", Text: "crash it", Injected: true, To: sec, Bites: []time.Duration{1}},
	} {
		at := time.Duration(i+1) * ms
		f := Fact{ID: i + 1, Key: "k", Actor: "worker/1#1", Times: Times{Sent: at, Arrived: at, Early: at, At: at}, Revision: int64(i), What: w}
		if _, is := w.(*Opened); is {
			f.Actor, f.Arrived, f.Early, f.At = "", 0, 0, 0
		}
		h.Facts = append(h.Facts, f)
	}
	return h
}

func file(t testing.TB, h *History) string {
	t.Helper()
	var b bytes.Buffer
	if err := h.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A history that is written and read again is the same, and is judged.
func TestHistoryFile(t *testing.T) {
	h := aHistory()
	text := file(t, h)
	again, err := ReadHistory(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := file(t, again); got != text || !reflect.DeepEqual(again, h) {
		t.Errorf("read as\n%s\nwas\n%s", got, text)
	}
	if r := Check(Derive(again), Options{}); len(r.Invalid) > 0 {
		t.Errorf("invalid: %v", r.Invalid)
	}
}

// What cannot be read is refused with its place.
func TestHistoryFileRefused(t *testing.T) {
	bits := fmt.Sprint(strconv.IntSize, " bits") // of an int, on the machine that reads
	text := file(t, aHistory())
	for _, c := range []struct{ old, new, want string }{
		{`"Version":2,"Engine"`, `"Version":9,"Colour":1,"Engine"`, "it is of version 9; this reads version 2"},
		{`"Version":2,`, ``, "it has no Version; this reads version 2"},
		{`"Version":2,`, `"Version":"1",`, "Version is text; want a whole number of " + bits},
		{`"Version":2,`, `"Version":null,`, `Version is null; want`},
		{`"Version":2,`, `"Version":2,"":7,`, `"" is not known`},
		{`"Version":2,`, `"Version":-1,`, `it is of version -1; this`},
		{`"Version":2,`, `"` + strings.Repeat("x", 50) + `":1,"Version":2,`, strings.Repeat("x", 40) + "... is not known"},
		{`"Version":2,`, `"Version":2,"Facts":` + strings.Repeat("[", 20000), "line 1, column 10021: it is nested deeper"},
		{text, `[]`, "it is a list; want an object"},
		{`"Engine":"e"`, `"Engine":"e","Colour":"red"`, "Colour is not known; want one of Version, Facts, Engine,"},
		{`"Engine":"e"`, `"Engine":"e","\u001bColour":"red"`, `"\\u001bColour" is not known`},
		{`"Engine":"e"`, `"engine":"e"`, "engine is not known; want Engine"},
		{`"Engine":"e"`, `"Engine":"e","Engine":"f"`, "Engine is there twice"},
		{`"Engine":"e"`, `"Engine":7`, "Engine is 7; want text"},
		{`"Engine":"e"`, `"Engine":null`, "Engine is null; want text"},
		{`"Engine":"e"`, `"Engine":"\ud83d"`, `Engine has \ud83d, which is half of a character`},
		{`"Engine":"e"`, `"Engine":"\ude00\ud83d"`, `Engine has \ude00, which is half`},
		{`"Engine":"e"`, "\n\"Engine\":\"\u00e9\xff\"", "line 2, column 12: the byte 0xff is not text; want UTF-8"},
		{`"Window":"w1"`, "\n\"Window\":\"\u00e9\"]", "line 2, column 13: invalid character ']'"},
		{text, "\ufeff" + text, "line 1, column 1: there is a byte order mark"},
		{`"Ran":{"Machine"`, `"Ran":{"Colour":1,"Machine"`, `fact 1: Ran.Colour is not known; want one of Machine, Did`},
		{`"Ran":{"Machine":"worker/1"`, `"Ran":{"Machine":7`, "fact 1: Ran.Machine is 7; want text"},
		{text[len(text)/2:], "", fmt.Sprintf("line 1, column %d: the history ends here, in the middle", len(text)/2+1)},
		{text, " \n", "line 1, column 1: there is nothing"},
		{text, text + "{}", "line 2, column 1: invalid character '{' after top-level value"},
		{`"Said":{"Version":1`, `"Said":{"Colour":1`, `fact 8: Sealed.Said.Colour is not known`},
		{`"Said":{"Version":1`, `"Said":{"Version":1,"Version":1`, `fact 8: Sealed.Said.Version is there twice`},
		{`"Keys":["k"]`, `"Keys":["k"` + strings.Repeat(`,"k"`, MostKeys) + `]`, "Keys has more than 1000, the most that are read: make several histories of them"},
		{`"Keys":["k"]`, `"Keys":["k",null]`, "Keys #2 is null; want text"},
		{`"Pool":"a"`, `"Pool":{}`, "Machines #1.Pool is an object; want text"},
		{text[strings.Index(text, `"Facts":`):], `"Facts":{}}`, "Facts is an object; want a list"},
		{text[strings.Index(text, `"Facts":`):], `"Facts":[null]}`, "fact 1 is null; want an object"},
		{text[strings.Index(text, `"Facts":`):], `"Facts":[7]}`, "fact 1 is 7; want an object"},
		{`"SealLease":`, `"SealLease":1.5,"OpenLease":`, "Policy.SealLease is 1.5; want a whole number of nanoseconds"},
		{`"Attempts":`, `"Attempts":9223372036854775808,"Callers":null,"PoolStamps":`, "Policy.Attempts is 9223372036854775808; want a whole number of " + bits},
		{`"Policy":{`, `"Policy":null,"Offers":{`, "Policy is null; want an object"},
		{`"Record":true`, `"Record":1e3`, "Offers.Record is 1e3; want true or false"},
		{`"Versions":[{"N":1`, `"Versions":[{"N":4294967296`, "fact 3: Wrote.Versions #1.N is 4294967296; want a whole number from 0 to 4294967295"},
		{`"Highest":1`, `"Highest":-1`, "fact 3: Wrote.Record.Highest is -1; want a whole number from 0"},
		{`"Value":"AQ=="`, `"Value":"A"`, "fact 3: Wrote.Value is other text; want bytes in base64"},
		{`"Between":null`, `"Between":[["a","b"],["a","b","c"]]`, "fact 15: Fault.Between #2 is a list of 3; want a list of 2"},
		{`"Between":null`, `"Between":[["a"]]`, "fact 15: Fault.Between #1 is a list of 1; want a list of 2"},
		{`"Ran":{"Machine"`, `"Denied":{},"Ran":{"Machine"`, "fact 1: it says 2 things"},
		{`"Denied":{"Client":"","Why":"w"}`, `"Denied":null`, "fact 9: it says 0 things"},
	} {
		bad := strings.Replace(text, c.old, c.new, 1)
		if bad == text {
			t.Fatalf("%s: not there", c.old)
		}
		if _, err := ReadHistory(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.100s: %v, want %q", c.new, err, c.want)
		}
	}
}

// Of too many facts none is kept.
func TestHistoryFileOfTooManyFacts(t *testing.T) {
	text := `{"Version":2,"Facts":[{}` + strings.Repeat(",{}", MostFacts) + "]}"
	if err := inForm([]byte(text)); err == nil || err.Error() != "Facts has more than 2000000, the most that are read" {
		t.Error(err)
	}
}

// Whatever stands for the same is read as the same.
func TestHistoryFileWrittenOtherwise(t *testing.T) {
	h := aHistory()
	text := file(t, h)
	for _, c := range []struct{ old, new string }{
		{`,"`, "\n\t, \""},
		{`":`, "\" : "},
		{`"Engine":"e"`, `"Engine":"\u0065"`},
		{`"Value":"Aw=="`, `"Value":"A\u0077=="`},
		{`"Client":"",`, ``},
	} {
		other := strings.ReplaceAll(text, c.old, c.new)
		again, err := ReadHistory(strings.NewReader(other))
		if err != nil || other == text {
			t.Errorf("%s for %s: %v", c.new, c.old, err)
		} else if !reflect.DeepEqual(again, h) {
			t.Errorf("%s for %s: read as another", c.new, c.old)
		}
	}
}

// What contradicts itself is invalid, with the fact.
func TestFactsThatAreWrong(t *testing.T) {
	for _, c := range []struct {
		want string
		do   func(h *History)
	}{
		{"fact 2: ID is 9; want 2", func(h *History) { h.Facts[1].ID = 9 }},
		{"fact 2: Cause is 2; want an earlier fact", func(h *History) { h.Facts[1].Cause = 2 }},
		{"fact 2: Key is \"q\", which is none of Keys", func(h *History) { h.Facts[1].Key = "q" }},
		{"fact 2: Revision is -1; want 0 or more", func(h *History) { h.Facts[1].Revision = -1 }},
		{"fact 2: one of its times", func(h *History) { h.Facts[1].Received = -1 }},
		{"fact 2: it took effect no earlier", func(h *History) { h.Facts[1].Early = sec }},
		{"fact 2: sent", func(h *History) { h.Facts[1].Sent = sec }},
		{"fact 2: says nothing", nil},
		{"fact 4: revision 1", func(h *History) { h.Facts[3].Revision = 1 }},
		{"fact 3: a value that means several", func(h *History) { h.Facts[2].What.(*Wrote).Stamp = &Stamp{} }},
		{"fact 6: a stamp that opens", func(h *History) { h.Facts[5].What.(*Wrote).Stamp.Prints = []string{"a", "b"} }},
		{`fact 5: Leased.Did is "sold"; want one of "granted", "extended"`, func(h *History) { h.Facts[4].What.(*Leased).Did = "sold" }},
		{`fact 2: Asked.Reply is "perhaps"; want one of "", "done"`, func(h *History) { h.Facts[1].What.(*Asked).Reply = "perhaps" }},
		{"fact 7: it was refused", func(h *History) { h.Facts[6].What.(*Outside).Accepted = false }},
		{"fact 15: a fault that bit", func(h *History) { h.Facts[14].What.(*Fault).Injected = false }},
		{`fact 1: Ran.Did is "sings"`, func(h *History) { h.Facts[0].What.(*Ran).Did = "sings" }},
		{`fact 14: OnDisk.Did is "sings"`, func(h *History) { h.Facts[13].What.(*OnDisk).Did = "sings" }},
		{"Policy.SealLease is -1ns; want 0 to", func(h *History) { h.Policy.SealLease = -1 }},
		{`Machines #1.Duty is "cook"; want one of "node"`, func(h *History) { h.Machines[0].Duty = "cook" }},
	} {
		h := aHistory()
		if c.do == nil {
			h.Facts[1].What, c.want = nil, "fact 2: it says nothing"
		} else {
			c.do(h)
		}
		r := Check(Derive(h), Options{})
		if len(r.Invalid) == 0 || !strings.Contains(strings.Join(r.Invalid, "\n"), c.want) || len(r.Verdicts) > 0 {
			t.Errorf("want %q: invalid %v, %d verdicts", c.want, r.Invalid, len(r.Verdicts))
		}
	}
}

// A gap in what was observed makes all of it inconclusive, and nothing violated.
func TestMissed(t *testing.T) {
	h := goodRun(2, 3)
	h.Views[3].Active = 9
	if r := Check(h, Options{}); !r.Violated() {
		t.Fatal("nothing is wrong with it")
	}
	h.Missed = []string{"the watch was broken for 2s"}
	if r := Check(h, Options{}); r.Violated() || !r.Inconclusive() {
		t.Errorf("violated %v, inconclusive %v", r.Violated(), r.Inconclusive())
	}
}

// Whatever is handed in is read or refused, judged or found invalid, and never a crash.
func FuzzReadHistory(f *testing.F) {
	f.Add([]byte(file(f, aHistory())))
	f.Add([]byte(`{"Version":2,"Keys":["k"],"Facts":[]}`))
	f.Add([]byte(`{"Version":2,"Keys":["k","k"],"Facts":[{"ID":1,"Opened":{}}]}`))
	for _, odd := range []string{
		``, `{}`, `[]`, `null`, `{"Version":1}`, `{"Version":2,"version":1}`, `{"Version":2,"Version":1}`, `{"Version":2,"Policy":null}`,
		`{"Version":2,"Engine":"\ud83d\ude00\ud83d"}`, "{\"Version\":1,\"Engine\":\"\xff\"}", ` { "Version" : 1 , "Keys" : [ ] } `,
		`{"Version":2,"Facts":[{"ID":1,"Wrote":{"Value":"AQ\u003d="}}]}`, `{"Version":2,"Facts":[{"ID":-1e9,"Fault":{"Between":[["a"]]}}]}`,
		`{"Version":2,"Machines":[{"Name":"a#1"},{"Name":"a#1"}],"Facts":[{"ID":1,"OnDisk":{"Did":"write"}},{"ID":2,"Cause":1,"Ran":{}}]}`,
		`{"Version":2,"\"":1}`, `{"Version":2,"` + strings.Repeat("x", 100) + `":1}`,
	} {
		f.Add([]byte(odd))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := ReadHistory(bytes.NewReader(data))
		if err != nil {
			return
		}
		h.Unfit(nil)
		Check(Derive(h), Options{Porcupine: 10 * ms, Steps: 1000})
	})
}
