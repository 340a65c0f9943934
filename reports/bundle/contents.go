package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"pawl/reports"
)

// Limits of what is packed, and opened.
const (
	MostFiles   = 10_000
	MostOfAFile = reports.MostBytes
	MostBytes   = 256 << 20 // of the archive, as it is and unpacked
)

// Contents are what is packed.
type Contents struct {
	Results   []Item // in JSON, as the command wrote them
	Repros    []Item
	Scenarios []Item
	Controls  []byte // the control map; nil if there is none
	Report    []byte // the rendered report, in HTML; nil if there is none
	Gzip      bool
}

// An Item is one file of several.
type Item struct {
	Name string // without its folder and its ending
	Data []byte
}

// The files that are made of the others.
const (
	ManifestName  = "manifest.json"
	StatementName = "statement.dsse.json"
	identityName  = "identity.json"
	controlsName  = "controls.yaml"
	reportName    = "report.html"
)

// A kind is a folder of files.
type kind struct {
	folder, ending string
	of             func(c *Contents) *[]Item
}

var kinds = []kind{
	{"results/", ".json", func(c *Contents) *[]Item { return &c.Results }},
	{"repros/", ".repro", func(c *Contents) *[]Item { return &c.Repros }},
	{"scenarios/", ".yaml", func(c *Contents) *[]Item { return &c.Scenarios }},
}

// plain is what a file in a folder may be called: the same on every system, and short enough
// for the header of an archive.
var plain = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]{0,79}$`)

// packed are the files of an archive, but for the manifest and the statement, in the order of
// their paths.
func (c *Contents) packed() (all []Item, err error) {
	for _, k := range kinds {
		for _, f := range *k.of(c) {
			if !plain.MatchString(f.Name) {
				return nil, fmt.Errorf("%s%.100q%s: the name has something else than letters, digits, dots, dashes and lines below, begins with a dot or a dash, or has more than 80 of them", k.folder, f.Name, k.ending)
			}
			all = append(all, Item{k.folder + f.Name + k.ending, f.Data})
		}
	}
	if c.Controls != nil {
		all = append(all, Item{controlsName, c.Controls})
	}
	if c.Report != nil {
		all = append(all, Item{reportName, c.Report})
	}
	identity, err := c.identity()
	if err != nil {
		return nil, err
	}
	all = append(all, Item{identityName, identity})
	slices.SortFunc(all, func(a, b Item) int { return strings.Compare(a.Name, b.Name) })
	size := 0
	for i, f := range all {
		if i > 0 && f.Name == all[i-1].Name {
			return nil, fmt.Errorf("%s: it is there twice; want each once", f.Name)
		}
		if len(f.Data) > MostOfAFile {
			return nil, fmt.Errorf("%s: it has %d bytes, and %d is the most", f.Name, len(f.Data), MostOfAFile)
		}
		size += len(f.Data)
	}
	switch {
	case len(c.Results) == 0:
		return nil, fmt.Errorf("there is no result; want one at least, as --json writes it")
	case len(all) > MostFiles:
		return nil, fmt.Errorf("there are %d files, and %d is the most", len(all), MostFiles)
	case size > MostBytes/2:
		return nil, fmt.Errorf("there are %d bytes, and %d is the most", size, MostBytes/2)
	}
	return all, nil
}

// identified says of which identity a result is.
type identified struct {
	Result   string            `json:"result"`
	Build    reports.Build     `json:"build"`
	Identity *reports.Identity `json:"identity"`
}

// identity says of each result who was tested by what, for whoever looks for nothing else.
func (c *Contents) identity() ([]byte, error) {
	all := []identified{}
	for _, f := range c.Results {
		r, err := reports.Read(bytes.NewReader(f.Data))
		if err != nil {
			return nil, fmt.Errorf("results/%s.json: %w", f.Name, err)
		}
		h := reports.HeadOf(r)
		all = append(all, identified{"results/" + f.Name + ".json", h.Build, h.Identity})
	}
	slices.SortFunc(all, func(a, b identified) int { return strings.Compare(a.Result, b.Result) })
	return written(all), nil
}

// written is the one form of JSON that is made here.
func written(x any) []byte {
	data, err := json.MarshalIndent(x, "", "  ")
	if err != nil {
		panic(err) // texts and numbers: cannot happen
	}
	return append(data, '\n')
}

// results are those in the contents, in the order of their names.
func (c *Contents) results() (all []reports.Result, err error) {
	files := slices.SortedFunc(slices.Values(c.Results), func(a, b Item) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range files {
		r, err := reports.Read(bytes.NewReader(f.Data))
		if err != nil {
			return nil, fmt.Errorf("results/%s.json: %w", f.Name, err)
		}
		all = append(all, r)
	}
	return all, nil
}
