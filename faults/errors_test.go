package faults

import (
	"os"
	"strings"
	"testing"
	"time"
)

// told is an expected text with {kinds} in it replaced by the names of All, so
// that a new kind need not be entered here.
func told(want string) string {
	var names []string
	for _, k := range All {
		names = append(names, k.Name)
	}
	return strings.ReplaceAll(want, "{kinds}", strings.Join(names, ", "))
}

// wrongTexts are the blocks of testdata/errors.txt: a text that is no event, and
// under the place where it goes wrong what is wrong and what would be right.
func wrongTexts(t testing.TB) [][2]string {
	t.Helper()
	file, err := os.ReadFile("testdata/errors.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all [][2]string
	for block := range strings.SplitSeq(strings.TrimSpace(string(file)), "\n\n") {
		text, want, _ := strings.Cut(block, "\n")
		all = append(all, [2]string{text, told(want)})
	}
	return all
}

func TestParseErrors(t *testing.T) {
	for _, row := range wrongTexts(t) {
		text, want := row[0], row[1]
		_, err := Parse(text)
		e, ok := err.(*ParseError)
		if !ok {
			t.Errorf("%q: got error %v", text, err)
			continue
		}
		if got := strings.Repeat(" ", e.Column-1) + "^ " + e.What + "; " + e.Want; got != want {
			t.Errorf("got\n%s\n%s\nwant\n%s", text, got, want)
		}
	}
}

func TestParseErrorsOfSpace(t *testing.T) {
	for text, want := range map[string]string{
		"":                         `event "", column 1: a word is missing; want one of {kinds}`,
		" crash":                   `event " crash", column 1: a space too many; want one space between words, and none at the ends`,
		"crash  x":                 `event "crash  x", column 7: a space too many; want one space between words, and none at the ends`,
		"duplicate-trigger at 5s ": `event "duplicate-trigger at 5s ", column 25: a space too many; want one space between words, and none at the ends`,
	} {
		if _, err := Parse(text); err == nil || err.Error() != told(want) {
			t.Errorf("%q:\n got %v\nwant %s", text, err, told(want))
		}
	}
}

func TestValidateErrors(t *testing.T) {
	for _, row := range []struct {
		f    Event
		want string
	}{
		{Event{}, `event of kind "": a word is missing; want one of {kinds}`},
		{Event{Kind: "crahs"}, `event of kind "crahs": "crahs" is no kind of event; did you mean "crash"?`},
		{Event{Kind: "crash", When: When{At: 1}, For: 1}, `event "crash at 1ns for 1ns": a word is missing; want one of worker/ node/ client/ store keys operator owner owner/ actor pool/ workers nodes clients everything`},
		{Event{Kind: "crash", Target: "store", Peer: "keys", For: 1}, `event "crash store at 0s for 1ns": Peer is set; want it zero: crash <target> <when> for <duration>`},
		{Event{Kind: "crash", Target: "store", Amount: 3, For: 1}, `event "crash store at 0s for 1ns": Amount is set; want it zero: crash <target> <when> for <duration>`},
		{Event{Kind: "crash", Target: "store", Word: "w1", For: 1}, `event "crash store at 0s for 1ns": Word is set; want it zero: crash <target> <when> for <duration>`},
		{Event{Kind: "crash", Target: "store", By: "alice", For: 1}, `event "crash store at 0s for 1ns": By is set; want it zero: crash <target> <when> for <duration>`},
		{Event{Kind: "crash", Target: "store"}, `event "crash store at 0s for 0s": a duration of 0s; want more than 0s, and at most 1000h`},
		{Event{Kind: "crash", Target: "store", For: -time.Second}, `event "crash store at 0s for -1s": a duration of -1s; want more than 0s, and at most 1000h`},
		{Event{Kind: "crash", Target: "store", When: When{At: -time.Second}, For: 1}, `event "crash store at -1s for 1ns": a time of -1s; want a time with its unit, up to 1000h, such as 250ms, 12.5s or 2m`},
		{Event{Kind: "crash", Target: "store", When: When{Nth: 1}, For: 1}, `event "crash store at 0s for 1ns": occurrence 1 of nothing; want On set, or Nth 0`},
		{Event{Kind: "crash", Target: "store", When: When{On: "commit.sent"}, For: 1}, `event "crash store on commit.sent #0 for 1ns": occurrence 0 of commit.sent; want an occurrence from #1 to #1000000, such as #2`},
		{Event{Kind: "crash", Target: "store", When: When{On: "commit.sent", Nth: 1, At: 1}, For: 1}, `event "crash store on commit.sent for 1ns": both At and On are set; want one of them`},
		{Event{Kind: "crash", Target: "store", When: When{On: "commit", Nth: 1}, For: 1}, `event "crash store on commit for 1ns": "commit" is no meaning; want commit.due or commit.sent or commit.applied or commit.answered`},
		{Event{Kind: "crash", Target: "actor", For: 1}, `event "crash actor at 0s for 1ns": at a time there is no actor; want "on" and a meaning, whose actor is struck, or a machine instead of "actor"`},
		{Event{Kind: "partition", Target: "store", For: 1}, `event "partition store from at 0s for 1ns": a word is missing; want one of worker/ node/ client/ store keys operator owner owner/ actor pool/ workers nodes clients everything`},
		{Event{Kind: "partition", Target: "store", Peer: "store", For: 1}, `event "partition store from store at 0s for 1ns": "store" stands on both sides; want two sides that differ`},
		{Event{Kind: "lose-reply", Target: "worker/1"}, `event "lose-reply worker/1 x0 at 0s": a count of 0; want a count from x1 to x1000, such as x3`},
		{Event{Kind: "lose-reply", Target: "worker/1", Amount: 1, For: 1}, `event "lose-reply worker/1 at 0s": For is set; want it zero: lose-reply <target> <count> <when>`},
		{Event{Kind: "duplicate-trigger", Amount: 1, Target: "worker/1"}, `event "duplicate-trigger at 0s": Target is set; want it zero: duplicate-trigger <count> <when>`},
		{Event{Kind: "drift", Target: "worker/1", For: 1}, `event "drift worker/1 by +0ppm at 0s for 1ns": a rate of 0ppm; want parts per million other than 0, from -999999ppm to +999999ppm, such as -180ppm`},
	} {
		err := row.f.Validate()
		if err == nil {
			t.Errorf("%+v is taken as valid", row.f)
			continue
		}
		if got := err.Error(); got != told(row.want) {
			t.Errorf("%+v:\n got %s\nwant %s", row.f, got, told(row.want))
		}
	}
}
