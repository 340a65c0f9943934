package daemon

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"pawl/engine"
	"pawl/engine/httpapi"
)

// undone says what an error leaves open, and what a refusal means: the engine's reasons are
// single words, since machines go by them.
func undone(ctx context.Context, c *httpapi.ControlClient, q asked, err error) error {
	if errors.Is(err, engine.ErrUnknown) {
		return fmt.Errorf("%w; it may have been done or not: look at the status before you ask again", err)
	}
	turned := &httpapi.Turned{}
	if !errors.As(err, &turned) || turned.Outcome != engine.Refused {
		return err
	}
	meant := ""
	switch turned.Why {
	case engine.WhyCaller:
		meant = fmt.Sprintf("you were taken for %s, as the certificate says; %s, and the name has to be among the %s of the workers' policy", q.me, whoMay(q.verb), listOf(q.verb))
	case engine.WhyBusy:
		meant = inFlight(ctx, c, q.key)
	case engine.WhyAttempt:
		meant = fmt.Sprintf("the window's next attempt can be asked for once the last one was aborted, and the number counts up from 1; see pawld status %s", q.key)
	case engine.WhyMalformed:
		meant = fmt.Sprintf("no request can be as this one is: names are 1 to 64 letters, digits, dots, dashes or underscores, a reason has at most %d bytes, an attempt is 1 or more", engine.MaxText)
	case engine.WhyUnsupported:
		meant = "this engine has no such act"
	case engine.WhyAnchor:
		meant = "the key is issued under another one, which has no active version yet: rotate that one first"
	default:
		return fmt.Errorf("%w; see pawld status %s", err, q.key)
	}
	return fmt.Errorf("%w: %s", err, meant)
}

// whoMay says which roles may ask for something.
func whoMay(verb string) string {
	switch verb {
	case triggerVerb:
		return "a rotation is asked for by a scheduler or an operator"
	case engine.ApproveAct:
		return "an emergency is approved by an operator or an approver"
	}
	return verb + " is for operators"
}

// listOf is the list of the policy that has the names.
func listOf(verb string) string {
	if verb == triggerVerb {
		return "callers"
	}
	return "operators"
}

// inFlight says what a request has to wait for.
func inFlight(ctx context.Context, c *httpapi.ControlClient, key string) string {
	t, err := c.Status(ctx, key)
	if err == nil && t.Record.Phase == engine.Halted {
		return fmt.Sprintf("the key is halted, and nothing of it is rotated until somebody resumes it; see pawld status %s", key)
	}
	if err != nil || t.Record.Phase == engine.Idle {
		return fmt.Sprintf("another rotation was in flight; see pawld status %s, and ask again", key)
	}
	r := &t.Record
	of := ""
	if r.Window != "" {
		of = " of window " + r.Window
	}
	return fmt.Sprintf("rotation %s%s is in flight, in %s; ask again when it is over, see pawld status %s", r.Rotation, of, r.Phase, key)
}

// holder is whom a certificate names, as far as it can be read here: the worker has the last word.
func holder(path string) string {
	c, err := readCert(path)
	if err != nil || len(c.URIs) == 0 {
		return "nobody"
	}
	return strings.TrimPrefix(c.URIs[0].Path, "/")
}
