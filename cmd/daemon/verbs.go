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

	"github.com/spf13/cobra"
)

// verb is something that a person asks of a running deployment.
type verb struct {
	name, short string
	version     bool                                                       // of the key is meant
	before      func(context.Context, *httpapi.ControlClient, asked) error // says what is wrong with it, as far as a worker has to be asked
	takes       func(*cobra.Command, *asked)
	do          func(ctx context.Context, c *httpapi.ControlClient, q asked, out io.Writer) error
}

// asked is what the command line says.
type asked struct {
	verb, key, window, rotation, reason, of, confirm string
	numbered                                         bool   // a version has to be named
	me                                               string // whom the certificate names
	version                                          ofKey
	attempt                                          int
}

const triggerVerb = "trigger"

// verbs are all of them but those of the audit.
var verbs = []verb{
	{name: "status", short: "What is so of a key", do: showStatus},
	{name: triggerVerb, short: "Ask for a rotation, once for each window", do: trigger, takes: func(c *cobra.Command, q *asked) {
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
		c.Flags().StringVar(&q.of, "of", "", "id of the act that is approved, as whoever asked was told; empty: say what waits")
	}, before: ofWhat},
}

// command is the verb on the command line.
func (v verb) command(out io.Writer) *cobra.Command {
	q := &asked{verb: v.name}
	use := v.name + " KEY"
	if v.version {
		use += " --version N"
	}
	q.numbered = v.version
	do := v.do
	if do == nil {
		do = func(ctx context.Context, c *httpapi.ControlClient, q asked, out io.Writer) error {
			if v.before != nil {
				if err := v.before(ctx, c, q); err != nil {
					return err
				}
			}
			return act(ctx, c, q, out)
		}
	}
	c := asking(use, v.short, q, func(ctx context.Context, c *httpapi.ControlClient) error { return do(ctx, c, *q, out) })
	if v.version {
		c.Flags().Var(&q.version, "version", "that is meant, by its number")
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
				return usage{err}
			}
			q.me = holder(s.Cert)
			ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
			defer cancel()
			return do(ctx, httpapi.NewControlClient(s.Workers, config))
		}}.command()
}

// careful wants more of whoever ends, lifts or forgoes something.
func (q *asked) careful() error {
	if q.numbered && q.version == 0 {
		return fmt.Errorf("--version must be given: the number of the version that is meant; pawld status %s has all of them", q.key)
	}
	if !httpapi.Unsafe(q.verb) || q.verb == engine.ApproveAct && q.of == "" { // that one asks what there is
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
	id, a, err := c.Act(ctx, httpapi.ActRequest{Verb: q.verb, Key: q.key, Rotation: q.rotation, Reason: q.reason, Of: q.of, Version: uint32(q.version)})
	if err != nil {
		return undone(ctx, c, q, err)
	}
	if q.verb == engine.RevokeAct || q.verb == engine.RotateAct {
		_, err = fmt.Fprintf(out, "it waits for somebody else: %s\n", approval(&engine.Act{ID: id, Key: q.key}))
		return err
	}
	done := fmt.Sprintf("done: %s of %s, as %s", q.verb, q.key, id)
	if a.Rotation != "" {
		done += ", rotation " + a.Rotation
	}
	_, err = fmt.Fprintln(out, done)
	return err
}

// ofWhat says what there is to approve to whoever has not said what is meant.
func ofWhat(ctx context.Context, c *httpapi.ControlClient, q asked) error {
	if q.of != "" {
		return nil
	}
	t, err := c.Status(ctx, q.key)
	switch {
	case err != nil:
		return usage{fmt.Errorf("--of must be given: the id of the act that is approved; what waits cannot be asked for now: %w", err)}
	case t.Waits == nil:
		return usage{fmt.Errorf("--of must be given: the id of the act that is approved; of %s, nothing waits for approval", q.key)}
	}
	return usage{fmt.Errorf("--of must be given: the id of the act that is approved. What waits is: %s. To approve that: %s", waiting(t.Waits), approval(t.Waits))}
}

func trigger(ctx context.Context, c *httpapi.ControlClient, q asked, out io.Writer) error {
	if q.window == "" {
		return usage{errors.New("--window must be given: the slot that the rotation is for, of which there is one rotation at most")}
	}
	a, err := c.Trigger(ctx, httpapi.TriggerRequest{Key: q.key, Window: q.window, Attempt: q.attempt})
	if err != nil {
		return undone(ctx, c, q, err)
	}
	_, err = fmt.Fprintf(out, "%s: rotation %s\n", a.Outcome, a.Rotation)
	return err
}
