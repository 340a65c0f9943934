package wire

import (
	"time"

	"pawl/engine"
)

// What a run tells a process that starts, and is told.
type (
	// Launch is what a process is to be.
	Launch struct {
		Engine   string
		Role     engine.Role
		Name     string
		Pool     string
		Keys     []string // that it runs for
		Policy   engine.Policy
		Patience time.Duration
	}
	// Named is by what name its engine goes.
	Named struct{ Self string }
)

// What a run asks of a process.
type (
	SealCall struct {
		Key   string
		Plain []byte
	}
	OpenCall struct {
		Key    string
		Sealed engine.Sealed
	}
	// Opened tells the stamp that the node serves under, whatever came of it.
	Opened struct {
		Plain []byte
		Rev   uint64
		Fault *Fault // why nothing was opened
	}
	KeyCall  struct{ Key string }
	KeepCall struct {
		Key, Name string
		Plain     []byte
	}
)

// The names of what can be asked.
const (
	LaunchName    = "launch"
	NamedName     = "named"
	AdmitName     = "admit"
	OperateName   = "operate"
	SealName      = "seal"
	OpenName      = "open"
	PushName      = "push"
	AnnouncedName = "announced"
	KeepName      = "keep"
	KeptName      = "kept"
	ReadyName     = "ready"
)
