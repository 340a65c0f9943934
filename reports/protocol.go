package reports

import (
	"errors"
	"fmt"
	"math/big"
)

// Protocol says which states of the protocol's model runs were in.
type Protocol struct {
	States int           `json:"states"` // that can be reached, in all rows
	Seen   int           `json:"seen"`   // of them
	Steps  int           `json:"steps"`  // that were held against the model
	Rows   []ProtocolRow `json:"rows"`
	Next   []string      `json:"next"` // states that were not seen, one step from those that were, the first ones

	StrayRuns int         `json:"stray_runs"` // in which a step was taken that the model does not have
	Strays    []StrayStep `json:"strays"`     // of them the first few
}

// ProtocolRow is about the states of one phase.
type ProtocolRow struct {
	Part   string `json:"part"`
	States int    `json:"states"`
	Seen   string `json:"seen"` // a bit for each, the first one the lowest, hexadecimal
}

// StrayStep is a step that the model does not have.
type StrayStep struct {
	Run  int    `json:"run"`  // its number, from 1
	Seed string `json:"seed"` // of the run, decimal
	Text string `json:"text"`
}

// bits are the states of a row that were seen; ok is false of what is no such number.
func (r *ProtocolRow) bits() (n *big.Int, ok bool) {
	n, ok = new(big.Int).SetString(r.Seen, 16)
	return n, ok && n.Sign() >= 0 && n.BitLen() <= r.States && n.Text(16) == r.Seen
}

// seen counts the states of a row that were.
func (r *ProtocolRow) seen() (n int) {
	if x, ok := r.bits(); ok {
		for i := range x.BitLen() {
			n += int(x.Bit(i))
		}
	}
	return n
}

// Count adds up the rows.
func (p *Protocol) Count() {
	p.States, p.Seen = 0, 0
	for i := range p.Rows {
		p.States += p.Rows[i].States
		p.Seen += p.Rows[i].seen()
	}
}

// and is what two parts of one check have seen together; which states lie next to that, it
// leaves open.
func (p *Protocol) and(x *Protocol) (*Protocol, error) {
	if !same(p.Rows, x.Rows, func(r *ProtocolRow) string { return fmt.Sprint(r.Part, r.States) }) {
		return nil, errors.New("its model of the protocol is another one than that of the parts before it")
	}
	sum := &Protocol{Steps: p.Steps + x.Steps, StrayRuns: p.StrayRuns + x.StrayRuns, Next: []string{}, Strays: concat(p.Strays, x.Strays)}
	sum.Strays = sum.Strays[:min(len(sum.Strays), fewReasons)]
	for i := range p.Rows {
		a, _ := p.Rows[i].bits()
		b, _ := x.Rows[i].bits()
		row := p.Rows[i]
		row.Seen = a.Or(a, b).Text(16)
		sum.Rows = append(sum.Rows, row)
	}
	sum.Count()
	return sum, nil
}

// disagreement is what of it contradicts itself.
func (p *Protocol) disagreement(runs int) rule {
	if p == nil {
		return rule{true, ""}
	}
	sum := Protocol{Rows: p.Rows}
	for i := range p.Rows {
		if _, ok := p.Rows[i].bits(); !ok {
			return rule{false, fmt.Sprintf("protocol.rows #%d has no bits for %d states", i+1, p.Rows[i].States)}
		}
	}
	sum.Count()
	switch {
	case sum.States != p.States || sum.Seen != p.Seen:
		return rule{false, fmt.Sprintf("protocol has %d of %d states, and its rows have %d of %d", p.Seen, p.States, sum.Seen, sum.States)}
	case p.StrayRuns > runs || len(p.Strays) > p.StrayRuns || p.StrayRuns > 0 && len(p.Strays) == 0:
		return rule{false, fmt.Sprintf("protocol has %d stray runs, %d of them told, of %d runs", p.StrayRuns, len(p.Strays), runs)}
	}
	return rule{true, ""}
}

// toldNext is how many states that were not seen are told as text.
const toldNext = 3

// protocol says where runs were in the protocol's model.
func (c *Check) protocol(p *page) {
	m := c.Protocol
	if m == nil {
		return
	}
	p.heading("The protocol's model")
	p.say("", fmt.Sprintf("Runs were in %s of %s that the model can reach; %s were held against it, and in %s it was left.",
		Number(m.Seen), Count(m.States, "state"), Count(m.Steps, "step"), Count(m.StrayRuns, "run")))
	for _, s := range m.Strays {
		p.item(fmt.Sprintf("run %s, seed %s: %s", Number(s.Run), s.Seed, s.Text))
	}
	for i, next := range m.Next {
		if i == 0 {
			p.say("", "Not seen, and one step from what was, are among others:")
		}
		if i == toldNext {
			break
		}
		p.item(next)
	}
	p.blank()
}
