package reports

import (
	"fmt"
	"io"
	"strings"
)

// mostAnnotations is how many GitHub shows of one step.
const mostAnnotations = 10

// Annotations writes a result as workflow commands of GitHub: one for each
// invariant that was violated, or one for any other verdict that is not a pass.
func Annotations(w io.Writer, r Result, _ Style) error {
	var failures []Failure
	switch r := r.(type) {
	case *Check:
		failures = r.Violations
	case *Exhaust:
		failures = r.Violations
	case *Replay:
		failures = r.Violations
	case *Judge:
		failures = r.failures()
	}
	h := r.head()
	lines := annotated(failures)
	if len(lines) == 0 && h.ExitCode != 0 {
		message := h.Closing
		if h.Error != nil {
			message = h.Error.Message
		}
		lines = []string{annotation("Pawl "+h.Command+": "+h.Verdict.row().Text, message)}
	}
	if more := len(lines) - mostAnnotations; more > 0 {
		lines = append(lines[:mostAnnotations-1], annotation("Pawl", fmt.Sprintf("and %d invariants more", more+1)))
	}
	_, err := io.WriteString(w, strings.Join(lines, ""))
	return err
}

func annotated(failures []Failure) (lines []string) {
	told := map[string]bool{} // looked up only
	for i := range failures {
		f := &failures[i]
		if !told[f.Invariant] {
			told[f.Invariant] = true
			lines = append(lines, annotation(f.Invariant+" violated", strings.TrimSpace(f.Sentence+"\n"+printable(f.Detail)+"\n"+f.Command)))
		}
	}
	return lines
}

// Workflow commands end at a line's end, and their properties at a comma.
var (
	inMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	inProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func annotation(title, message string) string {
	return "::error title=" + inProperty.Replace(title) + "::" + inMessage.Replace(message) + "\n"
}
