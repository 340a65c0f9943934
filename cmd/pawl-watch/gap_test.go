package main

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"go.etcd.io/etcd/server/v3/embed"

	clientv3 "go.etcd.io/etcd/client/v3"

	"pawl/cmd/house/lengthy"
	"pawl/engine/etcd"
	"pawl/engine/etcd/embedded"
	"pawl/engine/reference"
)

func gapOf(words string) func([]line) bool {
	return func(all []line) bool {
		return slices.ContainsFunc(all, func(l line) bool { return l.Event == "gap" && strings.Contains(l.Why, words) })
	}
}

// TestAnotherStore has another store answer at the same address: an older copy, as it seems, and
// then another cluster. Each is a gap, and none is a pass.
func TestAnotherStore(t *testing.T) {
	t.Parallel()
	first, err := embedded.Start(t.TempDir(), embedded.Alone)
	must(t, err)
	at := first.Endpoint()
	c, err := clientv3.New(clientv3.Config{Endpoints: []string{at}})
	must(t, err)
	for range 5 {
		_, err = c.Put(t.Context(), root+"x", "y")
		must(t, err)
	}
	must(t, c.Close())
	s := begin(t, "--endpoints", at)
	first.Stop()
	older, err := embedded.Start(t.TempDir(), embedded.Alone, embedded.At(at))
	must(t, err)
	s.until(gapOf("put back to an older copy"))
	older.Stop()
	other, err := embedded.Start(t.TempDir(), embedded.Alone, embedded.At(at), func(c *embed.Config) { c.InitialClusterToken = "another" })
	must(t, err)
	t.Cleanup(other.Stop)
	s.until(gapOf("another cluster answers here"))
	last, code := s.ends()
	if code == 0 || last.Missed != 2 {
		t.Errorf("exit %d: %+v", code, last)
	}
}

// TestCompacted begins where nothing is any more.
func TestCompacted(t *testing.T) {
	t.Parallel()
	at := served(t)
	c, err := clientv3.New(clientv3.Config{Endpoints: []string{at}})
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	for range 5 {
		_, err = c.Put(t.Context(), root+"x", "y")
		must(t, err)
	}
	_, err = c.Compact(t.Context(), 4)
	must(t, err)
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"--endpoints", at, "--from-revision", "2"}, &out, &errs); code != 64 || !strings.Contains(errs.String(), "compacted away") {
		t.Errorf("exit %d: %s", code, errs.String())
	}
	s := begin(t, "--endpoints", at, "--from-revision", "1")
	s.until(gapOf("were compacted before they were read"))
	if last, code := s.ends(); code == 0 || last.Missed != 1 {
		t.Errorf("exit %d: %+v", code, last)
	}
}

// TestNoLeader takes two of a store's three members away in the middle of rotations. It is said
// that the store does not answer; what is written once it does again is followed to the last
// revision, so nothing is missed.
func TestNoLeader(t *testing.T) {
	lengthy.Only(t, "three members, of which two go away and come back")
	t.Parallel()
	cluster, err := embedded.Join(3, t.TempDir())
	must(t, err)
	t.Cleanup(cluster.Stop)
	access := etcd.Access{Endpoints: cluster.Endpoints(), Root: root}
	s := begin(t, following(strings.Join(access.Endpoints, ","))...)
	f := fleetOn(t, access, reference.Engine())
	f.rotates(t.Context(), 1)
	away := cluster.Members[1:]
	for _, m := range away {
		m.Stop()
	}
	s.until(func(all []line) bool { return all[len(all)-1].Event == "store" })
	var back sync.WaitGroup
	for _, m := range away { // neither is ready before the other
		back.Go(func() {
			if err := m.Start(); err != nil {
				t.Error(err)
			}
		})
	}
	back.Wait()
	f.rotates(t.Context(), 2)
	s.until(func(all []line) bool {
		return slices.ContainsFunc(all, func(l line) bool { return l.Did == "v1 REVOKED" })
	})
	if last, code := s.ends(); code != 0 || last.Missed > 0 {
		t.Errorf("exit %d: %+v\n%s", code, last, s.out.String())
	}
}
