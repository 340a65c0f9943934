package sim

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// A program is a random thing to simulate: some processes, each of which does
// its operations one after the other. Most tests of determinism run one.
type program [][]op

type op struct {
	do     int // index of ops
	arg    int
	target int // a process
}

// ops is what a process can do. They reach for others by number, so that any
// program is a legal one.
var ops = []struct {
	name string
	do   func(r *runningProgram, p *Proc, o op)
}{
	{"sleep", func(r *runningProgram, p *Proc, o op) { p.Sleep(time.Duration(o.arg)) }},
	{"park", func(r *runningProgram, p *Proc, o op) { p.Park() }},
	{"parkFor", func(r *runningProgram, p *Proc, o op) { r.say(p, "woken", fmt.Sprint(p.ParkFor(time.Duration(o.arg)))) }},
	{"wake", func(r *runningProgram, p *Proc, o op) { r.proc(o).Wake() }},
	{"kill", func(r *runningProgram, p *Proc, o op) { r.proc(o).Kill() }},
	{"pause", func(r *runningProgram, p *Proc, o op) { r.proc(o).Pause(nil) }},
	{"resume", func(r *runningProgram, p *Proc, o op) { r.proc(o).Resume() }},
	{"choose", func(r *runningProgram, p *Proc, o op) {
		n := r.w.Source(fmt.Sprint("place/", o.target)).Choose(o.arg + 1)
		r.w.Emit(p.Name(), "chose", "", int64(n), 0)
	}},
	{"wait", func(r *runningProgram, p *Proc, o op) {
		p.Sleep(r.w.Source(p.Name()).Between(0, time.Duration(o.arg)))
	}},
	{"emit", func(r *runningProgram, p *Proc, o op) { r.say(p, "emit", "") }},
	{"after", func(r *runningProgram, p *Proc, o op) {
		r.w.After(time.Duration(o.arg), Func(func() {
			r.w.Emit("task", "ran", "", int64(o.arg), 0)
			r.proc(o).Wake()
		}))
	}},
	{"spawn", func(r *runningProgram, p *Proc, o op) {
		r.w.Go("child", func(c *Proc) {
			defer r.say(c, "ended", "")
			c.ParkFor(time.Duration(o.arg))
		})
	}},
	{"panic", func(r *runningProgram, p *Proc, o op) {
		if o.arg == 0 {
			panic("told to")
		}
	}},
}

// draw makes a program.
var programs = rapid.Custom(func(t *rapid.T) program {
	oneOp := rapid.Custom(func(t *rapid.T) op {
		return op{
			do:     rapid.IntRange(0, len(ops)-1).Draw(t, "do"),
			arg:    rapid.IntRange(0, 9).Draw(t, "arg"),
			target: rapid.IntRange(0, 3).Draw(t, "target"),
		}
	})
	return rapid.SliceOfN(rapid.SliceOfN(oneOp, 1, 12), 1, 4).Draw(t, "program")
})

type runningProgram struct {
	w     *World
	procs []*Proc
}

func (r *runningProgram) proc(o op) *Proc { return r.procs[o.target%len(r.procs)] }

func (r *runningProgram) say(p *Proc, what, detail string) {
	r.w.Emit(p.Name(), what, detail, int64(r.w.Now()), 0)
}

// run simulates the program for a while.
func (prog program) run(cfg Config) Ending {
	cfg.Keep = true
	r := &runningProgram{w: New(cfg)}
	for i, steps := range prog {
		r.procs = append(r.procs, r.w.Go(fmt.Sprint("proc/", i), func(p *Proc) {
			defer r.say(p, "ended", "")
			for _, o := range steps {
				r.say(p, ops[o.do].name, "")
				ops[o.do].do(r, p, o)
			}
		}))
	}
	return r.w.Run(50)
}

// fixed is a program that never changes, with everything in it.
func fixed() program {
	prog := make(program, 4)
	for i := range prog {
		for j := range 30 {
			x := mix(uint64(i*100+j) * golden)
			o := op{do: int(x % uint64(len(ops))), arg: int(x>>16%10) + 1, target: int(x >> 32 % 4)}
			if ops[o.do].name == "kill" && j < 20 {
				o.do = 0
			}
			prog[i] = append(prog[i], o)
		}
	}
	return prog
}
