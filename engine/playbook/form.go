package playbook

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"pawl/engine"
	"pawl/scenarios/form"
)

// Limits of what a playbook says: somebody reads it at night.
const (
	mostSteps = 12
	mostText  = 400
	longest   = 24 * time.Hour
)

var (
	name     = form.UpTo(64, form.Matching(`^[a-z0-9]+(-[a-z0-9]+)*$`, "small letters and digits, with single dashes between, such as operator-halt"))
	prose    = form.Prose(mostText)
	class    = form.Word(classes...)
	occasion = form.Word(occasions...)
)

var (
	classes   = []string{engine.Recoverable, engine.NonRecoverable, engine.SecurityCritical}
	occasions = []string{engine.AskedOccasion, engine.RejectedOccasion, engine.UnansweredOccasion, engine.MixedOccasion, engine.PoolOccasion}
)

var bookForm = form.Form[engine.Playbook]{What: "the playbook", Fields: []form.Field[engine.Playbook]{
	form.Need("name", "What it is called, by alerts too.", name, func(b *engine.Playbook) *string { return &b.Name }),
	form.Need("applies", "When it applies.", prose, func(b *engine.Playbook) *string { return &b.Applies }),
	form.Need("affected", "What is affected meanwhile.", prose, func(b *engine.Playbook) *string { return &b.Affected }),
	form.One("occasion", "Of the halts that it is for, where a history shows that.", occasion, func(b *engine.Playbook) *string { return &b.Occasion }),
	form.Need("class", "Of the alert.", class, func(b *engine.Playbook) *string { return &b.Class }),
	form.Need("encryption-affected", "Whether sealing has stopped.", form.YesOrNo(), func(b *engine.Playbook) *bool { return &b.EncryptionAffected }),
	form.Need("decryption-valid", "Whether what was sealed can be opened.", form.YesOrNo(), func(b *engine.Playbook) *bool { return &b.DecryptionValid }),
	form.Need("customers-must-act", "Whether customers must do anything.", form.YesOrNo(), func(b *engine.Playbook) *bool { return &b.CustomersMustAct }),
	form.Need("manual-work-safe", "Whether an operator can safely work on it by hand.", form.YesOrNo(), func(b *engine.Playbook) *bool { return &b.ManualWorkSafe }),
	form.Need("escalation", "Who is called when the steps do not help.", name, func(b *engine.Playbook) *string { return &b.Escalation }),
	form.Need("steps", "What to do, in this order.", form.List(stepForm.Shape(), mostSteps), func(b *engine.Playbook) *[]engine.Instruction { return &b.Steps }),
}}

var stepForm = form.Form[engine.Instruction]{What: "the step", Fields: []form.Field[engine.Instruction]{
	form.Need("do", "What is done.", form.Word(verbs()...), func(i *engine.Instruction) *string { return &i.Do }),
	form.One("for", "How long to wait, at least, or to look, at most.", span, func(i *engine.Instruction) *time.Duration { return &i.For }),
	form.One("at", "What to look at.", form.Word(engine.KeyServiceSight), func(i *engine.Instruction) *string { return &i.At }),
	form.One("to", "Whom to hand over to.", name, func(i *engine.Instruction) *string { return &i.To }),
	form.Need("why", "Why it is done, or how.", prose, func(i *engine.Instruction) *string { return &i.Why }),
}}

// spelled is how a person writes a length of time.
var spelled = regexp.MustCompile(`^([1-9][0-9]{0,4})(s|m|h)$`)

// span is a length of time in one unit.
var span = form.Textual("a length of time, such as 30s, 5m or 2h", form.Schema{"pattern": spelled.String()}, func(s string) (time.Duration, *form.Flaw) {
	parts := spelled.FindStringSubmatch(s)
	if parts == nil {
		return 0, &form.Flaw{What: fmt.Sprintf("%q is no length of time", form.Short(s)), Want: "want a whole number with its unit, such as 30s, 5m or 2h"}
	}
	n, _ := strconv.Atoi(parts[1])
	d := time.Duration(n) * map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[parts[2]]
	if d > longest {
		return 0, &form.Flaw{What: s + " is too long", Want: "want at most 24h: who has to wait for longer hands over"}
	}
	return d, nil
})
