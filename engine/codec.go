package engine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// What the store holds is a compact binary form: a format byte, then fields in
// a fixed order, integers as varints, strings with their length. A value is
// read strictly: a wrong format, a short or a long one is an error, never a
// half-filled struct.

const (
	recordFormat = 1
	entryFormat  = 1
	stampFormat  = 1
	windowFormat = 1
	nodeFormat   = 1
	maxString    = 4096
	maxList      = 4096
)

var errShort = errors.New("value ends early")

// writer appends fields; its zero value with a capacity is ready.
type writer struct{ b []byte }

func (w *writer) num(v uint64) { w.b = binary.AppendUvarint(w.b, v) }
func (w *writer) str(s string) {
	w.num(uint64(len(s)))
	w.b = append(w.b, s...)
}
func (w *writer) flag(f bool) {
	if f {
		w.b = append(w.b, 1)
	} else {
		w.b = append(w.b, 0)
	}
}
func (w *writer) raw(b []byte) { w.b = append(w.b, b...) }

// reader takes fields off; the first error sticks. The strings it gives are parts
// of one copy of the value.
type reader struct {
	b    []byte
	text string // the value as a string, from the first one that is read on
	err  error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.b = nil
}

func (r *reader) num() uint64 {
	if len(r.b) > 0 && r.b[0] < 0x80 { // most are small
		v := r.b[0]
		r.b = r.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail(errShort)
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) num32() uint32 {
	v := r.num()
	if v > 1<<32-1 {
		r.fail(errors.New("number above 32 bits"))
		return 0
	}
	return uint32(v)
}

func (r *reader) dur() time.Duration {
	v := r.num()
	if v > 1<<63-1 {
		r.fail(errors.New("duration out of range"))
		return 0
	}
	return time.Duration(v)
}

func (r *reader) str() string {
	n := r.num()
	if n > maxString || n > uint64(len(r.b)) {
		r.fail(errShort)
		return ""
	}
	if n == 0 {
		return ""
	}
	if r.text == "" {
		r.text = string(r.b)
	}
	rest := r.text[len(r.text)-len(r.b):]
	r.b = r.b[n:]
	return rest[:n]
}

func (r *reader) flag() bool {
	if len(r.b) == 0 || r.b[0] > 1 {
		r.fail(errors.New("flag is neither 0 nor 1"))
		return false
	}
	f := r.b[0] == 1
	r.b = r.b[1:]
	return f
}

func (r *reader) digest() (d Digest) {
	if len(r.b) < len(d) {
		r.fail(errShort)
		return d
	}
	copy(d[:], r.b)
	r.b = r.b[len(d):]
	return d
}

func (r *reader) list() int {
	n := r.num()
	if n > maxList || n > uint64(len(r.b)) {
		r.fail(errors.New("list too long"))
		return 0
	}
	return int(n)
}

// enum reads a number below limit.
func (r *reader) enum(limit int) uint8 {
	v := r.num()
	if v >= uint64(limit) {
		r.fail(fmt.Errorf("value %d is not below %d", v, limit))
		return 0
	}
	return uint8(v)
}

func (r *reader) format(want uint64) {
	if got := r.num(); got != want && r.err == nil {
		r.fail(fmt.Errorf("format %d, want %d", got, want))
	}
}

func (r *reader) end() error {
	if r.err == nil && len(r.b) > 0 {
		r.err = fmt.Errorf("%d bytes too many", len(r.b))
	}
	return r.err
}

// encode gives the stored form of a record.
func (r *Record) encode() []byte {
	w := writer{make([]byte, 0, 384)}
	for _, v := range [...]uint64{recordFormat, r.Rev, r.Target, r.SealFloor, r.Floor, uint64(r.Phase), uint64(r.From)} {
		w.num(v)
	}
	w.str(r.Rotation)
	w.str(r.Window)
	w.num(uint64(r.Attempt))
	w.str(r.MintOp)
	w.str(r.Cause)
	w.str(r.Owner)
	for _, v := range [...]uint64{r.Fence, uint64(r.Active), uint64(r.Next), uint64(r.Highest),
		uint64(r.Since), uint64(r.Proved), uint64(r.Undrains)} {
		w.num(v)
	}
	r.Halt.encode(&w)
	w.num(uint64(len(r.Versions)))
	for i := range r.Versions {
		r.Versions[i].encode(&w)
	}
	w.str(r.Op)
	w.num(r.AuditSeq)
	w.raw(r.AuditHead[:])
	return w.b
}

// decodeRecord reads the stored form. An absent value is the empty record: IDLE,
// no version yet.
func decodeRecord(b []byte) (Record, error) {
	if len(b) == 0 {
		return Record{}, nil
	}
	r := reader{b: b}
	r.format(recordFormat)
	var c Record
	c.Rev, c.Target, c.SealFloor, c.Floor = r.num(), r.num(), r.num(), r.num()
	c.Phase, c.From = Phase(r.enum(int(phases))), Phase(r.enum(int(phases)))
	c.Rotation, c.Window, c.Attempt = r.str(), r.str(), r.num32()
	c.MintOp, c.Cause, c.Owner = r.str(), r.str(), r.str()
	c.Fence, c.Active, c.Next, c.Highest = r.num(), r.num32(), r.num32(), r.num32()
	c.Since, c.Proved, c.Undrains = r.dur(), r.dur(), r.num32()
	c.Halt.decode(&r)
	c.Versions = make([]Version, r.list())
	for i := range c.Versions {
		c.Versions[i].decode(&r)
	}
	c.Op, c.AuditSeq, c.AuditHead = r.str(), r.num(), r.digest()
	if err := r.end(); err != nil {
		return Record{}, fmt.Errorf("record: %w", err)
	}
	return c, nil
}

func (v *Version) encode(w *writer) {
	w.num(uint64(v.N))
	w.num(uint64(v.State))
	w.str(v.Print)
	w.num(uint64(v.Since))
	w.str(v.Op)
}

func (v *Version) decode(r *reader) {
	v.N, v.State = r.num32(), State(r.enum(int(states)))
	v.Print, v.Since, v.Op = r.str(), r.dur(), r.str()
}

func (h *Halt) encode(w *writer) {
	w.flag(h.Reason != "")
	if h.Reason == "" {
		return
	}
	for _, s := range [...]string{h.Reason, h.Class, h.Playbook, h.Owner, h.Escalation} {
		w.str(s)
	}
	for _, f := range [...]bool{h.EncryptionAffected, h.DecryptionValid, h.CustomersMustAct, h.ManualWorkSafe} {
		w.flag(f)
	}
}

func (h *Halt) decode(r *reader) {
	if !r.flag() {
		return
	}
	h.Reason, h.Class, h.Playbook, h.Owner, h.Escalation = r.str(), r.str(), r.str(), r.str(), r.str()
	h.EncryptionAffected, h.DecryptionValid = r.flag(), r.flag()
	h.CustomersMustAct, h.ManualWorkSafe = r.flag(), r.flag()
}

// Stamp is a node's right to serve. The seal stamp stands under the short lease,
// the open stamp under the long one.
type Stamp struct {
	Node, Incarnation string
	Rev               uint64
	Seal              uint32   // of a seal stamp: version it may seal under, 0 none
	Opens             []uint32 // of an open stamp: versions it may open
	Prints            []string // fingerprints of the material it holds, one for each of Opens
}

func (s *Stamp) encode() []byte {
	w := writer{make([]byte, 0, 96)}
	w.num(stampFormat)
	w.str(s.Node)
	w.str(s.Incarnation)
	w.num(s.Rev)
	w.num(uint64(s.Seal))
	w.num(uint64(len(s.Opens)))
	for i, n := range s.Opens {
		w.num(uint64(n))
		w.str(s.Prints[i])
	}
	return w.b
}

func decodeStamp(b []byte) (Stamp, error) {
	r := reader{b: b}
	r.format(stampFormat)
	s := Stamp{Node: r.str(), Incarnation: r.str(), Rev: r.num(), Seal: r.num32()}
	n := r.list()
	if n > 0 {
		s.Opens, s.Prints = make([]uint32, n), make([]string, n)
	}
	for i := range s.Opens {
		s.Opens[i], s.Prints[i] = r.num32(), r.str()
	}
	if err := r.end(); err != nil {
		return Stamp{}, fmt.Errorf("stamp: %w", err)
	}
	return s, nil
}

// stampRev reads only the revision of a stored stamp: all that a barrier judges.
func stampRev(b []byte) (uint64, error) {
	r := reader{b: b}
	r.format(stampFormat)
	for range 2 {
		n := r.num()
		if n > uint64(len(r.b)) {
			return 0, errShort
		}
		r.b = r.b[n:]
	}
	rev := r.num()
	return rev, r.err
}

// windowEntry is what the store keeps of a window for ever: the rotation that it
// started, so that a duplicate can be told.
type windowEntry struct {
	Rotation string
	Attempt  uint32
	Phase    Phase // INTENT while in flight, then COMMITTED or ABORTED
}

func (e *windowEntry) encode() []byte {
	w := writer{make([]byte, 0, 64)}
	w.num(windowFormat)
	w.str(e.Rotation)
	w.num(uint64(e.Attempt))
	w.num(uint64(e.Phase))
	return w.b
}

func decodeWindow(b []byte) (windowEntry, error) {
	r := reader{b: b}
	r.format(windowFormat)
	e := windowEntry{Rotation: r.str(), Attempt: r.num32(), Phase: Phase(r.enum(int(phases)))}
	if err := r.end(); err != nil {
		return windowEntry{}, fmt.Errorf("window entry: %w", err)
	}
	return e, nil
}

// presence is what the store keeps of a node for ever: that it once served the
// key, and what it has erased since its last start.
type presence struct {
	Boot   string
	Erased []uint32
}

func (p *presence) encode() []byte {
	w := writer{make([]byte, 0, 32)}
	w.num(nodeFormat)
	w.str(p.Boot)
	w.num(uint64(len(p.Erased)))
	for _, n := range p.Erased {
		w.num(uint64(n))
	}
	return w.b
}

func decodePresence(b []byte) (presence, error) {
	r := reader{b: b}
	r.format(nodeFormat)
	p := presence{Boot: r.str()}
	p.Erased = make([]uint32, r.list())
	for i := range p.Erased {
		p.Erased[i] = r.num32()
	}
	if err := r.end(); err != nil {
		return presence{}, fmt.Errorf("node: %w", err)
	}
	return p, nil
}
