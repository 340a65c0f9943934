package checker

// A history of which one field is changed, and what is then said otherwise: each field has
// somebody who looks at it, and up to the nanosecond where it is a time. The answers are in
// testdata/said, a line for each change.

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A leaf is one value in a history that can be set.
type leaf struct {
	path  string // with places, as "Views[3].Floor"
	kind  string // without
	at    int    // a place in value, which is a list: what is there is the leaf; -1: all of value is
	value reflect.Value
}

// leaves lists what can be changed below a value.
func leaves(path, kind string, v reflect.Value) (all []leaf) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		switch {
		case v.IsNil():
			return nil
		case v.Kind() == reflect.Interface: // what a fact says: its kind is told apart
			name := v.Elem().Type().Elem().Name()
			path, kind = strings.TrimSuffix(path, "What")+name, strings.TrimSuffix(kind, "What")+name
		}
		return leaves(path, kind, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			switch f := v.Type().Field(i); {
			case f.Anonymous:
				all = append(all, leaves(path, kind, v.Field(i))...)
			case f.IsExported():
				all = append(all, leaves(strings.TrimPrefix(path+"."+f.Name, "."), strings.TrimPrefix(kind+"."+f.Name, "."), v.Field(i))...)
			}
		}
		return all
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return []leaf{{path, kind, -1, v}}
		}
		for i := range v.Len() {
			one := path + "[" + strconv.Itoa(i) + "]"
			all = append(all, leaves(one, kind, v.Index(i))...)
			if v.Kind() == reflect.Slice {
				all = append(all, leaf{one, kind + "[]", i, v})
			}
		}
		return all
	}
	return []leaf{{path, kind, -1, v}}
}

var ofTime = reflect.TypeFor[time.Duration]()

// time is the time that a leaf is, if it is one.
func (l *leaf) time() (time.Duration, bool) {
	if l.at >= 0 || l.value.Type() != ofTime {
		return 0, false
	}
	return time.Duration(l.value.Int()), true
}

// revision is the revision that a leaf is, if it is one.
func (l *leaf) revision() (int64, bool) {
	if l.at >= 0 || l.value.Kind() != reflect.Int64 || l.value.Type() == ofTime {
		return 0, false
	}
	return l.value.Int(), true
}

// A change is one way to set a leaf to something else; it is undone by setting it back.
type change struct {
	name string
	to   reflect.Value
}

// A scale is all times, and all revisions, that there are in a history, in their order.
type scale struct {
	times     []time.Duration
	revisions []int64
}

func scaleOf(all []leaf) (s scale) {
	for i := range all {
		if d, is := all[i].time(); is {
			s.times = append(s.times, d)
		} else if n, is := all[i].revision(); is {
			s.revisions = append(s.revisions, n)
		}
	}
	slices.Sort(s.times)
	slices.Sort(s.revisions)
	s.times, s.revisions = slices.Compact(s.times), slices.Compact(s.revisions)
	return s
}

// changes are the ways in which a leaf is set. others are values that leaves of the same
// kind have.
func (l *leaf) changes(others []reflect.Value, of scale) (all []change) {
	v := l.value
	add := func(name string, to any) {
		x := reflect.ValueOf(to).Convert(v.Type())
		if !reflect.DeepEqual(x.Interface(), v.Interface()) && !slices.ContainsFunc(all, func(c change) bool { return reflect.DeepEqual(c.to.Interface(), x.Interface()) }) {
			all = append(all, change{name, x})
		}
	}
	switch d := v.Interface().(type) {
	case time.Duration:
		k, _ := slices.BinarySearch(of.times, d)
		add("a moment later", d+1)
		add("a moment earlier", d-1)
		if k+1 < len(of.times) {
			add("as late as what comes next", of.times[k+1])
			add("just after what comes next", of.times[k+1]+1)
		}
		if k > 0 {
			add("as early as what came before", of.times[k-1])
			add("just before what came before", of.times[k-1]-1)
		}
		add("nothing", time.Duration(0))
		return all
	}
	switch v.Kind() {
	case reflect.Bool:
		add("otherwise", !v.Bool())
	case reflect.Int, reflect.Int64:
		add("one more", v.Int()+1)
		add("one less", v.Int()-1)
		add("nothing", 0)
		if n, is := l.revision(); is {
			k, _ := slices.BinarySearch(of.revisions, n)
			if k+1 < len(of.revisions) {
				add("as what comes next", of.revisions[k+1])
			}
			if k > 0 {
				add("as what came before", of.revisions[k-1])
			}
		}
	case reflect.Uint32, reflect.Uint64:
		add("one more", v.Uint()+1)
		if v.Uint() > 0 {
			add("one less", v.Uint()-1)
		}
		add("nothing", 0)
	case reflect.String:
		add("something else", v.String()+"x")
		add("nothing", "")
		for _, o := range others {
			add("as "+o.String(), o.String())
		}
	case reflect.Slice:
		if b, is := v.Interface().([]byte); is {
			add("longer", append(slices.Clone(b), 1))
			add("nothing", []byte(nil))
		}
	}
	return all
}

// listChanges are the ways in which a list is changed at a place.
func (l *leaf) listChanges() (all []change) {
	v, at := l.value, l.at
	clone := func(n int) reflect.Value { return reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, n), v) }
	without := reflect.AppendSlice(clone(v.Len()).Slice(0, at), v.Slice(at+1, v.Len()))
	twice := reflect.AppendSlice(reflect.Append(clone(v.Len()+1).Slice(0, at+1), v.Index(at)), v.Slice(at+1, v.Len()))
	all = append(all, change{"left out", without}, change{"twice", twice})
	if at+1 < v.Len() {
		swapped := clone(v.Len())
		swapped.Index(at).Set(v.Index(at + 1))
		swapped.Index(at + 1).Set(v.Index(at))
		all = append(all, change{"after the next one", swapped})
	}
	return all
}

// disturb, as all that changes histories, does so in place, and histories of tests share
// lists: such tests do not run side by side.
//
// It changes one thing after another in a history, at some places of each kind, and
// gives a line for each that tells what is then said otherwise.
func disturb(root reflect.Value, most int, judge func() []string) (lines []string) {
	known := judge()
	kinds := map[string][]leaf{}
	var names []string
	of := scaleOf(leaves("", "", root))
	for _, l := range leaves("", "", root) {
		k := l.kind
		if kinds[k] == nil {
			names = append(names, k)
		}
		kinds[k] = append(kinds[k], l)
	}
	for _, name := range names {
		all := kinds[name]
		for i := range min(most, len(all)) {
			k := i * len(all) / min(most, len(all))
			if i > 0 && i == most-1 {
				k = len(all) - 1
			}
			l := &all[k]
			var some []change
			if l.at >= 0 {
				some = l.listChanges()
			} else {
				var others []reflect.Value
				for _, d := range [...]int{1, len(all) / 3, len(all) / 2} {
					others = append(others, all[(k+d)%len(all)].value)
				}
				some = l.changes(others, of)
			}
			for _, c := range some {
				was := reflect.New(l.value.Type()).Elem()
				was.Set(l.value)
				l.value.Set(c.to)
				lines = append(lines, fmt.Sprintf("%s %s: %s", l.path, c.name, strings.Join(inShort(known, judge()), "; ")))
				l.value.Set(was)
			}
		}
	}
	return lines
}

var detail = regexp.MustCompile(`^(\S+ \S+) broken \S+ (-?\d+): .*?; (\[.*\])$`)

// inShort are the lines that two reports do not share, without the words of violations:
// tables have those.
func inShort(known, now []string) (lines []string) {
	for _, line := range beyond(now, known) {
		if m := detail.FindStringSubmatch(line); m != nil {
			line = m[1] + " at " + m[2] + " " + m[3]
		}
		lines = append(lines, line)
	}
	for _, line := range beyond(known, now) {
		name, _, _ := strings.Cut(line, " judged")
		if strings.HasPrefix(line, "goals") || strings.HasPrefix(line, "counts") || slices.ContainsFunc(lines, func(s string) bool { return strings.HasPrefix(s, name) }) {
			continue
		}
		if strings.HasPrefix(lines0(lines), "invalid") {
			continue
		}
		lines = append(lines, "no longer "+name)
	}
	return lines
}

func lines0(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[0]
}

func TestDisturbed(t *testing.T) {
	for _, x := range []struct {
		name    string
		history *Past
		most    int
	}{{"disturbed", exact(goodRun(2, 2)), 3}, {"disturbed-eventful", eventful(), 2}} {
		slices.SortFunc(x.history.Machines, func(a, b Machine) int { return cmp.Compare(a.Name, b.Name) })
		lines := disturb(reflect.ValueOf(x.history), x.most, func() []string { return said(Check(x.history, Options{Porcupine: time.Minute})) })
		golden(t, x.name+".txt", strings.Join(lines, "\n")+"\n")
	}
}
