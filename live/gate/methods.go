package gate

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"pawl/engine"

	pb "go.etcd.io/etcd/api/v3/etcdserverpb"
	"go.etcd.io/etcd/api/v3/mvccpb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// What a process asks of etcd, by gRPC's names.
const (
	txnMethod       = "/etcdserverpb.KV/Txn"
	grantMethod     = "/etcdserverpb.Lease/LeaseGrant"
	revokeMethod    = "/etcdserverpb.Lease/LeaseRevoke"
	keepAliveMethod = "/etcdserverpb.Lease/LeaseKeepAlive"
	watchMethod     = "/etcdserverpb.Watch/Watch"
)

// Plain is a request that means nothing to an engine, such as for a member's status.
type Plain struct{ Method string }

// Verb is the method's last name.
func (p Plain) Verb() engine.Verb {
	return engine.Verb(p.Method[strings.LastIndexByte(p.Method, '/')+1:])
}

// meaning is what a call means, and its reply.
func meaning(method string, in []byte) (r engine.Request, reply func([]byte) (engine.Reply, error), err error) {
	switch method {
	case txnMethod:
		t := &pb.TxnRequest{}
		if err := proto.Unmarshal(in, t); err != nil {
			return nil, nil, unreadable(method, err)
		}
		return txnOf(t), txnReply, nil
	case grantMethod:
		g := &pb.LeaseGrantRequest{}
		if err := proto.Unmarshal(in, g); err != nil {
			return nil, nil, unreadable(method, err)
		}
		return engine.Grant{TTL: time.Duration(g.TTL) * time.Second}, grantReply, nil
	case revokeMethod:
		v := &pb.LeaseRevokeRequest{}
		if err := proto.Unmarshal(in, v); err != nil {
			return nil, nil, unreadable(method, err)
		}
		return engine.Revoke{Lease: engine.Lease(v.ID)}, none, nil
	}
	return Plain{method}, none, nil
}

func unreadable(method string, err error) error {
	return status.Error(codes.InvalidArgument, fmt.Sprintf("the gate cannot read %s: %v", method, err))
}

func none([]byte) (engine.Reply, error) { return nil, nil }

func grantReply(out []byte) (engine.Reply, error) {
	g := &pb.LeaseGrantResponse{}
	err := proto.Unmarshal(out, g)
	return engine.Lease(g.ID), err
}

// txnOf is a transaction as the engine has asked for it. What etcd's client adds to it, such
// as a read where there would be nothing to do, is in it.
func txnOf(t *pb.TxnRequest) engine.Txn {
	var out engine.Txn
	for _, c := range t.Compare {
		out.If = append(out.If, engine.Compare{Key: string(c.Key), Mod: c.GetModRevision()})
	}
	out.Then, out.Else = ops(t.Success), ops(t.Failure)
	return out
}

func ops(all []*pb.RequestOp) (out []engine.Op) {
	for _, op := range all {
		if p := op.GetRequestPut(); p != nil {
			out = append(out, engine.Put(string(p.Key), p.Value, engine.Lease(p.Lease)))
		}
		if d := op.GetRequestDeleteRange(); d != nil {
			out = append(out, engine.Del(string(d.Key)))
		}
		if g := op.GetRequestRange(); g != nil {
			out = append(out, rangeOf(g))
		}
	}
	return out
}

// rangeOf is a read: of one key, or of all under a prefix, perhaps behind some key.
func rangeOf(g *pb.RangeRequest) engine.Op {
	if len(g.RangeEnd) == 0 {
		return engine.Get(string(g.Key))
	}
	key := string(g.Key)
	prefix := commonPrefix(key, string(g.RangeEnd))
	if key == "\x00" {
		prefix, key = "", ""
	}
	op := engine.Op{Kind: engine.OpPrefix, Key: prefix, Limit: int(g.Limit)}
	if key != prefix {
		op.After = strings.TrimSuffix(key, "\x00")
	}
	return op
}

// commonPrefix is the prefix whose range ends so: its last byte is one less.
func commonPrefix(from, end string) string {
	if n := len(end); n > 0 && n <= len(from) && from[:n-1] == end[:n-1] && from[n-1]+1 == end[n-1] {
		return from[:n]
	}
	return from
}

func txnReply(out []byte) (engine.Reply, error) {
	t := &pb.TxnResponse{}
	if err := proto.Unmarshal(out, t); err != nil {
		return nil, err
	}
	r := engine.TxnResult{Held: t.Succeeded, Revision: t.Header.GetRevision(), Generation: t.Header.GetClusterId()}
	for _, op := range t.Responses {
		if read := op.GetResponseRange(); read != nil {
			kvs := make([]engine.KV, 0, len(read.Kvs))
			for _, kv := range read.Kvs {
				kvs = append(kvs, kvOf(kv))
			}
			r.Reads = append(r.Reads, kvs)
		}
	}
	return r, nil
}

func kvOf(kv *mvccpb.KeyValue) engine.KV {
	return engine.KV{Key: string(kv.Key), Value: kv.Value, Create: kv.CreateRevision, Mod: kv.ModRevision, Lease: engine.Lease(kv.Lease)}
}

// keepAlive passes the requests of a stream on, one by one.
func (g *Wicket) keepAlive(ctx context.Context, method string, s grpc.ServerStream) error {
	for {
		in, out := &raw{}, &raw{}
		if err := s.RecvMsg(in); err != nil {
			return ended(err)
		}
		k := &pb.LeaseKeepAliveRequest{}
		if err := proto.Unmarshal(in.b, k); err != nil {
			return unreadable(method, err)
		}
		do := func(ctx context.Context) (engine.Reply, error) { return nil, g.keepsAlive(ctx, method, in, out) }
		if err := g.answers(s, engine.KeepAlive{Lease: engine.Lease(k.ID)}, do, out); err != nil {
			return err
		}
	}
}

// keepsAlive makes one request on a stream of its own.
func (g *Wicket) keepsAlive(ctx context.Context, method string, in, out *raw) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, err := g.to.NewStream(ctx, both, method, grpc.ForceCodecV2(codec{}))
	if err == nil {
		err = c.SendMsg(in)
	}
	if err == nil {
		err = c.RecvMsg(out)
	}
	if err != nil {
		return err
	}
	r := &pb.LeaseKeepAliveResponse{}
	if err := proto.Unmarshal(out.b, r); err != nil {
		return err
	}
	if r.TTL <= 0 {
		return engine.ErrLeaseGone // the answer says so itself
	}
	return nil
}

var both = &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}

// watch passes a stream of news on. What is held up arrives late, in its order, as with any
// connection; what is lost ends the watch, which begins anew where it was.
func (g *Wicket) watch(ctx context.Context, method string, s grpc.ServerStream) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, err := g.to.NewStream(ctx, both, method, grpc.ForceCodecV2(codec{}))
	if err != nil {
		return err
	}
	go func() {
		defer cancel()
		for {
			in := &raw{}
			if s.RecvMsg(in) != nil || g.keeper.Open(ctx, false) != nil || c.SendMsg(in) != nil {
				return
			}
		}
	}()
	for {
		out := &raw{}
		if err := c.RecvMsg(out); err != nil {
			return ended(err)
		}
		if err := g.keeper.Open(ctx, true); err != nil {
			return status.Error(codes.Unavailable, err.Error())
		}
		if err := s.SendMsg(out); err != nil {
			return err
		}
	}
}

// ended is the end of a stream, which is no error.
func ended(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}
