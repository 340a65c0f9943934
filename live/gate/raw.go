package gate

import "google.golang.org/grpc/mem"

// raw is a message as it is on the wire.
type raw struct{ b []byte }

// codec hands messages on as they are.
type codec struct{}

func (codec) Name() string { return "proto" }

func (codec) Marshal(v any) (mem.BufferSlice, error) {
	return mem.BufferSlice{mem.SliceBuffer(v.(*raw).b)}, nil
}

func (codec) Unmarshal(d mem.BufferSlice, v any) error {
	v.(*raw).b = d.Materialize()
	return nil
}
