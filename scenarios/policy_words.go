package scenarios

import (
	"fmt"
	"strings"
	"time"

	"pawl/engine"
	"pawl/faults"
)

// A Provision is one field of a policy, as a scenario file has it, with its value in words.
type Provision struct{ Name, Text, Value string }

// Provisions are all fields of a policy.
func Provisions(p engine.Policy) (all []Provision) {
	for _, f := range policyForm.Fields {
		all = append(all, Provision{f.Name, f.Text, valueInWords(f.Value(&p))})
	}
	return all
}

// valueInWords is a field's value as a file would have it, or as people say that there is none.
func valueInWords(v any) string {
	switch v := v.(type) {
	case time.Duration:
		return faults.PrintDuration(v)
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case []string:
		if len(v) > 0 {
			return strings.Join(v, ", ")
		}
		return "nobody"
	case string:
		if v != "" {
			return v
		}
		return "none"
	}
	return fmt.Sprint(v)
}
