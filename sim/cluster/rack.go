package cluster

// A rack hands out room for values of one type, many at a time. Its zero value is ready.
type rack[T any] struct{ free []T }

const rackSize = 32

func (r *rack[T]) one() *T { return &r.of(1)[0] }

// of is a list with room for n, which nobody else has: what is appended beyond them is not put here.
func (r *rack[T]) of(n int) []T {
	switch {
	case n > rackSize:
		return make([]T, n)
	case n > len(r.free):
		r.free = make([]T, rackSize)
	}
	l := r.free[:n:n]
	r.free = r.free[n:]
	return l
}
