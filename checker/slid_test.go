package checker

// A time in a history is moved, to the nanosecond at which something else is said of it:
// so each comparison of times is seen at its edge.

import (
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
)

// broken are the clauses that a report has as broken, or as close to it, and whatever makes
// the history invalid.
func broken(r Report) string {
	var all []string
	if len(r.Invalid) > 0 {
		all = append(all, "invalid")
	}
	for i := range r.Verdicts {
		for _, c := range r.Verdicts[i].Clauses {
			if c.Broken+c.Close > 0 {
				all = append(all, fmt.Sprintf("%s %s %d/%d", r.Verdicts[i].Invariant, c.Clause, c.Broken, c.Close))
			}
		}
	}
	for _, l := range r.Linear {
		if l.Result != Linearizable {
			all = append(all, string(l.Object)+" "+string(l.Result))
		}
	}
	return strings.Join(all, ", ")
}

// slide moves one time from where it is to another, and finds where what is said flips. Of
// several such moments it finds one.
func slide(v reflect.Value, to time.Duration, judge func() string) (flip time.Duration, before, after string) {
	was := time.Duration(v.Int())
	defer v.SetInt(int64(was))
	at := func(d time.Duration) string { v.SetInt(int64(d)); return judge() }
	near, far := was, to
	before, after = at(near), at(far)
	if before == after {
		return was, before, after
	}
	for far-near > 1 || near-far > 1 {
		mid := near + (far-near)/2
		if s := at(mid); s == before {
			near = mid
		} else {
			far, after = mid, s
		}
	}
	return far, before, after
}

// slides moves times of each kind both ways: as far as the history is not invalid, and as
// far as the same is said.
func slides(h *Past, most int, which func(kind string) bool, judge func() string) (lines []string) {
	kinds := map[string][]leaf{}
	var names []string
	for _, l := range leaves("", "", reflect.ValueOf(h)) {
		if _, is := l.time(); !is {
			continue
		}
		k := l.kind
		if !which(k) {
			continue
		}
		if kinds[k] == nil {
			names = append(names, k)
		}
		kinds[k] = append(kinds[k], l)
	}
	slices.Sort(names)
	valid := func() string {
		if len(validate(h)) > 0 {
			return "invalid"
		}
		return ""
	}
	for _, name := range names {
		all := kinds[name]
		for i := range min(most, len(all)) {
			l := &all[(2*i+1)*len(all)/(2*min(most, len(all)))]
			for _, to := range [...]time.Duration{0, 2 * h.End} {
				edge, _, out := slide(l.value, to, valid)
				switch {
				case out == "":
					edge = to
				case to == 0:
					lines = append(lines, fmt.Sprintf("%s is invalid at %d", l.path, edge))
					edge++
				default:
					lines = append(lines, fmt.Sprintf("%s is invalid at %d", l.path, edge))
					edge--
				}
				if flip, _, after := slide(l.value, edge, judge); flip != time.Duration(l.value.Int()) {
					lines = append(lines, fmt.Sprintf("%s is %d; from %d on: %s", l.path, l.value.Int(), flip, after))
				}
			}
		}
	}
	return lines
}

func TestSlid(t *testing.T) {
	for _, x := range []struct {
		name    string
		history *Past
		most    int
	}{{"slid", exact(goodRun(1, 1)), 2}, {"slid-eventful", eventful(), 3}} {
		lines := slides(x.history, x.most, anything, func() string { return broken(Check(x.history, Options{})) })
		golden(t, x.name+".txt", strings.Join(lines, "\n")+"\n")
	}
}

func anything(string) bool { return true }

// few are the times that tables are about.
func few(kind string) bool {
	name, _, _ := strings.Cut(kind, ".")
	return slices.Contains([]string{"Policy", "CallTimeout", "End", "Faults", "Stands", "Starts", "Pages", "Acts", "Denials", "Triggers"}, name)
}

// Bounds and times of the histories of two tables are moved, and held to the invariant that
// each is about.
func TestSlidTables(t *testing.T) {
	for _, x := range tables {
		if x.name != "allowed" && x.name != "live" {
			continue
		}
		text := ""
		for _, c := range x.all() {
			id, _, _ := strings.Cut(c.name, " ")
			k := slices.IndexFunc(All, func(i Invariant) bool { return i.ID == id })
			if k < 0 {
				continue
			}
			judge := func() string { return broken(Report{Verdicts: []Verdict{All[k].over([]*Past{c.history})}}) }
			text += "== " + c.name + "\n"
			for _, line := range slides(c.history, 1, few, judge) {
				if !strings.Contains(line, "invalid") { // [TestSlid] has those
					text += line + "\n"
				}
			}
		}
		golden(t, "slid-"+x.name+".txt", text)
	}
}

// allCounts are the clauses of a report with how often each was judged, broken and close.
func allCounts(r Report) string {
	if len(r.Invalid) > 0 {
		return "invalid"
	}
	var all []string
	for i := range r.Verdicts {
		for _, c := range r.Verdicts[i].Clauses {
			if c.Judged+c.Broken+c.Close > 0 {
				all = append(all, fmt.Sprintf("%s %s %d/%d/%d", r.Verdicts[i].Invariant, c.Clause, c.Judged, c.Broken, c.Close))
			}
		}
	}
	for _, l := range r.Linear {
		all = append(all, string(l.Object)+" "+string(l.Result))
	}
	return strings.Join(append(all, r.Goals...), ", ")
}

// edges sets times to others of the same history, and a moment before and after them: it
// makes a line of each at which that makes a difference.
func edges(h *Past, most, tries int) (lines []string) {
	kinds := map[string][]leaf{}
	var names []string
	of := scaleOf(leaves("", "", reflect.ValueOf(h)))
	for _, l := range leaves("", "", reflect.ValueOf(h)) {
		if _, is := l.time(); !is || strings.HasPrefix(l.kind, "Policy") {
			continue
		}
		if kinds[l.kind] == nil {
			names = append(names, l.kind)
		}
		kinds[l.kind] = append(kinds[l.kind], l)
	}
	slices.Sort(names)
	r := rand.New(rand.NewSource(1))
	for _, name := range names {
		all := kinds[name]
		for range min(most, len(all)) {
			l := &all[r.Intn(len(all))]
			was := l.value.Int()
			at := func(d time.Duration) string {
				l.value.SetInt(int64(d))
				if len(validate(h)) > 0 {
					return "invalid"
				}
				return allCounts(Check(h, Options{}))
			}
			k, _ := slices.BinarySearch(of.times, time.Duration(was))
			for range tries {
				i := min(max(k+r.Intn(41)-20, 0), len(of.times)-1)
				t := of.times[i]
				now := at(t)
				if now == "invalid" {
					continue
				}
				before, after := at(t-1), at(t+1)
				if before != now && before != "invalid" {
					lines = append(lines, fmt.Sprintf("%s, which is %d, at %d and a moment before: %s", l.path, was, t, apart(before, now)))
				}
				if after != now && after != "invalid" {
					lines = append(lines, fmt.Sprintf("%s, which is %d, at %d and a moment after: %s", l.path, was, t, apart(now, after)))
				}
			}
			l.value.SetInt(was)
		}
	}
	return slices.Compact(lines)
}

// apart is what two lists do not share.
func apart(a, b string) string {
	x, y := strings.Split(a, ", "), strings.Split(b, ", ")
	return strings.Join(beyond(x, y), ", ") + " | " + strings.Join(beyond(y, x), ", ")
}

func TestEdges(t *testing.T) {
	lengthy.Only(t, "some thousand histories")
	var lines []string
	for _, h := range []*Past{exact(goodRun(1, 1)), exact(goodRun(2, 2)), eventful()} {
		lines = append(lines, edges(h, 6, 8)...)
	}
	golden(t, "edges.txt", strings.Join(lines, "\n")+"\n")
}
