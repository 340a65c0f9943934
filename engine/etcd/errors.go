package etcd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"pawl/engine"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// mapped makes the contract's errors of etcd's. What is not known here for certain may have
// happened, if the call could have an effect and something of it may have left this machine.
func mapped(err error, possible bool) error {
	switch {
	case err == nil:
		return nil
	case isContracts(err):
		return err
	case errors.Is(err, rpctypes.ErrLeaseNotFound):
		return engine.ErrLeaseGone
	case errors.Is(err, rpctypes.ErrCompacted):
		return engine.ErrCompacted
	case isMalformed(err):
		return fmt.Errorf("etcd refuses the request as it is, and changes nothing: %w", err)
	case isForbidden(err):
		return fmt.Errorf("%w: etcd lets this user do no such thing; give it rights to all under the root, or another user: %w", engine.ErrRejected, err)
	case hadNoEffect(err):
		return fmt.Errorf("%w: %w", engine.ErrUnavailable, err)
	case possible:
		return fmt.Errorf("%w: %w", engine.ErrUnknown, err)
	}
	return fmt.Errorf("%w: nothing was changed: %w", engine.ErrUnavailable, err)
}

// isContracts says that an error is one of the contract's already.
func isContracts(err error) bool {
	return isAny(err, engine.ErrUnknown, engine.ErrUnavailable, engine.ErrLeaseGone, engine.ErrCompacted, engine.ErrRejected)
}

// isMalformed: no such request can be granted, whoever makes it and whenever. gRPC has a bound
// of its own for messages, on either side, before etcd's.
func isMalformed(err error) bool {
	if s, is := status.FromError(err); is && s.Code() == codes.ResourceExhausted && strings.Contains(s.Message(), "larger than max") {
		return true
	}
	return isAny(err, rpctypes.ErrDuplicateKey, rpctypes.ErrTooManyOps, rpctypes.ErrEmptyKey, rpctypes.ErrRequestTooLarge, rpctypes.ErrLeaseTTLTooLarge)
}

// isForbidden: not to this user. It is looked at before anything is done.
func isForbidden(err error) bool {
	return isAny(err, rpctypes.ErrPermissionDenied, rpctypes.ErrUserEmpty, rpctypes.ErrAuthFailed)
}

// hadNoEffect: a server says so before it has done anything, or instead. A proposal that it
// has dropped was never in its log: that has no error of etcd's own, but raft's words.
func hadNoEffect(err error) bool {
	if s, is := status.FromError(err); is && s.Code() == codes.Unknown && s.Message() == "raft proposal dropped" {
		return true
	}
	return isAny(err, rpctypes.ErrNoLeader, rpctypes.ErrNoSpace, rpctypes.ErrTooManyRequests, rpctypes.ErrCorrupt,
		rpctypes.ErrInvalidAuthToken, rpctypes.ErrAuthOldRevision)
}

func isAny(err error, these ...error) bool {
	for _, e := range these {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// waited makes the contract's errors of what a watch ends with: it has no effect, so nothing
// of it is unknown.
func waited(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return fmt.Errorf("%w: the watch has ended; wait again from the same revision", engine.ErrUnavailable)
	}
	return mapped(err, false)
}
