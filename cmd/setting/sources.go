package setting

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"pawl/scenarios/form"

	"github.com/spf13/pflag"
)

// Settings come from four places, and the first that has one counts: the command line, the
// environment, the file, and what holds where nothing is said.

const envBegin = "PAWLD_"

func envName(flag string) string {
	return envBegin + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Fill takes what the command line has not said from the environment, and what that has not
// said from the file.
func Fill(f *pflag.FlagSet, environment []string) error {
	said := map[string]bool{}
	f.VisitAll(func(g *pflag.Flag) { said[g.Name] = g.Changed }) // a command's own set has it, too
	variables, err := fromEnvironment(f, environment)
	if err != nil {
		return err
	}
	if err := set(f, said, variables, envName); err != nil {
		return err
	}
	file := f.Lookup("config").Value.String()
	if file == "" {
		return nil
	}
	lines, err := InFile(f, file)
	if err != nil {
		return err
	}
	return set(f, said, lines, func(name string) string { return file + ": " + name })
}

// set gives settings their texts that are not said yet, and errors the place.
func set(f *pflag.FlagSet, said map[string]bool, texts map[string]string, place func(string) string) error {
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if said[name] {
			continue
		}
		said[name] = true
		if err := f.Set(name, texts[name]); err != nil {
			return fmt.Errorf("%s: %w", place(name), err)
		}
	}
	return nil
}

// fromEnvironment finds settings by the names of their variables. One that is none is an
// error: it would be silently without effect.
func fromEnvironment(f *pflag.FlagSet, environment []string) (map[string]string, error) {
	found, known := map[string]string{}, map[string]string{}
	f.VisitAll(func(g *pflag.Flag) { known[envName(g.Name)] = g.Name })
	for _, line := range environment {
		name, text, _ := strings.Cut(line, "=")
		if !strings.HasPrefix(name, envBegin) {
			continue
		}
		flag, is := known[name]
		if !is {
			return nil, fmt.Errorf("%s in the environment is no setting; see pawld --help", name)
		}
		found[flag] = text
	}
	return found, nil
}

// texts are what a file says, setting by setting.
type texts map[string]*string

func (t texts) at(name string) *string {
	if t[name] == nil {
		t[name] = new(string)
	}
	return t[name]
}

// InFile reads what a file says of the settings, strictly.
func InFile(f *pflag.FlagSet, file string) (map[string]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var fields []form.Field[texts]
	var names []string
	f.VisitAll(func(g *pflag.Flag) {
		if g.Name != "config" {
			fields = append(fields, form.One(g.Name, g.Usage, shapeOf(g.Value.Type()), func(t *texts) *string { return t.at(g.Name) }))
			names = append(names, g.Name)
		}
	})
	format := form.Format{What: "file of settings", TooLong: "it holds settings only", Meant: meant}
	got := texts{}
	if err := form.Read(format, file, data, form.Form[texts]{What: "the settings", Fields: fields}, &got); err != nil {
		return nil, err
	}
	said := map[string]string{}
	for _, n := range names {
		if t := got[n]; t != nil && *t != "" {
			said[n] = *t
		}
	}
	return said, nil
}

// shapeOf is how a kind of setting is written in a file.
func shapeOf(kind string) form.Shape[string] {
	switch kind {
	case "int", "int64":
		return form.As(form.Integer(0, 1<<30), strconv.Itoa)
	case "bool":
		return form.As(form.YesOrNo(), strconv.FormatBool)
	case "duration":
		return form.Textual("a duration such as 30s", form.Schema{}, func(s string) (string, *form.Flaw) {
			if _, err := time.ParseDuration(s); err != nil {
				return "", &form.Flaw{What: fmt.Sprintf("%q is no duration", form.Short(s)), Want: "want one such as 30s, 10m or 720h"}
			}
			return s, nil
		})
	case "stringSlice":
		return form.As(form.Set(form.Matching(`^[^",\s]+$`, "text without commas, quotes and spaces"), 64), func(all []string) string { return strings.Join(all, ",") })
	}
	return form.Prose(4096)
}

// meant guesses which setting was meant.
func meant(word string, known []string) string {
	i := slices.IndexFunc(known, func(k string) bool { return strings.Contains(k, word) || strings.Contains(word, k) })
	if i < 0 {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", known[i])
}
