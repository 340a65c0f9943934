package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"pawl/cmd/setting"
	"pawl/engine"
	"pawl/engine/pager"
	"pawl/engine/reference"
	"pawl/live/follow"
)

// asked is what is to be followed, and how.
type asked struct {
	store        setting.Store
	engine       string
	from         int64
	every, lasts time.Duration
	page         setting.Alerts
	webhook      *pager.Webhook // nil: nobody is paged
	config       string
	histories    string
	json, quiet  bool
	policy       engine.Policy
	held         held // what is known of the policy
	engines      []engine.Engine
}

func (a *asked) flags(f *pflag.FlagSet) {
	f.StringSliceVar(&a.store.Endpoints, "endpoints", nil, "client addresses of etcd's members themselves")
	f.StringVar(&a.engine, "engine", "reference", "the engine that the deployment runs")
	f.StringVar(&a.store.Root, "prefix", "/pawl/", "before all keys in etcd; what pawld calls root")
	f.StringVar(&a.store.CA, "cacert", "", "authority of etcd's certificates; empty: no TLS")
	f.StringVar(&a.store.Cert, "cert", "", "certificate for etcd")
	f.StringVar(&a.store.Key, "key", "", "its key")
	f.StringVar(&a.store.User, "user", "", "user of etcd; the right to read is enough")
	f.StringVar(&a.store.Password, "password-file", "", "file with the user's password")
	f.Int64Var(&a.from, "from-revision", 0, "begin with this revision; 0: with what there is now")
	f.StringVar(&a.config, "config", "", "file of the deployment's settings, as pawld reads it: what it says of etcd, the pager and the policy holds where no flag says otherwise")
	f.StringVar(&a.page.Address, "page", "", "URL that each finding and each gap is posted to, as JSON")
	f.StringVar(&a.page.Token, "page-token-file", "", "file with a bearer token for it")
	f.BoolVar(&a.json, "json", false, "write an object a line, the summary last")
	f.BoolVar(&a.quiet, "quiet", false, "do not tell of transitions")
	f.StringVar(&a.histories, "histories", "", "write the history of each finding into this folder, for pawl judge")
	f.DurationVar(&a.lasts, "for", 0, "stop after so long; 0: when told to")
	f.DurationVar(&a.every, "every", time.Second, "look so often where the store is")
	setting.Policy(f, &a.policy, setting.Deployed())
	a.engines = []engine.Engine{reference.Engine()}
}

// follows is the engine whose deployment it is.
func (a *asked) follows() (*engine.Engine, error) {
	var names []string
	for i := range a.engines {
		if names = append(names, a.engines[i].Name); a.engines[i].Name == a.engine {
			return &a.engines[i], nil
		}
	}
	return nil, fmt.Errorf("--engine: no engine is called %q; what a deployment runs, and what its store means, is known of: %s", a.engine, strings.Join(names, ", "))
}

// check says what is wrong with what was asked for.
func (a *asked) check() error {
	switch {
	case len(a.store.Endpoints) == 0:
		return errors.New("--endpoints must be given, or etcd in the file of --config: the client addresses of etcd's members, such as https://etcd-1:2379")
	case a.from < 0:
		return fmt.Errorf("--from-revision %d: want 1 or more, or 0 for the present", a.from)
	case a.lasts < 0:
		return fmt.Errorf("--for %s: want a time such as 30m, or 0 for no end", a.lasts)
	case a.every < 100*time.Millisecond || a.every > time.Minute:
		return fmt.Errorf("--every %s: want 100ms to 1m", a.every)
	case (a.store.User == "") != (a.store.Password == ""):
		return errors.New("--user and --password-file: one without the other; give both, or a client certificate")
	case (a.store.Cert == "") != (a.store.Key == ""):
		return errors.New("--cert and --key: one without the other; give both")
	case a.store.Cert != "" && a.store.CA == "":
		return errors.New("--cert without --cacert: say which authority etcd's certificates are of")
	case a.store.CA == "" && strings.HasPrefix(a.store.Endpoints[0], "https://"):
		return fmt.Errorf("%s without --cacert: say which authority etcd's certificates are of", a.store.Endpoints[0])
	case a.policy.Changing:
		return errors.New("--changing: a fleet under two policies at a time cannot be followed; follow it when all are under one")
	}
	var err error
	if a.webhook, err = a.page.Webhook(); err != nil {
		return fmt.Errorf("--page: %w", err)
	}
	if err := a.policy.Validate(); err != nil {
		return fmt.Errorf("policy: %w", err)
	}
	return a.room()
}

// room sees to it that histories can be written, before there is one: what is found at night is
// not to be lost for want of a folder.
func (a *asked) room() error {
	if a.histories == "" {
		return nil
	}
	err := os.MkdirAll(a.histories, 0o755)
	if err == nil {
		var f *os.File
		if f, err = os.CreateTemp(a.histories, ".pawl-*"); err == nil {
			err = errors.Join(f.Close(), os.Remove(f.Name()))
		}
	}
	if err != nil {
		return fmt.Errorf("--histories %s: nothing can be written there; name a folder in which this may write: %w", a.histories, err)
	}
	return nil
}

// source is the store to follow.
func (a *asked) source(clock func() time.Duration, tell func(error)) (*follow.Lookout, error) {
	access, err := a.store.Access(tell)
	if err != nil {
		return nil, err
	}
	return &follow.Lookout{Access: access, From: a.from, Every: a.every, Clock: clock}, nil
}

// before is by how much time begins to be counted before the start: longer ago than anything
// that a bound of the policy counts from has to be known.
func (a *asked) before() time.Duration {
	p := &a.policy
	longest := max(p.SealLease, p.OpenLease, p.OwnerLease, p.PublishLead, p.PublishDeadline, p.DrainDeadline, p.Lifetime, p.Due, p.KeyLife)
	return (2*longest + time.Hour).Truncate(time.Hour)
}
