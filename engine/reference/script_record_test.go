package reference

import (
	"fmt"
	"slices"
	"strings"
)

// recordWords are the facts of a record, each in a word or two.
func recordWords(r Record, material func(string) string) []string {
	facts := []string{
		r.Phase.word(),
		fmt.Sprintf("rev %d", r.Rev),
		fmt.Sprintf("target %d", r.Target),
		fmt.Sprintf("seal-floor %d", r.SealFloor),
		fmt.Sprintf("floor %d", r.Floor),
		"active " + versionText(r.Active),
		"next " + versionText(r.Next),
		"window " + orNone(r.Window),
		fmt.Sprintf("attempt %d", r.Attempt),
		"owner " + orNone(r.Owner),
		fmt.Sprintf("fence %d", r.Fence),
	}
	if r.Phase == Halted {
		facts = slices.Insert(facts, 1, "from "+r.From.word())
	}
	facts = append(facts, "proved "+proved(r), fmt.Sprintf("undrained %d times", r.Undrains))
	facts = append(facts, letInText(r.Reached), "spare "+spareText(r))
	for _, v := range r.Versions {
		facts = append(facts, fmt.Sprintf("v%d %s", v.N, v.State.word()))
		if v.Print != "" {
			facts[len(facts)-1] += " " + material(v.Print)
		}
		if v.End != 0 {
			facts[len(facts)-1] += " ends at " + took(v.End)
		}
		if v.Life != 0 {
			facts[len(facts)-1] += fmt.Sprintf(" promised %s to live and a lead of %s", v.Life, v.Lead)
		}
	}
	if r.Halt.Reason != "" {
		facts = append(facts, fmt.Sprintf("halt(%q, %s, %s)", r.Halt.Reason, r.Halt.Class, r.Halt.Playbook))
	}
	return facts
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func spareText(r Record) string {
	text := versionText(r.Spare)
	if r.SpareRev != 0 {
		text += fmt.Sprintf(" from rev %d", r.SpareRev)
	}
	if r.SpareProved != 0 {
		text += " proved at " + took(r.SpareProved)
	}
	return text
}

func letInText(pools []string) string {
	if len(pools) == 0 {
		return "all in"
	}
	return "in: " + strings.Join(pools, " ")
}

func proved(r Record) string {
	if r.Proved == 0 {
		return "never"
	}
	return "at " + took(r.Proved)
}

// recordChange are the facts that are new in a record.
func recordChange(old, rec Record, material func(string) string) []string {
	was := recordWords(old, material)
	return slices.DeleteFunc(recordWords(rec, material), func(fact string) bool { return slices.Contains(was, fact) })
}
