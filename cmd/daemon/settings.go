package daemon

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

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

	Etcd                       []string
	Root                       string
	EtcdCA, EtcdCert, EtcdKey  string
	EtcdUser, EtcdPassword     string // the password's file
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
	f.StringSliceVar(&s.Etcd, "etcd", nil, "client addresses of etcd's members themselves")
	f.StringVar(&s.Root, "root", "/pawl/", "before all keys in etcd")
	f.StringVar(&s.EtcdCA, "etcd-ca", "", "authority of etcd's certificates; empty: no TLS to etcd")
	f.StringVar(&s.EtcdCert, "etcd-cert", "", "certificate for etcd")
	f.StringVar(&s.EtcdKey, "etcd-key", "", "its key")
	f.StringVar(&s.EtcdUser, "etcd-user", "", "etcd's user, where it wants a password; a certificate of its own is better")
	f.StringVar(&s.EtcdPassword, "etcd-password-file", "", "file with that user's password")
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
	s.policyFlags(f, p)
	return f
}

func (s *settings) policyFlags(f *pflag.FlagSet, p engine.Policy) {
	s.Policy = p
	to := &s.Policy
	f.DurationVar(&to.SealLease, "seal-lease", p.SealLease, "how long a node may seal without renewing; whole seconds")
	f.DurationVar(&to.OpenLease, "open-lease", p.OpenLease, "how long a node may open without renewing; whole seconds")
	f.DurationVar(&to.OwnerLease, "owner-lease", p.OwnerLease, "how long an owner may be silent; whole seconds")
	f.DurationVar(&to.PublishLead, "publish-lead", p.PublishLead, "the oldest view of a relying party")
	f.DurationVar(&to.PublishDeadline, "publish-deadline", p.PublishDeadline, "the next version not held everywhere by then: abort")
	f.DurationVar(&to.DrainDeadline, "drain-deadline", p.DrainDeadline, "sealing not ended everywhere by then: it is given back")
	f.DurationVar(&to.Lifetime, "lifetime", p.Lifetime, "of what is sealed, from the end of sealing under its version")
	f.DurationVar(&to.Due, "due", p.Due, "age of a version at which people are told; 0: never")
	f.DurationVar(&to.Emission, "emission", p.Emission, "how long an answer may be under way; a slower one is dropped by the host")
	f.Int64Var(&to.DriftPPM, "drift-ppm", p.DriftPPM, "how far any clock's rate may be off, in parts per million")
	f.DurationVar(&to.WallSkew, "wall-skew", p.WallSkew, "how far any wall clock may be off")
	f.IntVar(&to.Attempts, "attempts", p.Attempts, "of a step, before the rotation halts")
	f.DurationVar(&to.Backoff, "backoff", p.Backoff, "before the second attempt")
	f.StringSliceVar(&to.Callers, "callers", p.Callers, "names that may ask for a rotation")
	f.StringSliceVar(&to.Operators, "operators", p.Operators, "names that may act, and approve")
	f.DurationVar(&to.KeyLife, "key-life", p.KeyLife, "how long after its making a version may be used at all; 0: for ever")
	f.IntVar(&to.SealLimit, "seal-limit", p.SealLimit, "how often may be sealed under a version; 0: without limit")
	f.StringVar(&to.Anchor, "anchor", p.Anchor, "the key under whose active version all others' are issued; empty: none")
	f.BoolVar(&to.Canary, "canary", p.Canary, "let pools in one after another")
	f.BoolVar(&to.Spare, "spare", p.Spare, "have the next version ready before anybody asks")
	f.BoolVar(&to.Changing, "changing", p.Changing, "another policy may come to some processes before others")
	f.IntVar(&to.PoolStamps, "pool-stamps", p.PoolStamps, "how many nodes of each pool must serve")
}

// deployedPolicy is what holds for a deployment that says nothing: leases that one etcd bears
// for hundreds of nodes, and time for people.
func deployedPolicy() engine.Policy {
	return engine.Policy{
		SealLease: 30 * time.Second, OpenLease: 2 * time.Minute, OwnerLease: 10 * time.Second,
		PublishLead: time.Minute, PublishDeadline: 10 * time.Minute, DrainDeadline: 2 * time.Minute,
		Lifetime: 30 * 24 * time.Hour, Due: 90 * 24 * time.Hour,
		Emission: 50 * time.Millisecond, DriftPPM: 500, WallSkew: 2 * time.Second,
		Attempts: 5, Backoff: 200 * time.Millisecond, PoolStamps: 1,
		Callers: []string{"scheduler"}, Operators: []string{},
	}
}

// devPolicy is for a rotation that can be watched.
func devPolicy() engine.Policy {
	p := deployedPolicy()
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
