package checker

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// A log is of facts; each is a moment after the one before, and a revision on if it is of the
// store.
type log struct {
	h   *History
	now time.Duration
	rev int64
}

func (l *log) note(key, actor string, w What) *Fact {
	l.now += 10
	switch w.(type) {
	case *Wrote, *Leased:
		l.rev++
	}
	f := Fact{ID: len(l.h.Facts) + 1, Key: key, Actor: actor, Times: Times{Sent: l.now - 4, Arrived: l.now - 3, Early: l.now - 2, At: l.now, Received: l.now + 1}, Revision: l.rev, What: w}
	l.h.Facts = append(l.h.Facts, f)
	return &l.h.Facts[len(l.h.Facts)-1]
}

// alongside makes the last fact one of the revision before.
func (l *log) alongside() {
	f := &l.h.Facts[len(l.h.Facts)-1]
	l.rev--
	l.now -= 10
	f.Revision, f.Times = l.rev, l.h.Facts[len(l.h.Facts)-2].Times
}

func aLog() *History {
	l := &log{h: &History{Engine: "e", Keys: []string{"k", "q"}, Offers: everything, Policy: testPolicy}}
	h := l.h
	record := func(key, actor, owner string, fence uint64) {
		l.note(key, actor, &Wrote{Object: key + "/record", Value: []byte(owner), Says: Says{Record: &Record{Phase: Intent, Owner: owner, Fence: fence, Active: 1}, Versions: []Version{{N: 1, State: Active}}, Halt: Halt{Reason: "r"}}})
	}
	entry := func(key, object string) {
		l.note(key, "w1#1", &Wrote{Object: object, Value: []byte(object), Says: Says{Entry: &Entry{Seq: 1, Cause: "c"}}})
	}
	stamp := func(object string, lease int64) {
		l.note("k", "n1#1", &Wrote{Object: object, Lease: lease, Says: Says{Stamp: &Stamp{Node: "n1", Incarnation: "n1#1", Rev: 1, Opens: []uint32{1}}}})
	}
	gone := func(object string) { l.note("k", "w1#1", &Wrote{Object: object, Deleted: true}) }
	nothing := func(object string) { l.note("k", "w1#1", &Wrote{Object: object, Value: []byte("junk")}) }
	runs := func(machine, incarnation string, did MachineEvent) {
		l.note("", incarnation, &Ran{Machine: machine, Did: did})
	}

	runs("n1", "n1#1", Starts)
	runs("w1", "w1#1", Starts)
	runs("n1", "n1#1", Pauses)
	runs("n1", "n1#1", Resumes)
	runs("n1", "n1#1", Resumes)
	runs("n1", "n1#1", Pauses)
	runs("n1", "n1#1", Crashes)
	runs("n9", "n9#1", Crashes)
	runs("n1", "n1#2", Starts)
	runs("w1", "w1#1", Pauses)

	l.note("k", "n1#1", &Leased{Lease: 7, Did: LeaseGranted, TTL: sec})
	l.note("k", "n1#1", &Leased{Lease: 8, Did: LeaseGranted, TTL: 2 * sec})
	l.note("k", "n1#1", &Leased{Lease: 9, Did: LeaseGranted, TTL: 3 * sec})
	l.note("k", "x", &Leased{Lease: 99, Did: LeaseExtended, TTL: sec})
	record("k", "setup", "", 0)
	entry("k", "k/audit/1")
	l.alongside()
	record("q", "setup", "", 0)
	l.alongside()
	entry("q", "q/audit/1")
	entry("k", "k/audit/2")
	entry("k", "k/audit/3")
	l.alongside()
	stamp("k/s1", 7)
	stamp("k/s2", 8)
	stamp("k/s3", 7)
	stamp("k/s4", 77)
	l.note("k", "n1#1", &Leased{Lease: 7, Did: LeaseExtended, TTL: sec})
	stamp("k/s1", 7)
	gone("k/s3")
	l.note("k", "store", &Leased{Lease: 7, Did: LeaseExtended, TTL: sec})
	nothing("k/s1")
	nothing("k/none")
	gone("k/none")
	l.note("k", "store", &Leased{Lease: 8, Did: LeaseExpired})
	gone("k/s2")
	l.note("k", "store", &Leased{Lease: 7, Did: LeaseRevoked})
	record("k", "w1#1", "w1#1", 1)
	record("k", "w1#1", "w1#1", 1)
	record("k", "w2#1", "w2#1", 2)
	record("k", "w1#1", "w1#1", 1)
	would := func(actor string, r *Record) {
		l.note("k", actor, &Asked{Verb: "txn", To: "store", Reply: NotHeld, Would: r})
	}
	would("w1#1", nil)
	would("w1#1", &Record{Owner: "w1#1"})
	would("w1#1", &Record{Owner: "w2#1"})
	would("w2#1", &Record{Owner: "w2#1"})
	would("w3#1", &Record{Owner: "w3#1"})
	record("k", "w1#1", "w1#1", 3)
	would("w1#1", &Record{Owner: "w1#1"})
	would("w2#1", &Record{Owner: "w2#1"})
	gone("k/audit/1")
	gone("k/audit/1")
	nothing("k/audit/2")
	gone("k/audit/3")
	nothing("k/record")
	gone("k/record")
	gone("q/audit/1")

	text := func(object string) {
		l.note("k", "n1#1", &Wrote{Object: object, Says: Says{Kept: &Kept{Name: object, Version: 1}}})
	}
	text("k/t1")
	nothing("k/t1")
	nothing("k/t1") // it was none already
	text("k/t1")
	nothing("k/t1")
	gone("k/t1")
	gone("k/t1")
	nothing("k/t1")

	for _, o := range []Outside{{Kind: Mint, Version: 2, Accepted: true, Made: true}, {Kind: Mint, Version: 2}, {Kind: Destroy, Version: 2}, {Kind: Install, Node: "n1", Accepted: true}} {
		l.note("k", "w1#1", &o)
	}
	l.note("k", "n1#1", &Emitted{Seal: 1, Client: "c", Said: Sealing{1, "p", "n"}, Used: Sealing{2, "q", "m"}, Rev: 3})
	l.note("k", "n1#1", &Emitted{Seal: 2, Client: "c", Said: Sealing{1, "p", "n"}, Used: Sealing{1, "p", "n"}, Rev: 3}).Received = 0
	l.note("k", "n1#1", &Denied{Client: "c", Why: "w"})
	l.note("k", "n1#1", &Opened{Seal: 1, Node: "n1", Client: "c", Version: 2, Answer: Right, Rev: 3})
	l.note("k", "scheduler", &Requested{ID: "t", Window: "w", Attempt: 1, Outcome: Refused, Why: "busy"})
	l.note("k", "operator", &Acted{ID: "a", Verb: "halt", Outcome: Admitted, Versions: []uint32{1}, Of: "b"})
	l.note("k", "w1#1", &Paged{Halt: Halt{Reason: "r"}, Notice: true})
	l.note("", "", &Fault{Kind: "crash", Injected: true, From: 5, To: 60})
	l.note("", "", &Fault{Kind: "crash", Injected: true, From: 5, To: 50})
	l.note("", "", &Fault{Kind: "crash", From: 5, To: 90})
	l.note("k", "n1#1", &OnDisk{Did: DiskSync})
	h.End = l.now + 100
	return h
}

// What a history comes to, part by part.
func TestDerived(t *testing.T) {
	p := reflect.ValueOf(*Derive(aLog()))
	var lines []string
	for i := range p.NumField() {
		f := p.Type().Field(i)
		if !f.IsExported() || f.Anonymous {
			continue
		}
		if f.Type.Kind() != reflect.Slice {
			lines = append(lines, fmt.Sprintf("%s: %v", f.Name, p.Field(i)))
			continue
		}
		for k := range p.Field(i).Len() {
			x := p.Field(i).Index(k)
			text := fmt.Sprintf("%s: %+v", f.Name, x)
			if a, is := x.Interface().(Ask); is { // no pointers
				text = fmt.Sprintf("%s: %+v %+v", f.Name, struct {
					ID       int
					Key, By  string
					Times    Times
					Revision int64
				}{a.ID, a.Key, a.By, a.Times, a.Revision}, a.Would)
			}
			lines = append(lines, text)
		}
	}
	lines = append(lines, said(Check(Derive(aLog()), Options{}))...)
	golden(t, "derived.txt", strings.Join(lines, "\n")+"\n")
}
