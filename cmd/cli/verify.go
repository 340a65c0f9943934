package cli

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"pawl/reports"
	"pawl/reports/bundle"
	"pawl/reports/intoto"
	"pawl/reports/whole"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// A verification looks at the evidence of somebody else.
type verification struct {
	*app
	keyFile   string
	nonce     string
	sample    int // how many runs are made again, and how many fresh ones
	jobs      int
	statement string
	name      string // of the verifier
	signWith  string

	key    ed25519.PublicKey  // of whoever is said to have signed; nil: nobody
	signer ed25519.PrivateKey // the verifier's own; nil: nothing is signed
}

const (
	defaultRemade = 20
	mostRemade    = 100_000
)

// verify is the verb for evidence that was made elsewhere: is it what it says?
func (a *app) verify() *cobra.Command {
	v := &verification{app: a}
	c := &cobra.Command{
		Use:   "verify [flags] BUNDLE",
		Short: "Verifies a bundle: its signature, its digests, and its runs by making them again",
		Long: paragraphs("Verify opens a bundle as report~--out~bundle= writes it. It checks the signature by a key that comes from the "+
			"verifier and never from the bundle, and every digest. What a result of check says it holds against what its question "+
			"gives, and against its own numbers: verdict and advice are come to again. It makes every repro again, and some runs of the "+
			"campaign, single faults and hunts for planted bugs; which, nobody could have picked in advance, since they follow from the "+
			"bundle's digest and the verifier's nonce; and fresh runs. Trace hashes have to be the same, bit for bit. It says how many of "+
			"how many were made, and what was not looked at. It needs the build that made the evidence, or one of the same source.",
			"With --statement it writes what it found as a statement of the verifier's own, signed with --sign-key.",
			"Exit codes: 0 all that was looked at verifies, whatever the evidence says; 3 it does, and not enough was made again, or "+
				"the evidence is a pass of fewer runs than were meant; 4 nothing could be made again; 7 something does not verify, or it is "+
				"no bundle; 64 the file cannot be read, or a flag is wrong; 130 interrupted."),
		Example: "  pawl verify evidence.tar --key signer.pub\n  pawl verify evidence.tar --key signer.pub --runs 200 --nonce 7f3a\n" +
			"  pawl verify evidence.tar --statement mine.json --verifier https://example.org",
		Args: someArgs("a bundle", 1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := v.prepare(); err != nil {
				return err
			}
			a.stage.found()
			r, err := v.look(c.Context(), args[0])
			if err == nil {
				a.result = r
			}
			return err
		},
	}
	f := c.Flags()
	f.StringVar(&v.keyFile, "key", "", "the public key of whoever must have signed it, PKIX in PEM (default: a signature is not asked for, and nobody is named)")
	f.StringVar(&v.nonce, "nonce", "", "a word of the verifier's own, by which runs are chosen (default: drawn fresh, and printed)")
	f.Var((*countFlag)(&v.sample), "runs", "how many runs of the campaign and single faults are made again, and how many fresh runs")
	v.sample = defaultRemade
	f.Lookup("runs").DefValue = fmt.Sprint(defaultRemade)
	f.Var((*countFlag)(&v.jobs), "jobs", "runs at a time (default: one for each processor)")
	f.StringVar(&v.statement, "statement", "", "a file for the verifier's own statement")
	f.StringVar(&v.name, "verifier", "", "who verifies, as a URI, for the statement")
	f.StringVar(&v.signWith, "sign-key", "", "the verifier's key to sign the statement with, PKCS#8 in PEM (default: it is not signed)")
	a.output(f)
	return c
}

var plainNonce = regexp.MustCompile(`^[A-Za-z0-9._-]{1,128}$`)

// prepare says what is wrong with flags.
func (v *verification) prepare() (err error) {
	switch {
	case v.sample > mostRemade:
		return usagef("--runs %d: want 0 to %d", v.sample, mostRemade)
	case v.jobs > mostJobs:
		return usagef("--jobs %d: want 1 to %d, or 0 for one for each processor", v.jobs, mostJobs)
	case v.nonce != "" && !plainNonce.MatchString(v.nonce):
		return usagef("--nonce %q: want up to 128 letters, digits, dots, dashes and lines below", v.nonce)
	case (v.statement == "") != (v.name == ""):
		return usagef("--statement and --verifier: want both, a file and who states what is in it, or none")
	case v.name != "" && !absolute(v.name):
		return usagef("--verifier %q: want an absolute URI, such as https://example.org/verify/v1", v.name)
	case v.signWith != "" && v.statement == "":
		return usagef("--sign-key without --statement: there is nothing to sign")
	}
	if v.nonce == "" {
		var b [16]byte
		_, _ = rand.Read(b[:]) // does not fail
		v.nonce = hex.EncodeToString(b[:])
	}
	if v.keyFile != "" {
		if v.key, err = keyOf(v.keyFile, "an Ed25519 public key, PKIX in PEM", intoto.PublicKey); err != nil {
			return err
		}
	}
	if v.signWith != "" {
		v.signer, err = keyOf(v.signWith, wantPrivateKey, intoto.PrivateKey)
	}
	return err
}

// absolute says whether a text is a URI that says by itself what it names.
func absolute(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.IsAbs() && (u.Host != "" || u.Opaque != "")
}

// keyOf reads a key from a file.
func keyOf[K any](path, want string, parse func([]byte) (K, error)) (key K, err error) {
	data, err := scenarios.ReadFile(path, mostOfAKey)
	if err != nil {
		return key, unreadable(path, err, want)
	}
	if key, err = parse(data); err != nil {
		return key, usagef("%s is not %s: %v", path, want, err)
	}
	return key, nil
}

// look verifies a bundle, as far as it can.
func (v *verification) look(ctx context.Context, path string) (*reports.Verified, error) {
	r := &reports.Verified{Head: head("verify"), Bundle: path, Nonce: v.nonce, Evidence: []reports.Said{}, Remade: []reports.Remade{},
		Sampled: []reports.Sampled{}, NotChecked: []string{}, Failed: []string{}}
	f, err := scenarios.OpenFile(path)
	if err != nil {
		return nil, unreadable(path, err, "a bundle, as report --out bundle=FILE writes it")
	}
	defer func() { _ = f.Close() }() // it was only read
	b, err := bundle.Open(f)
	if err != nil {
		fail(r, "%v", err)
		v.concluded(ctx, r, nil)
		return r, nil
	}
	r.Digest, r.Files, r.Signed = b.Digest, len(b.Manifest.Files), b.Signed
	if v.key != nil {
		if err := b.Verify(v.key); err != nil {
			r.NotBy = intoto.KeyID(v.key)
			fail(r, "the signature is not by the key of %s: %v", v.keyFile, err)
			v.concluded(ctx, r, nil)
			r.Closing += " No run was made again, since it is not from whom it was to be from; without --key the rest is looked at."
			return r, nil
		}
		r.Signer = intoto.KeyID(v.key)
	}
	results, err := b.Read()
	if err != nil {
		return nil, err // it was read when the bundle was opened
	}
	for _, one := range results {
		h := reports.HeadOf(one)
		r.Evidence = append(r.Evidence, reports.Said{Command: h.Command, Verdict: h.Verdict, Closing: h.Closing})
	}
	v.repros(ctx, r, b, results)
	for _, one := range results {
		if c, is := one.(*reports.Check); is {
			v.remake(ctx, r, b, c)
		}
	}
	v.concluded(ctx, r, results)
	return r, nil
}

// notChecked are what a result of check says besides, and what would take all its runs to know.
var notChecked = []string{"how often faults, goals and cells of the faults' matrix came about", "rates, relying parties and late answers",
	"which runs were made twice", "numbers of events and wall time", "stories and other texts", "bugs that were not hunted again"}

// remake holds a result of check against what its question gives, and makes runs again.
func (v *verification) remake(ctx context.Context, r *reports.Verified, b *bundle.Bundle, c *reports.Check) {
	question, err := v.questionOf(c)
	if err != nil {
		fail(r, "%v", err)
		return
	}
	m := &campaign.Remaking{Gate: question.Gate, Result: c, Word: b.Digest + "\x00" + v.nonce, Runs: v.sample}
	m.Singles, _ = question.Singles.(campaign.SinglesRemaker)
	had, err := m.Run(ctx)
	if err != nil {
		fail(r, "%v", err)
	}
	for _, wrong := range had.Wrong {
		fail(r, "%s", wrong)
	}
	for _, x := range had.Remade {
		v.take(r, x)
	}
	r.Sampled, r.NotChecked = append(r.Sampled, had.Sampled...), notChecked
	if c.Identity.Engine == "" {
		r.NotChecked = append([]string{"whether the engine is the one that was tested: no build knows its source"}, r.NotChecked...)
	}
	if c.Runs < c.RunsMeant && !c.Interrupted && !question.bounded {
		fail(r, "runs is %d of %d that were meant, and nothing says why: it was not interrupted, and again has no --budget", c.Runs, c.RunsMeant)
	}
	again := question.Concluded(c)
	for _, x := range []struct{ what, said, is string }{
		{"verdict", string(c.Verdict), string(again.Verdict)}, {"closing", c.Closing, again.Closing}, {"next", c.Next, again.Next},
	} {
		if x.said != x.is {
			fail(r, "%s is %.200q, and the numbers of the result come to %.200q", x.what, x.said, x.is)
		}
	}
}

// concluded comes to the verdict, and states it.
func (v *verification) concluded(ctx context.Context, r *reports.Verified, results []reports.Result) {
	made := slices.ContainsFunc(r.Remade, func(x reports.Remade) bool { return x.What == reports.RemadeRun })
	cut := slices.ContainsFunc(results, func(x reports.Result) bool {
		c, is := x.(*reports.Check)
		return is && c.Verdict == reports.Pass && c.Runs < c.RunsMeant
	})
	who := "Signed by the key that was given."
	switch {
	case v.key != nil:
	case r.Signed:
		who = "Signed, and by whom was not checked: give --key."
	default:
		who = "Not signed: who made it is not known."
	}
	switch {
	case len(r.Failed) > 0:
		r.Decide(reports.VerificationFailed)
		r.Closing = "Not verified: take nothing that is in it for shown. What fails is named above."
	case ctx.Err() != nil:
		r.Decide(reports.Interrupted)
		r.Closing = "Interrupted: not all was made again that was to be. What was made is the same."
	case len(r.Remade) == 0:
		r.Decide(reports.NothingRan)
		r.Closing = "The files are those of the manifest, and nothing was made again: there is no result of check with runs, or --runs is 0. That shows nothing. " + who
	case !made:
		r.Decide(reports.Inconclusive)
		r.Closing = "The files are those of the manifest, and no run of a campaign was made again: there is no result of check with runs, or --runs is 0. " + who
	case cut:
		r.Decide(reports.Inconclusive)
		r.Closing = "What was made again is the same, and the evidence is a pass of fewer runs than were meant: the budget was over. That is less than what was asked for. " + who
	default:
		r.Decide(reports.Pass)
		r.Closing = "Verified, as far as it was looked at: every digest is right, and what was made again is the same. " + who
		if worst := worstOf(results); worst != reports.Pass {
			r.Closing += fmt.Sprintf(" The evidence itself is no pass, but %s.", worst)
		}
	}
	if v.statement == "" || r.Digest == "" {
		return // of what is no bundle there is nothing to state
	}
	if err := v.state(r, results); err != nil {
		r.Decide(reports.InternalError)
		r.Error = &reports.Error{Message: err.Error()}
		r.Closing = "The statement could not be written: " + err.Error()
		return
	}
	r.Written = v.statement
}

// worstOf is what the results come to together.
func worstOf(results []reports.Result) reports.Verdict {
	var all []reports.Verdict
	for _, r := range results {
		all = append(all, reports.HeadOf(r).Verdict)
	}
	return reports.Worst(all...)
}

// state writes what was found as the verifier's own word.
func (v *verification) state(r *reports.Verified, results []reports.Result) (err error) {
	var properties []string
	if r.Signer != "" {
		properties = append(properties, intoto.Signed)
	}
	if len(r.Failed) == 0 {
		properties = append(properties, intoto.Intact)
	}
	if r.Verdict == reports.Pass {
		properties = append(properties, intoto.Reproduced)
		if worstOf(results) == reports.Pass {
			properties = append(properties, intoto.Passing)
		}
	}
	text := intoto.OfVerification([]intoto.Descriptor{{Name: bundle.ManifestName, Digest: intoto.Digests{SHA256: r.Digest}}}, v.name, time.Now(), properties)
	if v.signer != nil {
		if text, err = intoto.Sign(text, v.signer); err != nil {
			return err
		}
	}
	return whole.Replace(v.statement, func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(text))
		return err
	})
}
