//go:build unix

package mutation

import (
	"os/exec"
	"syscall"
)

// alone starts a child in a group of its own: a key that is pressed to end Pawl does
// not reach it, and with it ends whatever it has started.
func alone(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
