package pdf

import (
	"strings"
	"unicode/utf8"
)

// wrap breaks a text into lines at its spaces. A word is broken only if it is wider than a
// whole line.
func (f *face) wrap(text string, size, width float64) []string {
	var lines []string
	line, used := "", 0.0
	space := f.width(" ", size)
	for word := range strings.FieldsSeq(text) {
		w := f.width(word, size)
		if line != "" && used+space+w <= width {
			line, used = line+" "+word, used+space+w
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		if w > width {
			parts := f.split(word, size, width)
			lines = append(lines, parts[:len(parts)-1]...)
			word = parts[len(parts)-1]
			w = f.width(word, size)
		}
		line, used = word, w
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// split breaks what is wider than a line.
func (f *face) split(word string, size, width float64) (parts []string) {
	begin, used := 0, 0.0
	for i, r := range word {
		w := f.width(string(r), size)
		if used+w > width && i > begin {
			parts = append(parts, word[begin:i])
			begin, used = i, 0
		}
		used += w
	}
	return append(parts, word[begin:])
}

// wrapCode breaks a line of code where it has spaces, which it keeps. What goes on in a next
// line is set in.
func (f *face) wrapCode(line string, size, width float64) (lines []string) {
	const goesOn = "    "
	line = strings.ReplaceAll(line, "\t", "    ")
	for first := true; ; first = false {
		in := ""
		if !first {
			in = goesOn
		}
		n := f.fitting(line, size, width-f.width(in, size))
		lines = append(lines, in+strings.TrimRight(line[:n], " "))
		line = line[n:]
		if line == "" {
			return lines
		}
	}
}

// fitting is how much of a line of code goes into a width: up to a space if there is any.
func (f *face) fitting(line string, size, width float64) int {
	used, space := 0.0, 0
	for i, r := range line {
		w := f.width(string(r), size)
		if used+w > width && i > 0 && r != ' ' {
			if space > 0 {
				return space
			}
			return i
		}
		used += w
		if end := i + utf8.RuneLen(r); r == ' ' && strings.TrimLeft(line[:end], " ") != "" {
			space = end
		}
	}
	return len(line)
}

// cut is a text that has room, and says so if there is more of it.
func (f *face) cut(text string, size, room float64) string {
	if f.width(text, size) <= room+0.5 {
		return text
	}
	used := f.width("…", size)
	for i, r := range text {
		if used += f.width(string(r), size); used > room {
			return text[:i] + "…"
		}
	}
	return text
}
