package lengthy

import (
	"flag"
	"strconv"
)

// SideBySide has n tests of a package run at once, which may be more than there are processors,
// since they wait for servers most of the time. TestMain calls it; who says -parallel is heeded.
func SideBySide(n int) {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if !said {
		_ = flag.Set("test.parallel", strconv.Itoa(n)) // there is such a flag
	}
}
