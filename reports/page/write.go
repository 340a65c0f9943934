package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/template"

	"html"

	"pawl/reports/paper"
)

//go:embed page.html
var frame string

//go:embed style.css
var style string

//go:embed parts/*.js
var files embed.FS

// parts are the files of the script, in their order.
var parts = []string{"data", "search", "draw", "panel", "live", "main"}

// Most is how long a page may be, in bytes: what a browser opens at once.
const (
	MostStatic = 3_000_000
	MostAlive  = 6_000_000
)

// A Page is what a page shows.
type Page struct {
	Title    string // in one line
	Subtitle string // in a sentence or two
	Command  string // that replays it
	Data     []byte // JSON, that the script reads
	Engine   *Engine
	Static   string // why there is no engine, in a sentence; with an engine, ""
}

// An Engine is the program that makes runs, as browsers take it.
type Engine struct {
	Wasm []byte // zipped
	Glue []byte // the script that comes with the Go release that built it
}

// Write writes the whole page.
func Write(w io.Writer, p *Page) error {
	if (p.Engine == nil) != (p.Static != "") {
		return errors.New("page: want either an engine, or a sentence that says why there is none")
	}
	script, err := script()
	if err != nil {
		return err
	}
	look := colours() + style
	shown := map[string]string{
		"Title": shown(p.Title), "Subtitle": shown(p.Subtitle), "Command": shown(p.Command),
		"Style": look, "StyleHash": policyHash(look), "Script": script, "ScriptHash": policyHash(script),
		"Data": packed(p.Data), "Wasm": "", "Glue": "", "Worker": "", "Alive": "",
	}
	most := MostStatic
	if p.Engine != nil {
		most = MostAlive
		worker, err := files.ReadFile("parts/worker.js")
		if err != nil {
			return err
		}
		shown["Worker"], shown["Glue"] = string(worker), packed(p.Engine.Glue)
		shown["Wasm"] = base64.StdEncoding.EncodeToString(p.Engine.Wasm)
	}
	t, err := template.New("page").Parse(frame)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, shown); err != nil {
		return err
	}
	if b.Len() > most {
		return &TooLong{Bytes: b.Len(), Most: most}
	}
	_, err = w.Write(b.Bytes())
	return err
}

// TooLong says that a page would be longer than browsers open at once. There is none then.
type TooLong struct{ Bytes, Most int }

func (e *TooLong) Error() string {
	return fmt.Sprintf("the page would have %d bytes, and has at most %d: the run is too long for one; a shorter run, or one with fewer clients, fits", e.Bytes, e.Most)
}

// shown is a text of somebody else's as it stands in markup.
func shown(text string) string { return html.EscapeString(paper.Visible(text)) }

// script is all of the page's, in a scope of its own.
func script() (string, error) {
	var b strings.Builder
	b.WriteString("\"use strict\";\n(() => {\n")
	for _, name := range parts {
		text, err := files.ReadFile("parts/" + name + ".js")
		if err != nil {
			return "", err
		}
		b.Write(text)
	}
	b.WriteString("})();\n")
	return b.String(), nil
}

// policyHash is how the page's policy names the one script, or the one style, that it lets run.
func policyHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// packed is data zipped, in base64, which is never markup.
func packed(data []byte) string {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // a level there is
	}
	_, _ = z.Write(data) // to memory
	_ = z.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}
