// Package sample has something for every operator.
package sample

import (
	"errors"
	"fmt"
	"strconv"
)

type level uint8

const low, high level = 1, 2

type pair struct {
	a, b int
	name string
	run  func()
	err  error
}

var floor = 3

func condition(ready bool) int {
	if ready {
		return 1
	} else {
		floor = 4
	}
	return 2
}

func compare(a, b level) bool { return a < b }

func same(err error) bool { return err == nil }

func both(a, b bool) bool { return a && b }

func either(a, b bool) bool {
	return a || b
}

func sum(a, b int) int { return a + b }

func shift(a uint64, by int) uint64 { return a << by }

func count() (n int) {
	for i := 0; i < 3; i++ {
		n++
	}
	for _, x := range []int{5, 6} {
		n += 10 * x
	}
	return n
}

func list(more []int) []int {
	all := append([]int{1, 2}, 3, 4)
	all = append(all, 5)
	return append(all, more...)
}

func fields() pair {
	return pair{a: 7, b: 0, name: "words", run: func() {}, err: errors.New("words")}
}

func which(l level, word string) int {
	switch l {
	case low:
		return 10
	case high:
		return 20
	}
	switch {
	case word == "x":
		return 30
	}
	return 40
}

func kind(v any) (what string) {
	switch v.(type) {
	case int:
		what = "int"
		floor = 9
	default:
		what = "other"
		floor = 8
	}
	return what
}

func fails(n int) (int, error) {
	if n > 5 {
		return 0, fmt.Errorf("%d is more than %d", n, 5)
	}
	return n, nil
}

func flags() bool { return true }

func (p pair) String() string { return fmt.Sprint(p.a + p.b) }

func room(text string) ([]int, map[int]int, string) {
	return make([]int, 2, 12), make(map[int]int, 12), strconv.FormatInt(int64(len(text)), 12)
}

// Run shows what all of it does.
func Run() string {
	before := floor
	yes, no := condition(true), condition(false)
	between := floor
	is, other := kind(1), floor
	n, err := fails(9)
	at, none := fails(5)
	_, above := fails(6)
	return fmt.Sprint(before, yes, no, between, is, other, kind(""), floor,
		compare(1, 2), compare(2, 2), same(nil), same(err), n, err != nil, at, none, above != nil,
		both(true, false), both(false, true), both(true, true), either(false, true), either(true, false), either(false, false),
		sum(4, 3), shift(8, 1), count(), list([]int{6}), fields().a, fields().b, fields().err != nil,
		which(low, ""), which(high, ""), which(0, "x"), which(0, ""), flags()) + fmt.Sprint(room("text"))
}
