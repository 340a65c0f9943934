package wire

import (
	"time"

	"pawl/engine"
)

// What a run tells a process that starts, and is told.
type (
	// Being is what a process is to be.
	Being struct {
		Engine   string
		Role     engine.Role
		Name     string
		Pool     string
		Keys     []string // that it runs for
		Policy   engine.Policy
		Patience time.Duration
	}
	// NameCall is by what name its engine goes.
	NameCall struct{ Self string }
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
	// OpenReply tells the stamp that the node serves under, whatever came of it.
	OpenReply struct {
		Plain []byte
		Rev   uint64
		Fault *Reason // why nothing was opened
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
	AdmitName     = "admission"
	OperateName   = "operate"
	SealName      = "seal"
	OpenName      = "open"
	PushName      = "push"
	AnnouncedName = "announced"
	KeepName      = "keep"
	KeptName      = "kept"
	ReadyName     = "ready"
)
