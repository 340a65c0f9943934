package daemon

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"pawl/cmd/setting"
	"pawl/engine"
	"pawl/engine/etcd"
)

// forWatch writes what pawl-watch has to know of a deployment, as settings: where its etcd is, and
// the whole of its policy. Under another one, what is right here would be held against it.
func forWatch(w io.Writer, a etcd.Access, p *engine.Policy) error {
	var quoted []string
	for _, e := range a.Endpoints {
		quoted = append(quoted, strconv.Quote(e))
	}
	_, failed := fmt.Fprintf(w, "# Written at each start, for pawl-watch --config.\netcd: [%s]\nroot: %s\n", strings.Join(quoted, ", "), a.Root)
	setting.PolicyAlone(*p).VisitAll(func(g *pflag.Flag) {
		if text := g.Value.String(); text != "" && text != "[]" {
			_, err := fmt.Fprintf(w, "%s: %s\n", g.Name, text)
			failed = errors.Join(failed, err)
		}
	})
	return failed
}
