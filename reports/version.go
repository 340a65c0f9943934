package reports

// Version is the result of the verb that says which build this is. Its build is in
// its head, as every result's is.
type Version struct {
	Head
	Module string `json:"module"` // that the command is of
	Pawl   string `json:"pawl"`   // the version of Pawl in it
}

func (v *Version) text(p *page) {
	b := &v.Build
	revision := b.Revision
	switch {
	case revision == "":
		revision = "not known: the build was not told"
	case b.Modified:
		revision += ", modified"
	}
	p.heading(v.Module + " " + orUnknown(b.Version))
	if v.Module != "pawl" {
		p.say("pawl:    ", orUnknown(v.Pawl))
	}
	p.say("revision:", revision)
	p.say("go:      ", b.Go)
	p.say("platform:", b.Platform)
}

func orUnknown(version string) string {
	if version == "" {
		return "(unknown)"
	}
	return version
}
