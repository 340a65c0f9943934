package cli

import (
	"errors"
	"strconv"
)

var errNotDecimal = errors.New("not in decimal")

// A seedFlag takes a number as results print it. The flags that come with pflag
// read 0x10, 1_000 and 010 too, and the last as 8.
type seedFlag uint64

func (n *seedFlag) Set(s string) error {
	v, err := strconv.ParseUint(s, 10, 64)
	if err == nil && strconv.FormatUint(v, 10) != s {
		err = errNotDecimal
	}
	*n = seedFlag(v)
	return err
}

func (n *seedFlag) String() string { return strconv.FormatUint(uint64(*n), 10) }

// Type is by what help and errors call it.
func (n *seedFlag) Type() string { return "uint64" }

// A countFlag is a whole number, written likewise.
type countFlag int

func (n *countFlag) Set(s string) error {
	v, err := strconv.Atoi(s)
	if err == nil && strconv.Itoa(v) != s {
		err = errNotDecimal
	}
	*n = countFlag(v)
	return err
}

func (n *countFlag) String() string { return strconv.Itoa(int(*n)) }

// Type is by what help and errors call it.
func (n *countFlag) Type() string { return "int" }
