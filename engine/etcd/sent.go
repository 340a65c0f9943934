package etcd

import (
	"context"
	"sync/atomic"

	"google.golang.org/grpc/stats"
)

// sent is set when something of a call may have left this machine.
type sent struct{ atomic.Bool }

type sentKey struct{}

// watched gives a call's context a flag.
func watched(ctx context.Context) (context.Context, *sent) {
	s := &sent{}
	return context.WithValue(ctx, sentKey{}, s), s
}

// sending sets the flags: gRPC tells, in the goroutine of the call, that a header is on its way,
// and it writes no message before.
type sending struct{}

func (sending) HandleRPC(ctx context.Context, event stats.RPCStats) {
	if _, is := event.(*stats.OutHeader); is {
		if s, is := ctx.Value(sentKey{}).(*sent); is {
			s.Store(true)
		}
	}
}

func (sending) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context   { return ctx }
func (sending) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }
func (sending) HandleConn(context.Context, stats.ConnStats)                       {}
