package doctor

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// memory is what the machine has left, or a container, where that is less.
func memory() (uint64, error) {
	info, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0, err
	}
	free, err := available(string(info))
	if err != nil {
		return 0, err
	}
	if most, used, limited := container("/sys/fs/cgroup"); limited {
		free = min(free, most-min(used, most))
	}
	return free, nil
}

// available reads how much there is without swapping.
func available(info string) (uint64, error) {
	for line := range strings.Lines(info) {
		f := strings.Fields(line)
		if len(f) == 3 && f[0] == "MemAvailable:" && f[2] == "kB" {
			kib, err := strconv.ParseUint(f[1], 10, 54)
			return kib << 10, err
		}
	}
	return 0, fmt.Errorf("/proc/meminfo does not say what is available")
}

// container is what a control group allows, if it allows less than all.
func container(dir string) (most, used uint64, limited bool) {
	number := func(file string) (uint64, bool) {
		data, err := os.ReadFile(dir + "/" + file)
		if err != nil {
			return 0, false
		}
		n, err := strconv.ParseUint(strings.TrimSpace(string(data)), 10, 64)
		return n, err == nil // without a limit it is a word
	}
	most, limited = number("memory.max")
	used, known := number("memory.current")
	used -= min(used, fileCache(dir))
	return most, used, limited && known
}

// fileCache is what a control group has of files, and gives back before it is out of memory.
func fileCache(dir string) uint64 {
	data, err := os.ReadFile(dir + "/memory.stat")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if digits, is := strings.CutPrefix(strings.TrimSpace(line), "inactive_file "); is {
			n, _ := strconv.ParseUint(digits, 10, 64)
			return n
		}
	}
	return 0
}
