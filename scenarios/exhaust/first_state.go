package exhaust

import (
	"encoding/hex"
	"fmt"
	"time"
)

// firstFile is what a first event came to alone, as JSON has it. Times are in nanoseconds.
type firstFile struct {
	Mark  string        `json:"mark"`
	Trace string        `json:"trace"`
	From  time.Duration `json:"from"`
	Bites time.Duration `json:"bites"`
	To    time.Duration `json:"to"`
	Left  string        `json:"left"`
	After int           `json:"after"`
	Bit   bool          `json:"bit"`
}

// mostAfter is more than any run has moments and kinds.
const mostAfter = 1 << 24

func (f *first) file() firstFile {
	return firstFile{string(f.mark), hex.EncodeToString(f.trace[:]), f.from, f.bites, f.to, f.left, f.after, f.bit}
}

func (f *firstFile) first() (x first, err error) {
	trace, err := hex.DecodeString(f.Trace)
	switch {
	case len(f.Mark) != 1 || Mark(f.Mark[0]).String() == "":
		return x, fmt.Errorf("mark: %.20q, which is none", f.Mark)
	case err != nil || len(trace) != len(x.trace):
		return x, fmt.Errorf("trace: %.80q: want 64 hexadecimal digits", f.Trace)
	case min(f.From, f.Bites, f.To) < 0:
		return x, fmt.Errorf("from is %d, bites %d, to %d: want times since the start of the run", f.From, f.Bites, f.To)
	case f.After < 0 || f.After > mostAfter:
		return x, fmt.Errorf("after: %d: want 0 to %d", f.After, mostAfter)
	}
	return first{Mark(f.Mark[0]), [32]byte(trace), f.From, f.Bites, f.To, f.Left, f.After, f.Bit}, nil
}
