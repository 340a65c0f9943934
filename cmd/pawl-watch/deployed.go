package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"pawl/cmd/setting"
)

// deployed has, for flags here, what they are called in the settings of pawld. The policy's are
// called the same.
var deployed = map[string]string{
	"endpoints": "etcd", "prefix": "root", "cacert": "etcd-ca", "cert": "etcd-cert", "key": "etcd-key",
	"user": "etcd-user", "password-file": "etcd-password-file", "page": "pager", "page-token-file": "pager-token-file",
}

// asDeployed sets what no flag has said to what the settings of the deployment say, where they
// say it.
func asDeployed(f *pflag.FlagSet, file string) error {
	if file == "" {
		return nil
	}
	there := new(setting.All).Flags(setting.Deployed(), "")
	said, err := setting.InFile(there, file)
	if err != nil {
		return fmt.Errorf("--config: %w", err)
	}
	policy := setting.PolicyAlone(setting.Deployed())
	f.VisitAll(func(g *pflag.Flag) {
		name := deployed[g.Name]
		if policy.Lookup(g.Name) != nil {
			name = g.Name
		}
		if text, is := said[name]; is && !g.Changed {
			if wrong := f.Set(g.Name, text); wrong != nil && err == nil {
				err = fmt.Errorf("--config: %s: %s: %w", file, name, wrong)
			}
		}
	})
	return err
}
