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

// settings are all that a process can be told.
type settings struct{ setting.All }

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
	if err := s.keysGiven(); err != nil {
		return err
	}
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
