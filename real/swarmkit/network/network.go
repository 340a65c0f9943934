package network

import (
	"cmp"
	"slices"

	"github.com/moby/swarmkit/v2/api"
)

// Subsystems, as swarmkit calls them, and how many keys it has of each.
const (
	Gossip       = "networking:gossip"
	IPSec        = "networking:ipsec"
	PerSubsystem = 3
)

// A Network is what an agent hands its keys to, and what seals and opens with them.
type Network interface {
	Take(keys []*api.EncryptionKey)
	Primary(subsystem string) *api.EncryptionKey // nil: none
	Opens(subsystem string) []*api.EncryptionKey
}

// Told makes a network that has what it was told last.
func Told() Network { return new(told) }

// Libnetwork makes one that has what moby's libnetwork has.
func Libnetwork() Network { return new(libnetwork) }

// Has says whether a key of a lamport time is among some.
func Has(keys []*api.EncryptionKey, at uint64) bool {
	return slices.ContainsFunc(keys, func(k *api.EncryptionKey) bool { return k.LamportTime == at })
}

// told is a network that has what it was told last: it forgets no key that it should have, and
// keeps none that it should not. What goes wrong with it goes wrong in swarmkit.
type told struct{ keys []*api.EncryptionKey }

func (n *told) Take(keys []*api.EncryptionKey)                    { n.keys = keys }
func (n *told) Primary(subsystem string) *api.EncryptionKey       { return second(n.keys, subsystem) }
func (n *told) Opens(subsystem string) (all []*api.EncryptionKey) { return of(n.keys, subsystem) }

// of are a subsystem's keys, by their lamport times.
func of(keys []*api.EncryptionKey, subsystem string) (all []*api.EncryptionKey) {
	for _, k := range keys {
		if k.Subsystem == subsystem {
			all = append(all, k)
		}
	}
	slices.SortFunc(all, byTime)
	return all
}

func byTime(a, b *api.EncryptionKey) int { return cmp.Compare(a.LamportTime, b.LamportTime) }

// second is the primary key, by libnetwork's getPrimaryKeyTag: the oldest but one. So the newest
// is known everywhere before anybody seals under it.
func second(keys []*api.EncryptionKey, subsystem string) *api.EncryptionKey {
	if all := of(keys, subsystem); len(all) > 1 {
		return all[1]
	}
	return nil
}

// libnetwork is a model, by its source, of what moby's libnetwork makes of the keys: SetKeys and
// handleKeyChange (daemon/libnetwork/agent.go), the key functions of networkdb/cluster.go, and
// memberlist's Keyring under them. Of several keys that are new at once, and of several that are
// gone, gossip is told of one. The overlay driver, which has the keys of ipsec, is not modelled: it
// has what was told last.
type libnetwork struct {
	told
	up   bool
	keys []*api.EncryptionKey // the controller's
	db   []*api.EncryptionKey // networkdb's config.Keys
	ring []*api.EncryptionKey // memberlist's: the first is the primary
}

func (n *libnetwork) Primary(subsystem string) *api.EncryptionKey {
	if subsystem == Gossip {
		if len(n.ring) == 0 {
			return nil
		}
		return n.ring[0]
	}
	return n.told.Primary(subsystem)
}

func (n *libnetwork) Opens(subsystem string) []*api.EncryptionKey {
	if subsystem == Gossip {
		return n.ring
	}
	return n.told.Opens(subsystem)
}

// Take is SetKeys.
func (n *libnetwork) Take(keys []*api.EncryptionKey) {
	for _, s := range []string{Gossip, IPSec} {
		if len(of(keys, s)) != PerSubsystem {
			return // "incorrect number of keys"
		}
	}
	n.told.Take(keys)
	if n.up {
		n.change(keys)
		return
	}
	n.up, n.keys = true, slices.Clone(keys)
	all := of(keys, Gossip)
	all[0], all[1] = all[1], all[0]
	n.db, n.ring = slices.Clone(all), slices.Clone(all)
}

// change is handleKeyChange. Its first loop does not look at what it has just moved to where it
// is, and so may keep a key that is gone.
func (n *libnetwork) change(keys []*api.EncryptionKey) {
	var added, deleted *api.EncryptionKey
	j := len(n.keys)
	for i := 0; i < j; i++ {
		if k := n.keys[i]; !Has(keys, k.LamportTime) {
			if k.Subsystem == Gossip {
				deleted = k
			}
			j--
			n.keys[i], n.keys[j] = n.keys[j], nil
		}
	}
	n.keys = n.keys[:j]
	for _, k := range keys {
		if !Has(n.keys, k.LamportTime) {
			n.keys = append(n.keys, k)
			if k.Subsystem == Gossip {
				added = k
			}
		}
	}
	if added != nil && index(n.db, added) < 0 { // SetKey
		n.db = append(n.db, added)
		n.ring = append(n.ring, added)
	}
	slices.SortFunc(n.keys, byTime) // as getPrimaryKeyTag leaves them
	if p := second(n.keys, Gossip); p != nil {
		n.use(p)
	}
	if deleted != nil {
		n.remove(deleted)
	}
}

// use is SetPrimaryKey: what has not been added cannot be the primary key, and the old one stays.
func (n *libnetwork) use(key *api.EncryptionKey) {
	i := index(n.ring, key)
	if index(n.db, key) < 0 || i < 0 {
		return
	}
	p := n.ring[i]
	n.ring = slices.Insert(slices.Delete(n.ring, i, i+1), 0, p)
}

// remove is RemoveKey: memberlist does not let go of its primary key.
func (n *libnetwork) remove(key *api.EncryptionKey) {
	if i := index(n.db, key); i >= 0 {
		n.db = slices.Delete(n.db, i, i+1)
		if i := index(n.ring, key); i > 0 {
			n.ring = slices.Delete(n.ring, i, i+1)
		}
	}
}

// index is where a key is that has the same bytes; -1 if none has.
func index(keys []*api.EncryptionKey, key *api.EncryptionKey) int {
	return slices.IndexFunc(keys, func(k *api.EncryptionKey) bool { return string(k.Key) == string(key.Key) })
}
