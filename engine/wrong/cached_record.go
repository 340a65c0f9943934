package wrong

import (
	"strings"

	"pawl/engine"
)

// cachedRecord grants itself stamps from the record as it last saw it, without
// comparing that it still is so.
func cachedRecord() engine.Engine {
	e := engine.Reference().Engine("cached-record")
	return onNodes(e, func(env *engine.Env) {
		env.Store = forgetful{env.Store, func(t engine.Txn) func(engine.Compare) bool {
			if !puts(t, "/stamp/") {
				return nil
			}
			return func(c engine.Compare) bool { return strings.HasSuffix(c.Key, "/record") }
		}}
	})
}
