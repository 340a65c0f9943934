package daemon

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"pawl/cmd/setting"
	"pawl/engine"
	"pawl/engine/credentials"
	"pawl/engine/httpapi"

	"github.com/spf13/pflag"
)

// settings are all that a process can be told. One that a command does not use may stand in
// the file all the same: the parts of a deployment can share one.
type settings struct {
	Config string

	Data, Name, Pool string
	Keys             []string

	Store                      setting.Store
	Pager, PagerToken          string // the token's file
	CA, Cert, Key              string
	Listen, Workers, KeySource string
	Socket, NodeKey            string
	Admin, LogLevel, Witness   string
	Nodes, WorkersHere         int
	Every                      time.Duration
	Rotations                  int
	Policy                     engine.Policy
}

// Groups of flags that commands use.
var (
	ofAll    = []string{"config", "keys", "log-level", "admin"}
	ofTLS    = []string{"ca", "cert", "key"}
	ofStore  = []string{"etcd", "root", "etcd-ca", "etcd-cert", "etcd-key", "etcd-user", "etcd-password-file", "pager", "pager-token-file"}
	ofPolicy = []string{"seal-lease", "open-lease", "owner-lease", "publish-lead", "publish-deadline", "drain-deadline", "lifetime", "due",
		"emission", "drift-ppm", "wall-skew", "attempts", "backoff", "callers", "operators", "pool-stamps",
		"key-life", "seal-limit", "anchor", "canary", "spare", "changing"}
	ofEngine = []string{"name", "key-service"}
)

// flags are all settings, with what holds where nothing is said.
func (s *settings) flags(p engine.Policy, level string) *pflag.FlagSet {
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
	f.StringVar(&s.Pager, "pager", "", "URL that takes alerts, as JSON by POST; empty: they are logged and counted, and nobody is woken")
	f.StringVar(&s.PagerToken, "pager-token-file", "", "file with a bearer token for it")
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
	setting.Policy(f, &s.Policy, p)
	return f
}

// devPolicy is for a rotation that can be watched.
func devPolicy() engine.Policy {
	p := setting.Deployed()
	p.SealLease, p.OpenLease, p.OwnerLease = 2*time.Second, 3*time.Second, 2*time.Second
	p.PublishLead, p.PublishDeadline, p.DrainDeadline = 500*time.Millisecond, 10*time.Second, 5*time.Second
	p.Lifetime, p.Due = 20*time.Second, 0
	p.Emission, p.Backoff = 10*time.Millisecond, 50*time.Millisecond
	p.Callers, p.Operators = []string{"scheduler", "alice"}, []string{"alice", "bob"}
	return p
}

// files is where the process's certificate is.
func (s *settings) files() credentials.Papers {
	return credentials.Papers{Authority: s.CA, Certificate: s.Cert, Key: s.Key}
}

// needs says which settings are missing.
func needs(f *pflag.FlagSet, names ...string) error {
	var missing []string
	for _, n := range names {
		if f.Lookup(n).Value.String() == "" || f.Lookup(n).Value.String() == "[]" {
			missing = append(missing, "--"+n)
		}
	}
	if len(missing) > 0 {
		return usage{fmt.Errorf("%s must be given, on the command line, in the environment or in the file", strings.Join(missing, ", "))}
	}
	return nil
}

// validate says what is wrong between settings.
func (s *settings) validate() error {
	for _, key := range s.Keys {
		if !engine.ValidName(key) {
			return usage{fmt.Errorf("keys: %q is no name of a key; want 1 to 64 letters, digits, dots, dashes or underscores", key)}
		}
	}
	for _, name := range append(append([]string{}, s.Policy.Callers...), s.Policy.Operators...) {
		if err := (httpapi.Holder{Role: httpapi.Operator, Name: name}).Validate(); err != nil {
			return usage{fmt.Errorf("callers and operators: %w", err)}
		}
	}
	if err := s.Policy.Validate(); err != nil {
		return usage{fmt.Errorf("policy: %w", err)}
	}
	return nil
}

// logger writes what happens for machines.
func (s *settings) logger() (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		return nil, usage{fmt.Errorf("log-level: %q is none; want debug, info, warn or error", s.LogLevel)}
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level})), nil
}
