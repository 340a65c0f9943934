package cli

import (
	"crypto/ed25519"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"pawl/cmd/render"
	"pawl/reports/intoto"
)

// outputs are what results are rendered into, and where to.
type outputs struct {
	all     []render.Output
	keyFile string
	key     ed25519.PrivateKey // to sign with; nil: nothing is signed

	plan     string   // of an assessment, for oscal
	controls []string // likewise

	reads []string // files that are read or added to, which no output may replace; "" is none
}

var errOutput = errors.New("no output")

func (o *outputs) Set(text string) error {
	kind, path, both := strings.Cut(text, "=")
	if !both || path == "" || !slices.Contains(render.Kinds(), kind) {
		return errOutput
	}
	o.all = append(o.all, render.Output{Kind: kind, Path: path})
	return nil
}

func (o *outputs) String() string {
	if len(o.all) == 0 {
		return ""
	}
	return "[" + strings.Join(o.GetSlice(), ",") + "]"
}

// Type is by what help and errors call it.
func (o *outputs) Type() string { return "kind=file" }

// Append, Replace and GetSlice make it a flag that can be given more than once.
func (o *outputs) Append(text string) error { return o.Set(text) }

// Replace is of the same interface.
func (o *outputs) Replace(texts []string) error {
	o.all = nil
	for _, t := range texts {
		if err := o.Set(t); err != nil {
			return err
		}
	}
	return nil
}

// GetSlice is of the same interface.
func (o *outputs) GetSlice() (all []string) {
	for _, x := range o.all {
		all = append(all, x.Kind+"="+x.Path)
	}
	return all
}

// rendered adds the flags of verbs whose result can be rendered at once.
func (a *app) rendered(f *pflag.FlagSet) {
	f.Var(&a.outputs, "out", "render the result into a file, as html=report.html; may be repeated; kinds: "+strings.Join(render.Kinds(), ", "))
	f.StringVar(&a.outputs.keyFile, "key", "", "Ed25519 key to sign with, PKCS#8 in PEM, for intoto and bundle (default: nothing is signed)")
	f.StringVar(&a.outputs.plan, "plan", "", "where the assessment plan is, a URI; oscal wants it")
	f.StringSliceVar(&a.outputs.controls, "control", nil, "a control for which the plan asks for this evidence, as sa-11; oscal wants one, and it may be repeated")
}

// has says whether something of these kinds is to be made.
func (o *outputs) has(kinds ...string) bool {
	return slices.ContainsFunc(o.all, func(x render.Output) bool { return slices.Contains(kinds, x.Kind) })
}

// ready says what is wrong with where results are to go, before anything is run.
func (o *outputs) ready() (err error) {
	switch {
	case o.keyFile != "" && !o.has("intoto", "bundle"):
		return usagef("--key: nothing would be signed with it; want --out intoto= or --out bundle= too")
	case (o.plan != "" || len(o.controls) > 0) && !o.has("oscal"):
		return usagef("--plan and --control are for oscal; want --out oscal= too")
	case o.has("oscal") && (o.plan == "" || len(o.controls) == 0):
		return usagef("--out oscal: want --plan and --control too: results are those of an assessment plan, and evidence for the controls that it names")
	}
	for i, x := range o.all {
		name := x.Kind + "=" + x.Path
		for _, before := range o.all[:i] {
			if sameFile(before.Path, x.Path) {
				return usagef("--out %s: %s is to be written there already; give another file", name, before.Kind)
			}
		}
		for _, other := range append(o.reads, o.keyFile) {
			if other != "" && sameFile(other, x.Path) {
				return usagef("--out %s: that would replace %s, which is read or added to; give another file", name, other)
			}
		}
		if err := free(x.Path); err != nil {
			return usagef("--out %s: %v", name, err)
		}
	}
	if o.keyFile != "" {
		o.key, err = keyOf(o.keyFile, wantPrivateKey, intoto.PrivateKey)
	}
	return err
}

// free says why a path is none at which a file can be made or replaced.
func free(path string) error {
	if path == "-" {
		return errors.New("the result is on standard output; want a file")
	}
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return errors.New("there is no folder " + folder + "; make it first")
	}
	info, err := os.Lstat(path)
	switch {
	case err == nil && info.IsDir():
		return errors.New("that is a folder; want a file in it")
	case err == nil && !info.Mode().IsRegular():
		return errors.New("that is no regular file, and would be replaced by one; give another name")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return reason(err)
	}
	if err := writable(folder); err != nil {
		return errors.New("no file could be written into " + folder + ": " + reason(err).Error())
	}
	return nil
}

// sameFile says whether two paths are one file, or would be.
func sameFile(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	if err1 == nil && err2 == nil {
		return os.SameFile(x, y)
	}
	whole := func(path string) string {
		if absolute, err := filepath.Abs(path); err == nil {
			return absolute
		}
		return filepath.Clean(path)
	}
	return whole(a) == whole(b)
}

const (
	mostOfAKey     = 16 << 10
	wantPrivateKey = "an Ed25519 key, PKCS#8 in PEM, as openssl genpkey -algorithm ed25519 makes it"
)

// makeable refuses a path, given by a flag, at which no new file could be made.
func makeable(f *pflag.FlagSet, flag, path string) error {
	if !f.Changed(flag) {
		return nil
	}
	switch path {
	case "":
		return usagef("--%s is empty: want a file to be made", flag)
	case "-":
		return usagef("--%s -: the result is on standard output; want a file to be made", flag)
	}
	if _, err := os.Lstat(path); err == nil {
		return alreadyThere(flag, path)
	}
	dir := filepath.Dir(path)
	_, err := os.Stat(dir)
	if err == nil {
		err = writable(dir)
	}
	if err != nil {
		return usagef("--%s %s: no file could be written into %s: %v; want a directory that is there", flag, path, dir, reason(err))
	}
	return nil
}

// alreadyThere is why a file is not made.
func alreadyThere(flag, path string) error {
	return usagef("--%s %s: it is there already, and nothing is overwritten; give another name, or remove it", flag, path)
}
