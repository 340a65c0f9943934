package embedded

import (
	"fmt"
	"path/filepath"

	"go.etcd.io/etcd/etcdutl/v3/snapshot"
	"go.uber.org/zap"
)

// Restore has the members of a cluster that is stopped be those of a copy of its data, as whoever
// puts a backup back does it: in new folders below one that nobody else uses, with revisions that
// go on so far beyond the copy's, and all up to there forgotten. Under another token it is another
// generation of the store; under the same one nothing tells.
func (c *Cluster) Restore(file, dir, token string, beyond uint64) error {
	for _, s := range c.Members {
		to := filepath.Join(dir, s.config.Name)
		err := snapshot.NewV3(zap.NewNop()).Restore(snapshot.RestoreConfig{SnapshotPath: file, Name: s.config.Name, OutputDataDir: to,
			PeerURLs: []string{s.config.AdvertisePeerUrls[0].String()}, InitialCluster: s.config.InitialCluster, InitialClusterToken: token,
			RevisionBump: beyond, MarkCompacted: true})
		if err != nil {
			return fmt.Errorf("%s cannot be put back: %w", s.config.Name, err)
		}
		s.config.Dir, s.config.InitialClusterToken = to, token
	}
	return nil
}

// Token is that of the cluster.
func (c *Cluster) Token() string { return c.Members[0].config.InitialClusterToken }
