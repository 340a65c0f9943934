package whole_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"pawl/reports/whole"
)

func says(text string, err error) func(io.Writer) error {
	return func(w io.Writer) error {
		_, wrong := io.WriteString(w, text)
		return errors.Join(wrong, err)
	}
}

func TestAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	holds := func(want string) {
		t.Helper()
		if got, _ := os.ReadFile(path); string(got) != want {
			t.Errorf("it holds %q, want %q", got, want)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, ".pawl-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	full := errors.New("the disk is full")
	if err := whole.Create(path, says("half", full)); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
	holds("")
	if err := whole.Create(path, says("one", nil)); err != nil {
		t.Error(err)
	}
	if err := whole.Create(path, says("two", nil)); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file took the place of another: %v", err)
	}
	holds("one")
	if err := whole.Replace(path, says("half", full)); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
	holds("one")
	if err := whole.Replace(path, says("two", nil)); err != nil {
		t.Error(err)
	}
	holds("two")
}

// TestOnlyFilesAreReplaced: a link or a device is not made a file.
func TestOnlyFilesAreReplaced(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Symlink("elsewhere", link); err != nil {
		t.Skip("no links here: ", err)
	}
	for _, path := range []string{link, dir} {
		if err := whole.Replace(path, func(io.Writer) error { return nil }); err == nil {
			t.Errorf("%s was replaced", path)
		}
	}
	if to, err := os.Readlink(link); err != nil || to != "elsewhere" {
		t.Errorf("the link leads to %q, %v", to, err)
	}
}
