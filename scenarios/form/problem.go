package form

import (
	"errors"
	"fmt"
	"strings"
)

// A Problem is what is wrong at one place of a file, and what would be right.
type Problem struct {
	File         string
	Line, Column int // in characters, from 1; 0 for the file as a whole
	What, Want   string
}

func (p *Problem) Error() string {
	text := p.What
	if p.Want != "" {
		text += "; " + p.Want
	}
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, text)
}

// Problems are all that was found wrong with one file, in its order.
type Problems []*Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find a Problem.
func (ps Problems) Unwrap() []error {
	errs := make([]error, len(ps))
	for i, p := range ps {
		errs[i] = p
	}
	return errs
}

// mostProblems is after how many a file is no longer worth reading on.
const mostProblems = 20

var errNotRead = errors.New("the text cannot be read as YAML")
