package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"pawl/cmd/setting"
	"pawl/engine"
	"pawl/engine/httpapi"
	"pawl/engine/monitor"
	"pawl/engine/reference"

	"github.com/spf13/cobra"
)

// verb is something that a person asks of a running deployment.
type verb struct {
	name, short string
	version     bool // of the key is meant
	takes       func(*cobra.Command, *asked)
	do          func(ctx context.Context, c *httpapi.ControlClient, q asked, out io.Writer) error
}

// asked is what the command line says.
type asked struct {
	verb, key, window, rotation, reason, of, confirm string
	version                                          uint32
	attempt                                          int
}

// verbs are all of them but audit verify.
var verbs = []verb{
	{name: "status", short: "What is so of a key", do: showStatus},
	{name: "trigger", short: "Ask for a rotation, once for each window", do: trigger, takes: func(c *cobra.Command, q *asked) {
		c.Flags().StringVar(&q.window, "window", "", "the slot it is for")
		c.Flags().IntVar(&q.attempt, "attempt", 1, "of the window; the next one only after the last was aborted")
	}},
	{name: engine.HaltAct, short: "Hold a rotation still where it is; safe at any time"},
	{name: engine.HoldAct, short: "Keep a version from being retired; safe at any time", version: true},
	{name: engine.AbortAct, short: "Give a rotation up that is not committed"},
	{name: engine.ResumeAct, short: "Let a halted rotation go on"},
	{name: engine.ReleaseAct, short: "Let a version be retired that was held", version: true},
	{name: engine.RevokeAct, short: "Emergency: revoke a version before its time, once somebody else approves", version: true},
	{name: engine.RotateAct, short: "Emergency: rotate without a window, once somebody else approves"},
	{name: engine.ApproveAct, short: "Approve an emergency that somebody else has asked for", takes: func(c *cobra.Command, q *asked) {
		c.Flags().StringVar(&q.of, "of", "", "id of the act that is approved, as whoever asked was told")
	}},
}

// command is the verb on the command line.
func (v verb) command(out io.Writer) *cobra.Command {
	q := &asked{verb: v.name}
	use := v.name + " KEY"
	if v.version {
		use += " --version N"
	}
	do := v.do
	if do == nil {
		do = act
	}
	c := asking(use, v.short, q, func(ctx context.Context, c *httpapi.ControlClient) error { return do(ctx, c, *q, out) })
	if v.version {
		c.Flags().Uint32Var(&q.version, "version", 0, "that is meant")
	}
	if v.do == nil {
		c.Flags().StringVar(&q.rotation, "rotation", "", "that is meant; empty: whichever is in flight")
		c.Flags().StringVar(&q.reason, "reason", "", "why, for the audit")
		if httpapi.Unsafe(v.name) {
			c.Flags().StringVar(&q.confirm, "confirm", "", "the key's name once more")
		}
	}
	if v.takes != nil {
		v.takes(c, q)
	}
	return c
}

// asking is a command that asks a worker about a key.
func asking(use, short string, q *asked, do func(context.Context, *httpapi.ControlClient) error) *cobra.Command {
	return part{use: use, short: short, args: cobra.ExactArgs(1), policy: setting.Deployed,
		flags: [][]string{{"config", "worker"}, ofTLS}, needs: []string{"worker", "ca", "cert", "key"},
		run: func(ctx context.Context, s *settings, args []string) error {
			q.key = args[0]
			if err := q.careful(); err != nil {
				return usage{err}
			}
			config, err := httpapi.Asking(s.files(), httpapi.Worker, slog.New(slog.DiscardHandler))
			if err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
			defer cancel()
			return do(ctx, httpapi.NewControlClient(s.Workers, config))
		}}.command()
}

// careful wants more of whoever ends, lifts or forgoes something.
func (q *asked) careful() error {
	if !httpapi.Unsafe(q.verb) {
		return nil
	}
	var wants []string
	if strings.TrimSpace(q.reason) == "" {
		wants = append(wants, `--reason "why", which is written to the audit`)
	}
	if q.confirm != q.key {
		wants = append(wants, "--confirm "+q.key+", the key's name once more")
	}
	if len(wants) > 0 {
		return fmt.Errorf("%s cannot be taken back: it wants %s", q.verb, strings.Join(wants, " and "))
	}
	return nil
}

func act(ctx context.Context, c *httpapi.ControlClient, q asked, out io.Writer) error {
	id, a, err := c.Act(ctx, httpapi.ActRequest{Verb: q.verb, Key: q.key, Rotation: q.rotation, Reason: q.reason, Of: q.of, Version: q.version})
	if err != nil {
		return undone(err)
	}
	if q.verb == engine.RevokeAct || q.verb == engine.RotateAct {
		_, err = fmt.Fprintf(out, "it waits for somebody else: pawld approve %s --of %s --reason … --confirm %s\n", q.key, id, q.key)
		return err
	}
	_, err = fmt.Fprintf(out, "done: %s of %s, as %s, rotation %s\n", q.verb, q.key, id, a.Rotation)
	return err
}

func trigger(ctx context.Context, c *httpapi.ControlClient, q asked, out io.Writer) error {
	if q.window == "" {
		return usage{errors.New("--window must be given: the slot that the rotation is for, of which there is one rotation at most")}
	}
	a, err := c.Trigger(ctx, httpapi.TriggerRequest{Key: q.key, Window: q.window, Attempt: q.attempt})
	if err != nil {
		return undone(err)
	}
	_, err = fmt.Fprintf(out, "%s: rotation %s\n", a.Outcome, a.Rotation)
	return err
}

// undone says what an error leaves open.
func undone(err error) error {
	if errors.Is(err, engine.ErrUnknown) {
		return fmt.Errorf("%w; it may have been done or not: look at the status before you ask again", err)
	}
	return err
}

func showStatus(ctx context.Context, c *httpapi.ControlClient, q asked, out io.Writer) error {
	t, err := c.Status(ctx, q.key)
	if err != nil {
		return err
	}
	r := &t.Record
	_, err = fmt.Fprintf(out, "key        %s\nphase      %s\nrotation   %s\nwindow     %s\nowner      %s\nfence      %d\nactive     %d\nnext       %d\nversions   %s\naudit      %d entries\n",
		t.Key, r.Phase, r.Rotation, r.Window, r.Owner, r.Fence, r.Active, r.Next, versions(t.Versions), r.ChainLength)
	if err == nil && r.Phase == engine.Halted {
		h := &t.Halt
		_, err = fmt.Fprintf(out, "halted in  %s\nreason     %s\nclass      %s\nplaybook   %s\nowner      %s\nescalate   %s\nencryption affected %v, decryption valid %v, customers must act %v, manual work safe %v\n",
			r.From, h.Reason, h.Class, h.Playbook, h.Owner, h.Escalation, h.EncryptionAffected, h.DecryptionValid, h.CustomersMustAct, h.ManualWorkSafe)
	}
	return err
}

func auditCommand(out io.Writer) *cobra.Command {
	audit := &cobra.Command{Use: "audit", Short: "The record of who did what", Args: wrongArgs(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	q := &asked{}
	audit.AddCommand(asking("verify KEY", "Fetch a key's audit, and verify its chain here", q, func(ctx context.Context, c *httpapi.ControlClient) error {
		t, err := c.Entries(ctx, q.key)
		if err != nil {
			return err
		}
		if err := verified(&t); err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%d entries, each follows from the one before, and the record from the last; head %x\n", len(t.Entries), t.Record.ChainHead)
		return err
	}))
	return audit
}

// verified does not take the worker's word for what it has sent.
func verified(t *monitor.Trail) error { return t.Verify(reference.Engine().View.Chain) }
