package alive

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"pawl"
)

// source is the root of a checkout that this build was made of.
func source() (string, error) {
	found := false
	for _, dir := range append(built(), around()...) {
		if _, err := os.Stat(filepath.Join(dir, "cmd", "pawl-page", "main.go")); err != nil {
			continue
		}
		found = true
		if tree := os.DirFS(dir); pawl.MadeOf(tree) && pawl.ShownBy(tree) {
			return dir, nil
		}
	}
	if found {
		return "", errors.New("the source that is here is not that of this build, so that its engine could make other runs: build the command anew from it, and make the page again")
	}
	return "", errors.New("the source of this build is not here: run the command in a checkout of Pawl that it was built from")
}

// built is where this build was made, if it says so.
func built() []string {
	_, file, _, known := runtime.Caller(0)
	if !known || !filepath.IsAbs(file) {
		return nil
	}
	return []string{filepath.Dir(filepath.Dir(filepath.Dir(file)))}
}

// around are the working directory and all above it.
func around() (all []string) {
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	for {
		all = append(all, dir)
		above := filepath.Dir(dir)
		if above == dir {
			return all
		}
		dir = above
	}
}
