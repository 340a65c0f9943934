package model

import "slices"

// Rules are the names of all rules.
func Rules() (names []string) {
	for _, r := range slices.Concat(writes, around) {
		names = append(names, r.name)
	}
	return names
}

// Without is the model without one rule.
func Without(name string) *Chart {
	left := func(rules []rule) []rule {
		return slices.DeleteFunc(slices.Clone(rules), func(r rule) bool { return r.name == name })
	}
	return with(left(writes), left(around))
}

// Unconditionally is the model in which one rule asks for nothing that is around the record:
// neither an owner nor a barrier.
func Unconditionally(name string) *Chart {
	some := slices.Clone(writes)
	for i := range some {
		if r := &some[i]; r.name == name {
			may := r.may
			r.may = func(s State) bool {
				s.Owner, s.Seal, s.Open = 1, false, false
				return may(s)
			}
		}
	}
	return with(some, around)
}
