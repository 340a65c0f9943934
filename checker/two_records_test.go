package checker

import (
	"strings"
	"testing"
)

// TestTwoRecords: a history whose record stands at two places at once is not judged, and says
// where; one that is moved from one place to another in one revision is.
func TestTwoRecords(t *testing.T) {
	write := func(object string, revision int64, phase Phase) Fact {
		return Fact{Key: "k", Actor: "worker/1#1", Revision: revision, What: &Wrote{Object: object, Says: Says{Record: &Record{Phase: phase}}}}
	}
	gone := func(object string, revision int64) Fact {
		return Fact{Key: "k", Actor: "worker/1#1", Revision: revision, What: &Wrote{Object: object, Deleted: true}}
	}
	judged := func(facts ...Fact) string {
		h := &History{Keys: []string{"k"}, Offers: Offers{Record: true}, Machines: []Machine{{Name: "worker/1", Duty: WorkerDuty}}, Facts: facts}
		for i := range h.Facts {
			h.Facts[i].ID = i + 1
		}
		return strings.Join(validate(Derive(h)), "; ")
	}
	for want, facts := range map[string][]Fact{
		`from revision 2 on the record of k stands twice, at "j/1" and at "j/2"`: {write("j/1", 1, Idle), write("j/2", 2, Intent), gone("j/1", 3)},
		"": {write("j/1", 1, Idle), write("j/2", 2, Intent), gone("j/1", 2), write("j/2", 3, Staged)},
	} {
		if got := judged(facts...); !strings.HasPrefix(got, want) || (want == "") != (got == "") {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
