package engine

import "errors"

// The outcomes of a call that did not succeed. Every port maps what it learns
// onto these; anything else an engine gets back is a refusal with its reason. The
// difference between "did not happen" and "may have happened" is the difference
// between a retry and a second key.
var (
	// ErrUnknown: the call may or may not have taken effect, now or later.
	ErrUnknown = errors.New("outcome unknown")
	// ErrUnavailable: the call had no effect and never will; it may be repeated.
	ErrUnavailable = errors.New("unavailable")
	// ErrLeaseGone: the lease has expired or was revoked; the call had no effect.
	ErrLeaseGone = errors.New("lease not found")
	// ErrCompacted: the revision asked for is no longer kept; read anew.
	ErrCompacted = errors.New("revision compacted")
	// ErrRejected: the callee understood the request and will never grant it.
	ErrRejected = errors.New("rejected")
	// ErrEnded: what is asked for has ended, and will not be given again.
	ErrEnded = errors.New("ended")
	// ErrStaleFence: a later owner has been seen; the caller is no longer it.
	ErrStaleFence = errors.New("stale fence")
	// ErrDisk: the disk is full, or could not make durable what it was given. What
	// was synced before stands.
	ErrDisk = errors.New("disk error")
)

// The ways in which a node does not answer a seal, an open, or a request for what is kept.
var (
	// ErrNotServing: the node may not answer now; another one may.
	ErrNotServing = errors.New("not serving")
	// ErrUnknownVersion: the node does not open that version, or it does not authenticate.
	ErrUnknownVersion = errors.New("unknown version")
	// ErrNothingKept: nothing is kept under that name.
	ErrNothingKept = errors.New("nothing is kept under that name")
)
