package bundle

import (
	"fmt"

	"pawl/reports"
	"pawl/reports/intoto"
	"pawl/reports/strict"
)

const manifestVersion = 1

// A Manifest says what is in a bundle.
type Manifest struct {
	SchemaVersion int            `json:"schema_version"`
	Files         []ManifestLine `json:"files"` // in the order of their paths
}

// A ManifestLine is a file of which a manifest speaks.
type ManifestLine struct {
	Path   string `json:"path"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func manifest(all []Item) *Manifest {
	m := &Manifest{manifestVersion, []ManifestLine{}}
	for _, f := range all {
		m.Files = append(m.Files, ManifestLine{f.Name, len(f.Data), reports.Digest(f.Data)})
	}
	return m
}

func readManifest(data []byte) (*Manifest, error) {
	var m Manifest
	if err := strict.Read(data, &m); err != nil {
		return nil, err
	}
	if m.SchemaVersion != manifestVersion {
		return nil, fmt.Errorf("schema_version is %d: this build reads version %d", m.SchemaVersion, manifestVersion)
	}
	return &m, nil
}

// holds says by which file an archive is not the one of which a manifest speaks.
func (m *Manifest) holds(all []Item) error {
	files := map[string][]byte{} // looked up only
	for _, f := range all {
		files[f.Name] = f.Data
	}
	listed := map[string]bool{} // looked up only
	for _, l := range m.Files {
		data, there := files[l.Path]
		switch {
		case listed[l.Path]:
			return fmt.Errorf("%s: %s is listed twice", ManifestName, l.Path)
		case !there:
			return fmt.Errorf("%.120s: it is missing, and %s lists it", l.Path, ManifestName)
		case len(data) != l.Bytes || reports.Digest(data) != l.SHA256:
			return fmt.Errorf("%s: it has %d bytes with SHA-256 %s, and %s says %d and %.70s", l.Path, len(data), reports.Digest(data), ManifestName, l.Bytes, l.SHA256)
		}
		listed[l.Path] = true
	}
	for _, f := range all {
		if !listed[f.Name] {
			return fmt.Errorf("%s: %s does not list it", f.Name, ManifestName)
		}
	}
	return nil
}

// statement is what is signed: of the manifest, and so of every file, and of what the results
// say.
func (c *Contents) statement(manifest []byte) ([]byte, error) {
	results, err := c.results()
	if err != nil {
		return nil, err
	}
	return intoto.OfResults([]intoto.Descriptor{{Name: ManifestName, Digest: intoto.Digests{SHA256: reports.Digest(manifest)}}}, results), nil
}
