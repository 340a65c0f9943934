package engine

import "time"

// A Door is the one way out of an engine process: all that it asks for goes
// through it, whichever port it used. A deployment supplies it; whoever wants to
// look at, change or withhold what an engine asks for stands in it.
type Door interface {
	// Ask hands a request over and waits for its reply. The error is one of those
	// in errors.go, or a refusal with its reason; then there is no reply.
	Ask(Request) (Reply, error)
	// Now reads the machine's own clock. It is read on the spot, not asked for:
	// nothing else happens meanwhile.
	Now() time.Duration
	// Wall reads the time of day, on the spot too.
	Wall() time.Duration
}

// Ports are the ports of an engine, as requests through a door.
type Ports struct{ Door Door }

// ask has a request answered in the reply's own type.
func ask[R any](d Door, r Request) (R, error) {
	reply, err := d.Ask(r)
	if err != nil {
		var none R
		return none, err
	}
	return reply.(R), nil
}

// do has a request done that has no reply.
func (p Ports) do(r Request) error {
	_, err := p.Door.Ask(r)
	return err
}

func (p Ports) Txn(t Txn) (TxnResult, error) { return ask[TxnResult](p.Door, t) }

func (p Ports) Await(prefix string, after int64, wait time.Duration) (News, error) {
	return ask[News](p.Door, Await{prefix, after, wait})
}

func (p Ports) Grant(ttl time.Duration) (Lease, error) { return ask[Lease](p.Door, Grant{ttl}) }
func (p Ports) KeepAlive(l Lease) error                { return p.do(KeepAlive{l}) }
func (p Ports) Revoke(l Lease) error                   { return p.do(Revoke{l}) }

func (p Ports) Create(c Create) (Made, error) { return ask[Made](p.Door, c) }

func (p Ports) Lookup(op string) (Made, bool, error) {
	f, err := ask[Found](p.Door, Lookup{op})
	return f.Made, f.Found, err
}

func (p Ports) Destroy(op, key string, version uint32, fence uint64) error {
	return p.do(Destroy{op, key, version, fence})
}

func (p Ports) Fetch(key string, version uint32) (Material, error) {
	return ask[Material](p.Door, Fetch{key, version})
}

// Nodes is empty when nobody answers.
func (p Ports) Nodes(pool string) []string {
	names, _ := ask[[]string](p.Door, Nodes{pool})
	return names
}

func (p Ports) Push(node string, c Command) error { return p.do(Push{node, c}) }
func (p Ports) Page(a Alert) error                { return p.do(Page{a}) }

func (p Ports) Read(name string) ([]byte, bool, error) {
	f, err := ask[File](p.Door, Read{name})
	return f.Data, f.Found, err
}

func (p Ports) Write(name string, data []byte) error { return p.do(Write{name, data}) }
func (p Ports) Remove(name string) error             { return p.do(Remove{name}) }
func (p Ports) Sync() error                          { return p.do(Sync{}) }

func (p Ports) Now() time.Duration  { return p.Door.Now() }
func (p Ports) Wall() time.Duration { return p.Door.Wall() }

// Sleep waits; what cuts a wait short is the end of the process, which does not return.
func (p Ports) Sleep(d time.Duration) { _ = p.do(Sleep{d}) }
