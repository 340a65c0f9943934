package engine

import (
	"errors"
	"fmt"
	"reflect"
)

// MayBecome says why a policy may not come in place of another while rotations are under way
// and machines have the one and the other; nil: it may. Each of the two has to be usable, and
// what holds between the durations of one has to hold between those of both, since any owner
// may finish what another began.
func (p Policy) MayBecome(next Policy) error {
	if err := next.Validate(); err != nil {
		return err
	}
	if !p.Changing {
		return errors.New("the policy does not say that it may change (changing): records would not keep what was promised under it")
	}
	if (p.Due == 0) != (next.Due == 0) {
		return errors.New("due is 0 in one policy and not in the other: whether anybody is told would hang on who owns the key; want another age, or 0 in both")
	}
	if err := p.sameButFor(&next); err != nil {
		return err
	}
	if most, least := max(p.PublishLead, next.PublishLead), min(p.PublishDeadline, next.PublishDeadline); least <= most {
		return fmt.Errorf("a publish deadline of %s in one policy, and a lead of %s in the other: want each deadline above both leads", least, most)
	}
	if both := p.LongerOf(next); p.KeyLife != 0 && p.KeyLife < both.LeastKeyLife() {
		return fmt.Errorf("a key life of %s: want at least %s, which a version needs if it meets the longer of all that differs", p.KeyLife, both.LeastKeyLife())
	}
	return nil
}

// InFlight are the fields of a policy that may change while rotations are under way, by their
// names in Go: promises, which the record keeps, and waits and counts, which are those of
// whoever waits or counts.
var InFlight = [...]string{"PublishLead", "PublishDeadline", "DrainDeadline", "Lifetime", "Period", "Due", "Attempts", "Backoff", "PoolStamps"}

// WhyNotInFlight says why any other field may not.
func WhyNotInFlight(field string) string {
	switch field {
	case "SealLease", "OpenLease", "OwnerLease":
		return "stamps and owners live by leases that were granted under the other policy, and whoever waits for those to end counts on their length"
	case "Emission", "DriftPPM", "WallSkew":
		return "it is an assumption about machines, and no decision: it holds of all of them or of none"
	case "Callers", "Operators":
		return "a right would hang on which machine is asked"
	case "Changing":
		return "it has to be in force everywhere before anything is changed, or records would lack what was promised"
	}
	return "what is in the store is as one of the two has it, and a process under the other would not look after it"
}

// sameButFor says which field differs that may not.
func (p *Policy) sameButFor(next *Policy) error {
	with := *next
	a, b := reflect.ValueOf(p).Elem(), reflect.ValueOf(&with).Elem()
	for _, name := range InFlight {
		b.FieldByName(name).Set(a.FieldByName(name))
	}
	for i := range a.NumField() {
		if name := a.Type().Field(i).Name; !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			return fmt.Errorf("%s differs, and must not change while machines have the one policy and the other: %s", name, WhyNotInFlight(name))
		}
	}
	return nil
}

// LongerOf is a policy with the longer of each duration that may change.
func (p Policy) LongerOf(next Policy) Policy {
	p.PublishLead = max(p.PublishLead, next.PublishLead)
	p.PublishDeadline = max(p.PublishDeadline, next.PublishDeadline)
	p.DrainDeadline = max(p.DrainDeadline, next.DrainDeadline)
	p.Lifetime = max(p.Lifetime, next.Lifetime)
	p.Period, p.Due = max(p.Period, next.Period), max(p.Due, next.Due)
	p.Backoff = max(p.Backoff, next.Backoff)
	return p
}
