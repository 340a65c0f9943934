package stepper

import "strings"

// A key is what somebody presses, and what it does: a command, or something of the terminal's own.
type key struct {
	codes []string // what the terminal sends
	name  string   // for the help
	help  string
	does  string // command; empty: see Terminal
}

const (
	promptKey = "command"
	findKey   = "look for"
	helpKey   = "help"
	cutKey    = "interrupt"
)

// keys are all of them.
var keys = []key{
	{[]string{"\x1b[C", "\x1bOC", " ", "l", "\r", "\n"}, "→ space l", "next frame", "next"},
	{[]string{"\x1b[D", "\x1bOD", "h", "\x7f", "\b"}, "← h", "the one before", "back"},
	{[]string{"\x1b[B", "\x1bOB", "\x1b[6~", "j"}, "↓ j PgDn", "ten on", "next 10"},
	{[]string{"\x1b[A", "\x1bOA", "\x1b[5~", "k"}, "↑ k PgUp", "ten back", "back 10"},
	{[]string{"\x1b[H", "\x1bOH", "\x1b[1~", "g"}, "Home g", "the first frame", "go first"},
	{[]string{"\x1b[F", "\x1bOF", "\x1b[4~", "G"}, "End G", "the last frame", "go last"},
	{[]string{"c"}, "c", "on to the next break", "continue"},
	{[]string{"r"}, "r", "back to the break before", "reverse"},
	{[]string{"/"}, "/", "look for a text", findKey},
	{[]string{"n"}, "n", "look for it again", "find"},
	{[]string{":"}, ":", "a command, as break phase DRAINING", promptKey},
	{[]string{"?"}, "?", "this help", helpKey},
	{[]string{"q", "\x04"}, "q", "end", "quit"},
	{[]string{"\x03"}, "^C", "end, as an interrupt does", cutKey},
}

// pressed takes the first key off what a terminal has sent; nil: it means nothing. What begins
// with an escape and is no key is taken off as a whole.
func pressed(sent string) (k *key, rest string) {
	var found *key
	length := 0
	for i := range keys {
		for _, code := range keys[i].codes {
			if strings.HasPrefix(sent, code) && len(code) > length {
				found, length = &keys[i], len(code)
			}
		}
	}
	switch {
	case found != nil:
		return found, sent[length:]
	case strings.HasPrefix(sent, "\x1b["), strings.HasPrefix(sent, "\x1bO"):
		end := strings.IndexFunc(sent[2:], func(r rune) bool { return r >= '@' && r <= '~' })
		if end < 0 {
			return nil, ""
		}
		return nil, sent[2+end+1:]
	}
	return nil, sent[1:]
}

// keysHelp is a line for each key.
func keysHelp() (lines []string) {
	for _, k := range keys {
		lines = append(lines, "  "+padded(k.name, 10)+k.help)
	}
	return lines
}

func padded(text string, n int) string {
	return text + strings.Repeat(" ", max(1, n-len([]rune(text))))
}
