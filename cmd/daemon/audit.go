package daemon

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"

	"pawl/cmd/setting"
	"pawl/engine"
	"pawl/engine/httpapi"
	"pawl/engine/monitor"
	"pawl/engine/reference"

	"github.com/spf13/cobra"
)

func auditCommand(out io.Writer) *cobra.Command {
	audit := &cobra.Command{Use: "audit", Short: "The record of who did what", Args: wrongArgs(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	audit.AddCommand(
		entriesCommand("verify KEY", "Fetch a key's audit, and verify its chain here", func(t *monitor.Trail) error {
			_, err := fmt.Fprintf(out, "%d entries, each follows from the one before, and the record from the last; head %x\n", len(t.Entries), t.Record.ChainHead)
			return err
		}),
		entriesCommand("show KEY", "Show a key's audit, oldest first, once it is verified; it has no times, which are in logs", func(t *monitor.Trail) error {
			for i := range t.Entries {
				if _, err := fmt.Fprintln(out, entryLine(&t.Entries[i])); err != nil {
					return err
				}
			}
			return nil
		}))
	return audit
}

// entriesCommand asks for a key's whole trail, and does not take the worker's word for it.
func entriesCommand(use, short string, do func(*monitor.Trail) error) *cobra.Command {
	q := &asked{}
	return asking(use, short, q, func(ctx context.Context, c *httpapi.ControlClient) error {
		t, err := c.Entries(ctx, q.key)
		if err != nil {
			return err
		}
		if err := verified(&t); err != nil {
			return err
		}
		return do(&t)
	})
}

// verified does not take the worker's word for what it has sent.
func verified(t *monitor.Trail) error { return t.Verify(reference.Engine().View.Chain) }

// entryLine is one entry, made plain: a note is whatever somebody wrote.
func entryLine(e *engine.Entry) string {
	line := fmt.Sprintf("%4d  %-14s %-10s", e.Seq, e.Transition, e.Phase)
	if e.Active == 0 {
		line += " none"
	} else {
		line += fmt.Sprintf(" v%d", e.Active)
	}
	if e.Next != 0 {
		line += fmt.Sprintf(" → v%d", e.Next)
	}
	if e.Owner != "" {
		line += fmt.Sprintf(", by %s, fence %d", e.Owner, e.Fence)
	}
	if e.Cause != "" {
		line += ", for " + e.Cause
	}
	if note := noteOf(e.Body); note != "" {
		line += ": " + note
	}
	return setting.Plain(line)
}

// noteOf reads the note for people in the body of an entry, which is what was hashed. Empty: there
// is none, or the body is written in another way than [engine.PrefixedFields].
func noteOf(body []byte) string {
	for _, field := range strings.Split(string(engine.PrefixedFields), ", ") {
		x, n := binary.Uvarint(body)
		if n <= 0 {
			return ""
		}
		body = body[n:]
		if slices.Contains([]string{"1", "seq", "fence", "active", "next"}, field) {
			continue // a number, and all there is of it
		}
		if x > uint64(len(body)) {
			return ""
		}
		text := string(body[:x])
		if body = body[x:]; field == "note" {
			return text
		}
	}
	return ""
}
