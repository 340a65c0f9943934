package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"pawl"
	"pawl/engine"
	"pawl/engine/planted"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
)

// made titles the result of a verb that makes runs: of an engine by name, or of all that must
// fail, in the scenarios of the library or in others.
func (a *app) made(h reports.Head, command, engine string, others ...*scenarios.Scenario) reports.Head {
	h = titled(h, command)
	h.Build = revised(h.Build)
	h.Identity = &reports.Identity{
		Engine:     a.engines.digest(engine),
		Harness:    pawl.Harness.Digest(),
		FaultModel: pawl.FaultModel.Digest(),
		Scenarios:  a.scenariosDigest(others),
		Policy:     a.engines.policyDigest(engine),
		Executable: executable(),
		Began:      a.began.UTC().Format(time.RFC3339),
		Ended:      time.Now().UTC().Format(time.RFC3339),
	}
	return h
}

// mustFail stands for all engines that come with the build and must fail.
const mustFail = ""

// digest is that of an engine's source, or of the two that run side by side; "" where this
// build does not have it, as of somebody else's.
func (all *engines) digest(name string) string {
	one, other, two := strings.Cut(name, engine.Between)
	if !two {
		if p := all.sourceOf(one); p != nil {
			return p.Digest()
		}
		return ""
	}
	first, second := all.digest(one), all.digest(other)
	if first == "" || second == "" {
		return ""
	}
	return reports.Digest([]byte(first + second))
}

// sourceOf is what an engine is made of, if this build has it.
func (all *engines) sourceOf(name string) pawl.Sources {
	name = planted.Bare(name)
	ours := func(w wrong.Engine) bool { return w.Name == name }
	switch {
	case slices.ContainsFunc(all.own, ours):
		return nil
	case name == mustFail, slices.ContainsFunc(all.wrong, ours):
		return pawl.Wrong
	case name == reference.Engine().Name:
		return pawl.Reference
	}
	return nil
}

// policyDigest is that of the policy that an engine is run with where none is drawn.
func (all *engines) policyDigest(name string) string {
	p := engine.StandardPolicy()
	if e, err := all.named(name); err == nil {
		if home := all.homeOf(e); home != nil {
			p = home(e, 0).Policy
		}
	}
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // numbers and texts
	}
	return reports.Digest(text)
}

// scenariosDigest is that of scenarios that were chosen, or else of all that come with the build.
func (a *app) scenariosDigest(all []*scenarios.Scenario) string {
	if len(all) == 0 {
		all, _ = a.library() // a broken one was said before
	}
	sum := sha256.New()
	for _, s := range all {
		_, _ = fmt.Fprintf(sum, "%s\x00%d\x00%s", s.Name, len(s.Source()), s.Source()) // does not fail
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// executable is the digest of the program that runs; "" if it cannot be read.
func executable() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // it was only read
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}
