package gate

import (
	"context"
	"errors"
	"net"

	"pawl/engine"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// A Keeper decides what becomes of what comes to a gate.
type Keeper interface {
	// Pass has a request served, by do, unless it is lost. It waits for the answer until the
	// context ends, and lets do go on when it does. Not answered: nobody gets a reply.
	Pass(ctx context.Context, r engine.Request, do func(context.Context) (engine.Reply, error)) (err error, answered bool)
	// Open says whether a message of a watch may get through, to the store or from it, and
	// waits while it is held up. An error ends the watch.
	Open(ctx context.Context, back bool) error
}

// Wicket is one listener, for one process.
type Wicket struct {
	keeper Keeper
	to     grpc.ClientConnInterface
	server *grpc.Server
	at     net.Addr
}

// Listen opens a gate at an address, before a connection to etcd.
func Listen(address string, to grpc.ClientConnInterface, k Keeper) (*Wicket, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	g := &Wicket{keeper: k, to: to, at: l.Addr()}
	g.server = grpc.NewServer(grpc.ForceServerCodecV2(codec{}), grpc.UnknownServiceHandler(g.handle))
	go func() { _ = g.server.Serve(l) }() // it ends with Close
	return g, nil
}

// Addr is where it listens.
func (g *Wicket) Addr() net.Addr { return g.at }

// Close ends all that is under way, and listens no more.
func (g *Wicket) Close() { g.server.Stop() }

func (g *Wicket) handle(_ any, s grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(s)
	md, _ := metadata.FromIncomingContext(s.Context())
	ctx := metadata.NewOutgoingContext(s.Context(), md)
	switch method {
	case watchMethod:
		return g.watch(ctx, method, s)
	case keepAliveMethod:
		return g.keepAlive(ctx, method, s)
	}
	return g.unary(ctx, method, s)
}

// unary passes one call on.
func (g *Wicket) unary(ctx context.Context, method string, s grpc.ServerStream) error {
	in, out := &raw{}, &raw{}
	if err := s.RecvMsg(in); err != nil {
		return err
	}
	r, reply, err := meaning(method, in.b)
	if err != nil {
		return err
	}
	do := func(ctx context.Context) (engine.Reply, error) {
		if err := g.to.Invoke(ctx, method, in, out, grpc.ForceCodecV2(codec{})); err != nil {
			return nil, err
		}
		return reply(out.b)
	}
	return g.answers(s, r, do, out)
}

// answers passes a request, and hands its reply back as it came.
func (g *Wicket) answers(s grpc.ServerStream, r engine.Request, do func(context.Context) (engine.Reply, error), out *raw) error {
	md, _ := metadata.FromIncomingContext(s.Context())
	err, answered := g.keeper.Pass(s.Context(), r, func(ctx context.Context) (engine.Reply, error) {
		return do(metadata.NewOutgoingContext(ctx, md))
	})
	switch {
	case !answered:
		<-s.Context().Done()
		return status.FromContextError(s.Context().Err()).Err()
	case err != nil && len(out.b) == 0:
		return excuse(err)
	}
	return s.SendMsg(out)
}

// excuse is what the store says that does not do what it is asked: in words of etcd's, so
// that its client takes them for what they mean.
func excuse(err error) error {
	var etcds interface{ GRPCStatus() *status.Status }
	switch {
	case errors.As(err, &etcds):
		return etcds.GRPCStatus().Err()
	case errors.Is(err, engine.ErrUnavailable):
		return status.Error(codes.ResourceExhausted, "etcdserver: too many requests")
	case errors.Is(err, engine.ErrRejected):
		return status.Error(codes.PermissionDenied, "etcdserver: permission denied")
	}
	return status.Error(codes.Unavailable, "etcdserver: request timed out")
}
