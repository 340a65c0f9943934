package reference

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"pawl/engine"
)

func fullRecord() Record {
	return Record{
		Rev: 9, Target: 8, SealFloor: 7, Floor: 6, Phase: Halted, From: Published,
		Rotation: "worker/1#1/5", Window: "w2", Attempt: 2, MintOp: "mint/k/3", Cause: "trigger:t1",
		Owner: "worker/1#1", Fence: 4, Active: 2, Next: 3, Highest: 3,
		Since: time.Second, Proved: 2 * time.Second, Undrains: 1, Reached: []string{"a", "b"},
		Spare: 3, SpareRev: 5, SpareProved: 3 * time.Second,
		Halt: engine.Halt{Reason: "r", Class: engine.Recoverable, Playbook: "p", Owner: "o", Escalation: "e", DecryptionValid: true},
		Versions: []Version{{N: 1, State: Destroyed, Print: "aa", Since: time.Minute, Op: "mint/k/1"},
			{N: 2, State: Active, Print: "bb", Op: "mint/k/2"}, {N: 3, Op: "mint/k/3"}},
		Generation: 2, Op: "worker/1#1/9", AuditSeq: 12, AuditHead: Digest{1, 2, 3},
	}
}

// endingRecord is one of which some versions end.
func endingRecord() Record {
	r := fullRecord()
	r.Versions[1].End, r.Versions[2].End, r.Versions[2].Under, r.Generation = time.Hour, 2*time.Hour, 3, 0
	return r
}

// promisingRecord is one that keeps what was promised.
func promisingRecord() Record {
	r := endingRecord()
	r.Versions[1].Pledge = Pledge{Life: time.Minute}
	r.Versions[2].Pledge = Pledge{Life: 2 * time.Minute, Lead: time.Second}
	return r
}

// TestEndsSurvive: a record has another form only where it has to, so that an earlier release
// reads all others.
func TestEndsSurvive(t *testing.T) {
	plain, ending, promising := fullRecord(), endingRecord(), promisingRecord()
	plain.Reached, plain.Spare, plain.SpareRev, plain.SpareProved, plain.Generation = nil, 0, 0, 0, 0
	for form, want := range map[byte]Record{recordFormat: plain, moreFormat: ending, laterFormat: promising} {
		stored := want.encode()
		got, err := decodeRecord(stored)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v\n got %+v\nwant %+v", err, got, want)
		}
		if stored[0] != form {
			t.Errorf("the form is %d; want %d for\n%+v", stored[0], form, want)
		}
	}
}

// TestRecordSurvives: a field that the codec forgets comes back as zero.
func TestRecordSurvives(t *testing.T) {
	want := fullRecord()
	v := reflect.ValueOf(want)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("the test's record has no %s: the codec could forget it unseen", v.Type().Field(i).Name)
		}
	}
	got, err := decodeRecord(want.encode())
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n got %+v\nwant %+v", err, got, want)
	}
}

// TestCutShort: no beginning of a stored value passes for a whole one, and nothing that goes
// on for longer, the end being a list of nothing included.
func TestCutShort(t *testing.T) {
	rec, ending, promising := fullRecord(), endingRecord(), promisingRecord()
	seal := Stamp{Node: "node/a1", Incarnation: "1", Rev: 3, Seal: 2}
	open := Stamp{Node: "node/a1", Incarnation: "1", Rev: 3, Opens: []uint32{1}, Prints: []string{"a"}}
	node := presence{Boot: "1", Pool: "a"}
	for _, c := range []struct {
		name   string
		stored []byte
		read   func([]byte) error
	}{
		{"a record", rec.encode(), func(b []byte) error { _, err := decodeRecord(b); return err }},
		{"a record with promises", promising.encode(), func(b []byte) error { _, err := decodeRecord(b); return err }},
		{"a record with ends", ending.encode(), func(b []byte) error { _, err := decodeRecord(b); return err }},
		{"a stamp to seal", seal.encode(), func(b []byte) error { _, err := decodeStamp(b); return err }},
		{"a stamp to open", open.encode(), func(b []byte) error { _, err := decodeStamp(b); return err }},
		{"a node's entry", node.encode(), func(b []byte) error { _, err := decodePresence(b); return err }},
	} {
		for n := 1; n < len(c.stored); n++ {
			if err := c.read(c.stored[:n]); !isUnreadable(err) {
				t.Fatalf("%s: the first %d of %d bytes pass: %v", c.name, n, len(c.stored), err)
			}
		}
		if err := c.read(append(c.stored, 0)); !isUnreadable(err) {
			t.Errorf("%s: a byte too many passes: %v", c.name, err)
		}
	}
}

func FuzzStored(f *testing.F) {
	rec := fullRecord()
	f.Add(rec.encode())
	promising := promisingRecord()
	f.Add(promising.encode())
	stamp := Stamp{Node: "node/a1", Incarnation: "1", Rev: 3, Seal: 2, Opens: []uint32{1, 2}, Prints: []string{"a", "b"}}
	f.Add(stamp.encode())
	e := Entry{Transition: "COMMITTED", Owner: "w", Op: "o", Cause: "trigger:t", Fence: 3, Active: 2}
	f.Add(e.chain(&rec))
	entry := windowEntry{Rotation: "r", Attempt: 1, Aborted: true}
	f.Add(entry.encode())
	r := refusals{}
	r.add("cron", "t1", "busy")
	f.Add(r.encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		if rec, err := decodeRecord(b); err == nil && len(b) > 0 {
			again, err := decodeRecord(rec.encode())
			if err != nil || !reflect.DeepEqual(again, rec) {
				t.Errorf("record: %v, %+v, then %+v", err, rec, again)
			}
		}
		if s, err := decodeStamp(b); err == nil {
			if again, err := decodeStamp(s.encode()); err != nil || !reflect.DeepEqual(again, s) {
				t.Errorf("stamp: %v, %+v, then %+v", err, s, again)
			}
			if rev, err := stampRev(b); err != nil || rev != s.Rev {
				t.Errorf("stamp's rev read alone: %d, %v; whole: %d", rev, err, s.Rev)
			}
		}
		if e, _, _, body, err := decodeEntry(b); err == nil && len(body) == 0 {
			t.Errorf("entry without a body: %+v", e)
		}
		if w, err := decodeWindow(b); err == nil {
			if again, err := decodeWindow(w.encode()); err != nil || again != w {
				t.Errorf("window: %v, %+v, then %+v", err, w, again)
			}
		}
		if p, err := decodePresence(b); err == nil {
			if again, err := decodePresence(p.encode()); err != nil || !reflect.DeepEqual(again, p) {
				t.Errorf("presence: %v, %+v, then %+v", err, p, again)
			}
		}
		if r, err := decodeRefusals(b); err == nil && len(b) > 0 {
			if again, err := decodeRefusals(r.encode()); err != nil || !bytes.Equal(again.encode(), r.encode()) {
				t.Errorf("refusals: %v", err)
			}
		}
		for _, key := range []string{"k/record", "k/audit/1", "k/stamp/seal/n@1", "k/stamp/open/n@1", "k/owner", "k/window/w", "k", ""} {
			Describe(engine.KV{Key: key, Value: b, Mod: 1})
		}
	})
}
