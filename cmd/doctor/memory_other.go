//go:build !linux

package doctor

func memory() (uint64, error) { return 0, errNoWay }
