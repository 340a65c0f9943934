package cli

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
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
	gate
	keyFile   string
	nonce     string
	runs      int
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
	v := &verification{app: a, gate: gate{app: a}}
	c := &cobra.Command{
		Use:   "verify [flags] BUNDLE",
		Short: "Verifies a bundle: its signature, its digests, and its runs by making them again",
		Long: paragraphs("Verify opens a bundle as report~--out~bundle= writes it. It checks the signature by a key that comes from the "+
			"verifier and never from the bundle, and every digest; it makes every repro again, some runs of the campaign, and as many that "+
			"nobody could have picked in advance: they follow from the bundle's digest and the verifier's nonce. Trace hashes have to be the "+
			"same, bit for bit. It needs the build that made the evidence, or one of the same source.",
			"With --statement it writes what it found as a statement of the verifier's own, signed with --sign-key.",
			"Exit codes: 0 all of it verifies; 7 something does not; 64 it is no bundle, or a flag is wrong."),
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
	f.Var((*countFlag)(&v.runs), "runs", "how many runs of the campaign are made again, and how many fresh ones")
	v.runs = defaultRemade
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
	case v.runs > mostRemade:
		return usagef("--runs %d: want 0 to %d", v.runs, mostRemade)
	case v.jobs > mostJobs:
		return usagef("--jobs %d: want 1 to %d, or 0 for one for each processor", v.jobs, mostJobs)
	case v.nonce != "" && !plainNonce.MatchString(v.nonce):
		return usagef("--nonce %q: want up to 128 letters, digits, dots, dashes and lines below", v.nonce)
	case (v.statement == "") != (v.name == ""):
		return usagef("--statement and --verifier: want both, a file and who states what is in it, or none")
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
	r := &reports.Verified{Head: head("verify"), Bundle: path, Nonce: v.nonce, Remade: []reports.Remade{}, Failed: []string{}}
	f, err := scenarios.OpenFile(path)
	if err != nil {
		return nil, unreadable(path, err, "a bundle, as report --out bundle=FILE writes it")
	}
	defer func() { _ = f.Close() }() // it was only read
	b, err := bundle.Open(f)
	if err != nil {
		r.Failed = append(r.Failed, err.Error())
		return v.concluded(r, nil), nil
	}
	r.Digest, r.Files = b.Digest, len(b.Manifest.Files)
	switch {
	case v.key == nil:
	default:
		if err := b.Verify(v.key); err != nil {
			r.Failed = append(r.Failed, err.Error())
		} else {
			r.Signer = intoto.KeyID(v.key)
		}
	}
	results, err := b.Read()
	if err != nil {
		return nil, err // it was read when the bundle was opened
	}
	for _, one := range results {
		if c, is := one.(*reports.Check); is {
			v.remake(ctx, r, b, c)
		}
	}
	return v.concluded(r, results), ctx.Err()
}

// remake makes runs of a campaign again.
func (v *verification) remake(ctx context.Context, r *reports.Verified, b *bundle.Bundle, c *reports.Check) {
	fail := func(format string, args ...any) { r.Failed = append(r.Failed, fmt.Sprintf(format, args...)) }
	question, err := v.questionOf(c)
	if err != nil {
		fail("%v", err)
		return
	}
	m := &campaign.Remaking{Gate: question, Result: c, Engine: v.app.engines.named, Word: b.Digest + "\x00" + v.nonce, Runs: v.runs}
	for _, file := range b.Repros {
		repro, err := campaign.ParseRepro(file.Data, v.app.engines.own...)
		if err != nil {
			fail("repros/%s: %v", file.Name, err)
			continue
		}
		m.Repros = append(m.Repros, repro)
	}
	made, err := m.Run(ctx)
	if err != nil {
		fail("%v", err)
	}
	for _, x := range made {
		if !x.OK {
			fail("%s %s, seed %s: trace hash %s, want %s; %s", x.What, x.Name, x.Seed, x.Got, x.Expected, x.Verdict)
		}
	}
	r.Remade = append(r.Remade, made...)
}

// questionOf is the question that a result answers, if this build can ask it.
func (v *verification) questionOf(c *reports.Check) (*campaign.Gate, error) {
	e, err := v.app.engines.named(c.Engine)
	if err != nil {
		return nil, err
	}
	names := v.ran(c)
	var named []*scenarios.Scenario
	if c.RandomRuns == 0 && len(c.Scenarios) > 0 {
		if named, err = v.scenariosNamed(names); err != nil {
			return nil, err
		}
	}
	mine := v.made(c.Head, "check", c.Engine, named...).Identity
	if c.Identity == nil {
		return nil, fmt.Errorf("the result does not say what was tested: identity is null")
	}
	if what := c.Identity.Differs(mine); what != "" {
		return nil, fmt.Errorf("this build has another %s than the one that made the evidence, so that no run can be held against it: use pawl %s, revision %s", what, c.Build.Version, orNotKnown(c.Build.Revision))
	}
	v.gate.runs, v.gate.jobs = c.RandomRuns, v.jobs
	if named != nil {
		v.gate.runs = c.RunsMeant / len(named)
	}
	seed := seedFlag(0)
	if err := seed.Set(c.Seed); err != nil {
		return nil, fmt.Errorf("seed is %q: want a number", c.Seed)
	}
	v.gate.seed = uint64(seed)
	q, err := v.question(e, named)
	if err != nil {
		return nil, err
	}
	return q, v.equip(q)
}

func orNotKnown(text string) string {
	if text == "" {
		return "which it does not say"
	}
	return text
}

// ran are the scenarios of a result.
func (v *verification) ran(c *reports.Check) (names []string) {
	for _, s := range c.Scenarios {
		names = append(names, s.Name)
	}
	return names
}

// concluded comes to the verdict, and states it.
func (v *verification) concluded(r *reports.Verified, results []reports.Result) *reports.Verified {
	made := len(r.Remade) > 0
	switch {
	case len(r.Failed) > 0:
		r.Decide(reports.VerificationFailed)
		r.Closing = "Not verified: take nothing that is in it for shown. What fails is named above."
	case v.key == nil:
		r.Decide(reports.Pass)
		r.Closing = "The files are those of the manifest, and the runs are the same. Who made it was not asked: give --key."
	default:
		r.Decide(reports.Pass)
		r.Closing = "Verified: signed by the key that was given, every digest is right, and the runs are the same."
	}
	if r.Verdict == reports.Pass && !made {
		r.Closing += " No run was made again: the bundle has no result of check, or --runs is 0."
	}
	if v.statement == "" {
		return r
	}
	if err := v.state(r, results); err != nil {
		r.Decide(reports.InternalError)
		r.Error = &reports.Error{Message: err.Error()}
		r.Closing = "The statement could not be written: " + err.Error()
		return r
	}
	r.Written = v.statement
	return r
}

// state writes what was found as the verifier's own word.
func (v *verification) state(r *reports.Verified, results []reports.Result) (err error) {
	var properties []string
	if r.Signer != "" {
		properties = append(properties, intoto.Signed)
	}
	if r.Verdict == reports.Pass {
		properties = append(properties, intoto.Intact)
		if len(r.Remade) > 0 {
			properties = append(properties, intoto.Reproduced)
		}
		if !slices.ContainsFunc(results, func(x reports.Result) bool { return reports.HeadOf(x).Verdict != reports.Pass }) {
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
