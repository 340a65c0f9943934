package daemon

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"pawl/cmd/setting"
	"pawl/engine"
	"pawl/engine/httpapi"
	"pawl/engine/monitor"
)

// showStatus says what is so of a key, a line each.
func showStatus(ctx context.Context, c *httpapi.ControlClient, q asked, out io.Writer) error {
	t, err := c.Status(ctx, q.key)
	if err != nil {
		return err
	}
	for _, line := range statusLines(&t) {
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	return nil
}

// statusLines are made plain: reasons and names in them are whatever somebody wrote.
func statusLines(t *monitor.Trail) (lines []string) {
	say := func(what, format string, args ...any) {
		lines = append(lines, setting.Plain(fmt.Sprintf("%-10s %s", what, fmt.Sprintf(format, args...))))
	}
	r := &t.Record
	say("key", "%s", t.Key)
	say("phase", "%s", r.Phase)
	say("rotation", "%s", r.Rotation)
	say("window", "%s", r.Window)
	say("owner", "%s", r.Owner)
	say("fence", "%d", r.Fence)
	say("active", "%d", r.Active)
	say("next", "%d", r.Next)
	say("versions", "%s", versions(t.Versions))
	say("audit", "%d entries", r.ChainLength)
	if t.Waits != nil {
		say("waits", "%s", waiting(t.Waits))
		say("", "approve it: %s", approval(t.Waits))
	}
	if r.Phase == engine.Halted {
		h := &t.Halt
		say("halted in", "%s", r.From)
		say("reason", "%s", h.Reason)
		say("class", "%s", h.Class)
		say("playbook", "%s", h.Playbook)
		say("owner", "%s", h.Owner)
		say("escalate", "%s", h.Escalation)
		say("encryption", "affected %v, decryption valid %v, customers must act %v, manual work safe %v",
			h.EncryptionAffected, h.DecryptionValid, h.CustomersMustAct, h.ManualWorkSafe)
	}
	return lines
}

// waiting says which act waits for somebody else's approval.
func waiting(a *engine.Act) string {
	what := a.Verb
	if a.Version != 0 {
		what += fmt.Sprintf(" of version %d", a.Version)
	}
	return fmt.Sprintf("%s, asked for by %s as %s: %s", what, a.Operator, a.ID, cmp.Or(a.Reason, "no reason given"))
}

// approval is the line with which it is approved.
func approval(a *engine.Act) string {
	return fmt.Sprintf("pawld approve %s --of %s --reason … --confirm %s", a.Key, a.ID, a.Key)
}
