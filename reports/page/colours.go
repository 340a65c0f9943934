package page

import (
	"fmt"
	"strings"

	"pawl/reports/paper"
	"pawl/reports/paper/ink"
)

// Versions of a key are told apart by colour, and by the number that stands beside it.
var (
	versionsLight = []string{"#2f6fb3", "#b3621b", "#2c8a5b", "#8a4fb0", "#9a7a12", "#b03a68"}
	versionsDark  = []string{"#6fb1f0", "#eaa25c", "#63c894", "#c497e6", "#d9bd55", "#ef86ad"}
)

// colours are those of the system's scheme, unless the reader has chosen one.
func colours() string {
	light, dark := rules(ink.Light(), versionsLight), rules(ink.Dark(), versionsDark)
	return ":root { " + light + " }\n" +
		"@media (prefers-color-scheme: dark) { :root { " + dark + " } }\n" +
		"[data-scheme=light] { " + light + " }\n[data-scheme=dark] { " + dark + " }\n"
}

func rules(p ink.Palette, versions []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "--page: %v; --panel: %v; --ink: %v; --faint: %v; --rule: %v; --link: %v", p.Page, p.Panel, p.Ink, p.Faint, p.Rule, p.Mark(paper.Plain))
	fmt.Fprintf(&b, "; --plain: %v; --good: %v; --bad: %v; --doubt: %v; --fresh: %v",
		p.Mark(paper.Plain), p.Mark(paper.Good), p.Mark(paper.Bad), p.Mark(paper.Doubt), p.Ground(paper.Plain))
	for i, v := range versions {
		fmt.Fprintf(&b, "; --v%d: %s", i, v)
	}
	return b.String()
}
