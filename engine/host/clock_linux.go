package host

import (
	"time"

	"golang.org/x/sys/unix"
)

func (Boottime) boottime() time.Duration {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &ts); err != nil {
		panic("host: no CLOCK_BOOTTIME, without which no lease can be counted: " + err.Error()) // Linux has had it since 2.6.39
	}
	return time.Duration(ts.Nano())
}

// Caveat is what this clock cannot do on this system; empty: nothing.
func (Boottime) Caveat() string { return "" }
