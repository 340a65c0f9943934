package reference

import (
	"errors"
	"fmt"
	"slices"

	"pawl/engine"
)

// The forms in which things are stored, each with its number.
const (
	recordFormat = 1
	moreFormat   = 2 // of a record that has what few have: an earlier release reads all others
	laterFormat  = 3 // of one that has a generation or keeps promises besides
	entryFormat  = 1
	stampFormat  = 1
	windowFormat = 1
	nodeFormat   = 2

	holdFormat      = 1
	emergencyFormat = 1
	keptFormat      = 1
	cursorFormat    = 1
)

// encode gives the stored form of a record.
func (r *Record) encode() []byte {
	w := writer{make([]byte, 0, 384)}
	format := r.format()
	for _, v := range [...]uint64{format, r.Rev, r.Target, r.SealFloor, r.Floor, uint64(r.Phase), uint64(r.From)} {
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
	encodeHalt(&w, &r.Halt)
	w.num(uint64(len(r.Versions)))
	for i := range r.Versions {
		r.Versions[i].encode(&w)
	}
	w.str(r.Op)
	w.num(r.AuditSeq)
	w.raw(r.AuditHead[:])
	if format >= moreFormat {
		r.encodeMore(&w, format)
	}
	return w.b
}

// encodeMore writes what few records have.
func (r *Record) encodeMore(w *writer, format uint64) {
	for i := range r.Versions {
		v := &r.Versions[i]
		w.num(uint64(v.End))
		w.num(uint64(v.Under))
		if format == laterFormat {
			w.num(uint64(v.Life))
			w.num(uint64(v.Lead))
		}
	}
	for _, v := range [...]uint64{uint64(r.Spare), r.SpareRev, uint64(r.SpareProved), uint64(len(r.Reached))} {
		w.num(v)
	}
	for _, p := range r.Reached {
		w.str(p)
	}
	if format == laterFormat {
		w.num(r.Generation)
	}
}

// format is the number of the form that a record is stored in.
func (r *Record) format() uint64 {
	switch {
	case r.Generation != 0, slices.ContainsFunc(r.Versions, func(v Version) bool { return v.Pledge != Pledge{} }):
		return laterFormat
	case len(r.Reached) > 0, r.Spare != 0, slices.ContainsFunc(r.Versions, func(v Version) bool { return v.End != 0 || v.Under != 0 }):
		return moreFormat
	}
	return recordFormat
}

// decodeRecord reads the stored form. An absent value is the empty record: IDLE,
// no version yet.
func decodeRecord(b []byte) (c Record, err error) {
	if len(b) == 0 {
		return c, nil
	}
	r := reader{b: b}
	format := r.formatOf(recordFormat, laterFormat)
	c.Rev, c.Target, c.SealFloor, c.Floor = r.num(), r.num(), r.num(), r.num()
	c.Phase, c.From = Phase(r.enum(int(phases))), Phase(r.enum(int(phases)))
	c.Rotation, c.Window, c.Attempt = r.str(), r.str(), r.num32()
	c.MintOp, c.Cause, c.Owner = r.str(), r.str(), r.str()
	c.Fence, c.Active, c.Next, c.Highest = r.num(), r.num32(), r.num32(), r.num32()
	c.Since, c.Proved, c.Undrains = r.dur(), r.dur(), r.num32()
	decodeHalt(&r, &c.Halt)
	c.Versions = make([]Version, r.list())
	for i := range c.Versions {
		c.Versions[i].decode(&r)
	}
	c.Op, c.AuditSeq, c.AuditHead = r.str(), r.num(), r.digest()
	if format >= moreFormat {
		c.decodeMore(&r, format)
	}
	if err := r.end(); err != nil {
		return Record{}, fmt.Errorf("record: %w", err)
	}
	return c, nil
}

// decodeMore reads what few records have.
func (c *Record) decodeMore(r *reader, format uint64) {
	for i := range c.Versions {
		v := &c.Versions[i]
		v.End, v.Under = r.dur(), r.num32()
		if format == laterFormat {
			v.Life, v.Lead = r.dur(), r.dur()
		}
	}
	c.Spare, c.SpareRev, c.SpareProved = r.num32(), r.num(), r.dur()
	if n := r.list(); n > 0 {
		c.Reached = make([]string, n)
	}
	for i := range c.Reached {
		c.Reached[i] = r.str()
	}
	if format == laterFormat {
		c.Generation = r.num()
	}
	switch {
	case c.Spare == 0 && (c.SpareRev != 0 || c.SpareProved != 0):
		r.fail(errors.New("names no spare, and what there is of it"))
	case c.format() != format:
		r.fail(errors.New("has nothing of what its form is for"))
	}
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

func encodeHalt(w *writer, h *engine.Halt) {
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

func decodeHalt(r *reader, h *engine.Halt) {
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
	r.skip()
	r.skip()
	rev := r.num()
	return rev, r.err
}

// windowEntry is what the store keeps of a window for ever: the rotation that it
// started, so that a duplicate can be told.
type windowEntry struct {
	Rotation string
	Attempt  uint32
	Aborted  bool // and the next attempt may begin
}

func (e *windowEntry) encode() []byte {
	w := writer{make([]byte, 0, 64)}
	w.num(windowFormat)
	w.str(e.Rotation)
	w.num(uint64(e.Attempt))
	w.flag(e.Aborted)
	return w.b
}

func decodeWindow(b []byte) (windowEntry, error) {
	r := reader{b: b}
	r.format(windowFormat)
	e := windowEntry{Rotation: r.str(), Attempt: r.num32(), Aborted: r.flag()}
	if err := r.end(); err != nil {
		return windowEntry{}, fmt.Errorf("window entry: %w", err)
	}
	return e, nil
}

// presence is what the store keeps of a node for ever: that it once served the
// key, in which pool, and what it has erased since its last start.
type presence struct {
	Boot, Pool string
	Erased     []uint32
}

func (p *presence) encode() []byte {
	w := writer{make([]byte, 0, 32)}
	w.num(nodeFormat)
	w.str(p.Boot)
	w.str(p.Pool)
	w.num(uint64(len(p.Erased)))
	for _, n := range p.Erased {
		w.num(uint64(n))
	}
	return w.b
}

func decodePresence(b []byte) (presence, error) {
	r := reader{b: b}
	r.format(nodeFormat)
	p := presence{Boot: r.str(), Pool: r.str()}
	p.Erased = make([]uint32, r.list())
	for i := range p.Erased {
		p.Erased[i] = r.num32()
	}
	if err := r.end(); err != nil {
		return presence{}, fmt.Errorf("node: %w", err)
	}
	return p, nil
}

// hasErased reads only whether a node, by its stored presence, has erased a version. What
// cannot be read does not say so.
func hasErased(b []byte, version uint32) bool {
	r := reader{b: b}
	r.format(nodeFormat)
	r.skip()
	r.skip()
	found := false
	for range r.list() {
		found = r.num32() == version || found
	}
	return found && r.end() == nil
}
