package embedded

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
)

// Cluster is several servers that are one store.
type Cluster struct{ Members []*Server }

// Join starts a cluster of n members, in folders below one that nobody else uses.
func Join(n int, dir string, changes ...func(*embed.Config)) (*Cluster, error) {
	c := &Cluster{}
	var all []string
	for i := range n {
		name := fmt.Sprintf("m%d", i+1)
		config := configOf(name, filepath.Join(dir, name))
		peer, err := free()
		if err != nil {
			return nil, err
		}
		at := []url.URL{{Scheme: "http", Host: peer}}
		config.ListenPeerUrls, config.AdvertisePeerUrls = at, at
		all = append(all, name+"=http://"+peer)
		for _, change := range changes {
			change(config)
		}
		c.Members = append(c.Members, &Server{config: config})
	}
	for _, s := range c.Members {
		s.config.InitialCluster = strings.Join(all, ",")
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	return c, nil
}

// Start starts all members, with what is in their folders, or none.
func (c *Cluster) Start() (err error) {
	defer func() {
		if err != nil {
			c.Stop()
		}
	}()
	for i, s := range c.Members { // none is ready before there are enough of them
		if s.etcd, err = embed.StartEtcd(s.config); err != nil {
			return fmt.Errorf("member %d does not start: %w", i+1, err)
		}
	}
	for _, s := range c.Members {
		if err = s.ready(); err != nil {
			return err
		}
	}
	return nil
}

// Stop stops all members.
func (c *Cluster) Stop() {
	for _, s := range c.Members {
		s.Stop()
	}
}

// Endpoints are where clients find them.
func (c *Cluster) Endpoints() (all []string) {
	for _, s := range c.Members {
		all = append(all, s.Endpoint())
	}
	return all
}

// Elect has the leader hand over to the next member, and waits until that leads.
func (c *Cluster) Elect() error {
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	for ctx.Err() == nil {
		for i, s := range c.Members {
			leader := s.etcd.Server
			next := c.Members[(i+1)%len(c.Members)].etcd.Server.MemberID()
			if leader.Leader() != leader.MemberID() {
				continue
			}
			if err := leader.MoveLeader(ctx, uint64(leader.MemberID()), uint64(next)); err == nil {
				return nil
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	return errors.New("no member hands leadership over")
}
