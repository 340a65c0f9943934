package sim_test

import (
	"fmt"
	"time"

	"pawl/sim"
)

// Two processes and a slow link between them: a client asks, and gives up if
// the answer does not come in time.
func Example() {
	w := sim.New(sim.Config{Seed: 3, Keep: true})
	delay := w.Source("link/delay")

	var client *sim.Proc
	server := w.Go("server", func(p *sim.Proc) {
		for {
			p.Park()
			w.Emit("server", "answers", "", 0, 0)
			w.After(delay.Between(0, 30*time.Millisecond), sim.Func(client.Wake))
		}
	})
	client = w.Go("client", func(p *sim.Proc) {
		for i := range int64(3) {
			w.Emit("client", "asks", "", i, 0)
			w.After(delay.Between(0, 30*time.Millisecond), sim.Func(server.Wake))
			if !p.ParkFor(40 * time.Millisecond) {
				w.Emit("client", "gives up", "", i, 0)
				return
			}
		}
	})

	outcome := w.Run(time.Second)
	for _, e := range outcome.Trace {
		fmt.Printf("%d<-%d %v %s %s\n", e.ID, e.Cause, e.At.Round(time.Millisecond), e.Actor, e.What)
	}
	fmt.Print(sim.EncodeDecisions(outcome.Decisions))
	// Output:
	// 1<-0 0s client asks
	// 2<-1 4ms server answers
	// 3<-2 18ms client asks
	// 4<-3 44ms server answers
	// 5<-4 47ms client asks
	// 6<-5 76ms server answers
	// 7<-5 87ms client gives up
	// decisions 6 kinds 1
	// 1024 "link/delay"
	// 0: 137 474 887 95 993 929
}
