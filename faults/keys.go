package faults

import (
	"fmt"
	"slices"
	"strings"
)

// ValidateKeys says whether e can happen in a run with these keys: each that it
// names is there, and where there are several it is clear which is meant.
func (e Event) ValidateKeys(keys []string) error {
	c := e.unknownKey(keys)
	if c == nil && len(keys) > 1 && !e.tellsKey() {
		c = e.unsaidKey(keys)
	}
	if c == nil {
		return nil
	}
	return fmt.Errorf("event %q: %s; %s", e, c.what, c.want)
}

func (e Event) unknownKey(keys []string) *complaint {
	named := []string{e.When.Key, e.Key}
	for _, target := range []string{e.Target, e.Peer} {
		if key, ok := strings.CutPrefix(target, ownerOf); ok {
			named = append(named, key)
		}
	}
	for _, key := range named {
		if key != "" && !slices.Contains(keys, key) {
			return &complaint{fmt.Sprintf("there is no key %q", key), suggest(key, keys, "want "+oneOf("", keys))}
		}
	}
	return nil
}

// unsaidKey complains of what depends on a key that neither the event names nor
// its moment tells.
func (e Event) unsaidKey(keys []string) *complaint {
	if e.Target == owner || e.Peer == owner {
		return &complaint{"whose owner is meant is not said", "want " + oneOf(ownerOf, keys)}
	}
	if e.Key == "" && All.named(e.Kind).has(keySlot.Name) {
		return &complaint{"which key is meant is not said", "want " + oneOf("of ", keys)}
	}
	return nil
}

func oneOf(before string, keys []string) string {
	return before + strings.Join(keys, " or "+before)
}
