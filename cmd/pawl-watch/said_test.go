package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"pawl/checker"
	"pawl/engine/etcd/embedded"
	"pawl/engine/reference"
)

// spoken runs the command as people read it, until it has said something, and gives what it said.
func spoken(t *testing.T, until string, then func(), args ...string) (out, errs string, code int) {
	t.Helper()
	var mu sync.Mutex
	var said, wrong bytes.Buffer
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, append([]string{"--every", "100ms"}, args...), locked{&mu, &said}, locked{&mu, &wrong})
	}()
	hears := func(text string) {
		for end := time.Now().Add(embedded.Patience); ; time.Sleep(10 * time.Millisecond) {
			mu.Lock()
			has := strings.Contains(said.String(), text)
			all := said.String() + wrong.String()
			mu.Unlock()
			if has {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("%q was not said in\n%s", text, all)
			}
		}
	}
	hears("Judged in part")
	if then != nil {
		then()
	}
	hears(until)
	stop()
	code = <-done
	return said.String(), wrong.String(), code
}

// TestThePastIsToldAsSuch follows from the first revision what was there already, by another
// policy than the deployment's: nothing of it has a time, none of it is held against anybody, and
// it is said that nobody has said what the policy is.
func TestThePastIsToldAsSuch(t *testing.T) {
	t.Parallel()
	endpoint := served(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*embedded.Patience)
	defer cancel()
	f := newFleet(t, endpoint, reference.Engine())
	f.rotates(ctx, 1)
	f.rotates(ctx, 2)
	out, _, code := spoken(t, "before payments COMMITTED", nil, "--endpoints", endpoint, "--from-revision", "1")
	for _, want := range []string{"from its first revision on.", "were there before: when they came is not known", "was not said. It is held against what pawld does", "lifetime 720h", "nothing that takes a time was judged"} {
		if strings.Count(out, want) != 1 {
			t.Errorf("%q is not said once in\n%s", want, out)
		}
	}
	if strings.Contains(out, "VIOLATION") || strings.Contains(out, "holds 0 keys") || code != 0 {
		t.Errorf("exit %d\n%s", code, out)
	}
	s := begin(t, following(endpoint, "--from-revision", "3")...)
	s.until(func(all []line) bool { return len(all) > 3 })
	s.ends()
	first, _, _ := strings.Cut(s.out.String(), "\n")
	var start struct {
		Past     *past
		PolicyOf string `json:"policy_of"`
		Policy   []policyValue
	}
	must(t, json.Unmarshal([]byte(first), &start))
	if start.Past == nil || start.Past.First != 3 || start.Past.Last < 10 || start.PolicyOf != "flags" || len(start.Policy) < 10 {
		t.Errorf("%+v", start)
	}
	if !strings.Contains(s.out.String(), `{"event":"transition","key"`) {
		t.Errorf("no transition without a time in\n%s", s.out.String())
	}
}

// TestAViolationIsOneThoughItsFactsAreLost takes the folder of histories away, and wants what is
// found to count all the same, in words that people read, with the verdict last.
func TestAViolationIsOneThoughItsFactsAreLost(t *testing.T) {
	t.Parallel()
	endpoint := served(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*embedded.Patience)
	defer cancel()
	f := newFleet(t, endpoint, reference.Engine())
	f.rotates(ctx, 1)
	c, err := clientv3.New(clientv3.Config{Endpoints: []string{endpoint}})
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	dir := filepath.Join(t.TempDir(), "deep", "found")
	out, errs, code := spoken(t, "VIOLATION", func() {
		must(t, os.Remove(dir)) // it was made
		record, err := c.Get(ctx, root+reference.RecordKey(rotated))
		must(t, err)
		f.rotates(ctx, 2)
		_, err = c.Put(ctx, string(record.Kvs[0].Key), string(record.Kvs[0].Value))
		must(t, err)
	}, following(endpoint, "--histories", dir)...)
	if code != 1 || !strings.Contains(errs, "--histories: a finding's facts could not be written") {
		t.Errorf("exit %d, %s", code, errs)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if last := lines[len(lines)-1]; !strings.HasSuffix(last, "Verdict: violation.") {
		t.Errorf("the last line is %q", last)
	}
	if strings.Count(out, "Not judged, since") != 1 || !strings.Contains(out, "It is held against the policy of flags: ") {
		t.Error(out)
	}
}

// TestMomentsAreDates: what is as long ago as the count begins is a moment.
func TestMomentsAreDates(t *testing.T) {
	zero := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	s := &teller{zero: zero, known: 100 * time.Hour}
	if got := s.dated("v1 was sealed under at 100h0m1.5s, 3m0s after (101h0m0s)."); got != "v1 was sealed under at 2026-01-06T04:00:01.500Z, 3m0s after (2026-01-06T05:00:00.000Z)." {
		t.Error(got)
	}
}

// TestNoPromiseOfWhatJudgeRefuses: what somebody has made of a store may be nothing that judge can
// tell the meaning of.
func TestNoPromiseOfWhatJudgeRefuses(t *testing.T) {
	var out bytes.Buffer
	say := &teller{out: &out}
	fit := &checker.History{Machines: []checker.Machine{{Name: "worker/1", Duty: checker.WorkerDuty}}}
	for _, h := range []*checker.History{fit, {}} {
		say.finding(&alert{History: "f.json", unfit: unfit(h)})
	}
	if s := out.String(); strings.Count(s, "pawl judge f.json") != 1 || strings.Count(s, "in f.json, which pawl judge does not take: Machines is empty") != 1 {
		t.Error(s)
	}
}
