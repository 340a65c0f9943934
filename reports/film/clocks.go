package film

import "slices"

// Clocks are the vector clocks of all frames, in their order: how many frames of each lane come
// before a frame or are it. One frame comes before another if it is an earlier one of the same
// lane, if the other follows from it, or if it asks what the other answers. What is planned is no
// lane's doing, and has no part in it.
func (f *Film) Clocks() [][]int {
	all := make([][]int, f.Len())
	now := make([][]int, len(f.Lanes)) // of the last frame of each lane
	for i := range all {
		x := f.Frame(f.First + i)
		clock := slices.Clone(now[x.Lane])
		if clock == nil {
			clock = make([]int, len(f.Lanes))
		}
		for _, before := range f.Before(x.ID) {
			for lane, n := range all[before-f.First] {
				clock[lane] = max(clock[lane], n)
			}
		}
		clock[x.Lane]++
		all[i], now[x.Lane] = clock, clock
	}
	return all
}

// Before are the frames that come right before one, by what it follows from and what it answers.
func (f *Film) Before(id int) (some []int) {
	x := f.Frame(id)
	if x.Cause != 0 {
		some = append(some, x.Cause)
	}
	if x.Message != 0 {
		if asked := f.Messages.Asked[x.Message-1]; asked != 0 && asked < id && asked != x.Cause {
			some = append(some, asked)
		}
	}
	return some
}
