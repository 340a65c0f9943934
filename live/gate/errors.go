package gate

import (
	"errors"
	"fmt"

	"pawl/engine"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
)

// Mapped makes an error of etcd's one of the contract's, as far as is certain: anything else
// may have happened. It still is etcd's, too, for whoever is to be told of it.
func Mapped(err error) error {
	if err == nil || errors.Is(err, engine.ErrLeaseGone) {
		return err
	}
	told := rpctypes.Error(err)
	for _, k := range []struct{ etcds, means error }{
		{rpctypes.ErrLeaseNotFound, engine.ErrLeaseGone}, {rpctypes.ErrCompacted, engine.ErrCompacted},
		{rpctypes.ErrNoLeader, engine.ErrUnavailable}, {rpctypes.ErrNoSpace, engine.ErrUnavailable},
		{rpctypes.ErrTooManyRequests, engine.ErrUnavailable},
	} {
		if errors.Is(told, k.etcds) {
			return fmt.Errorf("%w: %w", k.means, err)
		}
	}
	return fmt.Errorf("%w: %w", engine.ErrUnknown, err)
}
