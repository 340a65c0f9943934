//go:build !linux

package host

import "time"

func (c Boottime) boottime() time.Duration { return time.Since(c.began) }

// Caveat is what this clock cannot do on this system; empty: nothing.
func (Boottime) Caveat() string {
	return "the clock may stand still while this machine is suspended, so that leases outlive that: do not let it be suspended, or use Linux"
}
