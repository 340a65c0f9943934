package setting

import (
	"time"

	"pawl/engine"

	"github.com/spf13/pflag"
)

// All is what a process of a deployment can be told. One that a command does not use may stand
// in the file all the same: the parts of a deployment can share one.
type All struct {
	Config string

	Data, Name, Pool string
	Keys             []string

	Store                      Store
	Pager                      Alerts
	CA, Cert, Key              string
	Listen, Workers, KeySource string
	Socket, NodeKey            string
	Admin, LogLevel, Witness   string
	Nodes, WorkersHere         int
	Every                      time.Duration
	Rotations                  int
	Policy                     engine.Policy
}

// Flags are all settings, with what holds where nothing is said.
func (s *All) Flags(p engine.Policy, level string) *pflag.FlagSet {
	f := pflag.NewFlagSet("pawld", pflag.ContinueOnError)
	f.StringVar(&s.Config, "config", "", "file of settings, in YAML")
	f.StringSliceVar(&s.Keys, "keys", []string{"payments"}, "the keys that are rotated")
	f.StringVar(&s.LogLevel, "log-level", level, "debug, info, warn or error")
	f.StringVar(&s.Admin, "admin", "", "address of /healthz, /readyz and /metrics, in plain HTTP: keep it to this machine or to a closed network; empty: none")
	f.StringVar(&s.Data, "data", "", "folder for what has to outlive the process")
	f.StringVar(&s.Name, "name", "", "of this machine; no two that run at once may share it")
	f.StringVar(&s.Pool, "pool", "a", "the node's pool")
	f.StringSliceVar(&s.Store.Endpoints, "etcd", nil, "client addresses of etcd's members themselves")
	f.StringVar(&s.Store.Root, "root", "/pawl/", "before all keys in etcd")
	f.StringVar(&s.Store.CA, "etcd-ca", "", "authority of etcd's certificates; empty: no TLS to etcd")
	f.StringVar(&s.Store.Cert, "etcd-cert", "", "certificate for etcd")
	f.StringVar(&s.Store.Key, "etcd-key", "", "its key")
	f.StringVar(&s.Store.User, "etcd-user", "", "etcd's user, where it wants a password; a certificate of its own is better")
	f.StringVar(&s.Store.Password, "etcd-password-file", "", "file with that user's password")
	f.StringVar(&s.Pager.Address, "pager", "", "URL that takes alerts, as JSON by POST; empty: they are logged and counted, and nobody is woken")
	f.StringVar(&s.Pager.Token, "pager-token-file", "", "file with a bearer token for it")
	f.StringVar(&s.CA, "ca", "", "authority of the deployment's certificates")
	f.StringVar(&s.Cert, "cert", "", "this process's certificate, which names its role")
	f.StringVar(&s.Key, "key", "", "its key")
	f.StringVar(&s.Listen, "listen", "", "address to answer at, over mutual TLS")
	f.StringVar(&s.Workers, "worker", "", "address of a worker")
	f.StringVar(&s.KeySource, "key-service", "", "address of the key service")
	f.StringVar(&s.Socket, "socket", "", "Unix socket for this node's host")
	f.StringVar(&s.NodeKey, "node-key", "", "file of 32 random bytes, under which the node's folder is encrypted")
	f.StringVar(&s.Witness, "witness", "", "file that remembers how far the data folder was, best on another disk; empty: one in the folder")
	f.IntVar(&s.Nodes, "nodes", 3, "how many nodes there are")
	f.IntVar(&s.WorkersHere, "workers", 2, "how many workers there are")
	f.DurationVar(&s.Every, "every", 15*time.Second, "a rotation so often; 0: only the first one")
	f.IntVar(&s.Rotations, "rotations", 0, "stop after so many rotations; 0: never")
	Policy(f, &s.Policy, p)
	return f
}
