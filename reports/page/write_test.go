package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pawl/reports/paper/specimen"
)

func written(t testing.TB, p *Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// block is what a block of a page holds, unzipped.
func block(t testing.TB, page, id string) string {
	t.Helper()
	found := regexp.MustCompile(`<script type="text/plain" id="` + id + `">([^<]*)</script>`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no block %s", id)
	}
	zipped, err := base64.StdEncoding.DecodeString(found[1])
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func zipped(t testing.TB, text string) []byte {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(packed([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestWrite: all that a page is made of is in it, and it names no other place.
func TestWrite(t *testing.T) {
	p := &Page{Title: "S2 violated", Subtitle: "Seed 7.", Command: "pawl replay a.repro", Data: []byte(`{"x": "</script>"}`),
		Engine: &Engine{Wasm: zipped(t, "wasm"), Glue: []byte("glue </script>")}}
	page := written(t, p)
	for id, want := range map[string]string{"data": string(p.Data), "glue": "glue </script>", "wasm": "wasm"} {
		if got := block(t, page, id); got != want {
			t.Errorf("%s: %q", id, got)
		}
	}
	for _, want := range []string{"<title>S2 violated</title>", "Seed 7.", "<code>pawl replay a.repro</code>"} {
		if !strings.Contains(page, want) {
			t.Errorf("nothing of %s", want)
		}
	}
	if elsewhere := regexp.MustCompile(`(?i)(https?:)?//[a-z0-9.]+\.[a-z]{2,}/`).FindString(page); elsewhere != "" {
		t.Errorf("it names %s", elsewhere)
	}
	again := written(t, p)
	if page != again {
		t.Error("the same page is written in two ways")
	}
}

// TestPolicy lets the page's own script and style run, and nothing else.
func TestPolicy(t *testing.T) {
	page := written(t, &Page{Static: "no"})
	for tag, pattern := range map[string]string{"script": `(?s)<script>(.*)</script>`, "style": `(?s)<style>(.*?)</style>`} {
		found := regexp.MustCompile(pattern).FindStringSubmatch(page)
		if found == nil {
			t.Fatalf("no %s", tag)
		}
		sum := sha256.Sum256([]byte(found[1]))
		if want := tag + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(page, want) {
			t.Errorf("the policy does not say %s", want)
		}
	}
	if !strings.Contains(page, "default-src 'none'") || strings.Contains(page, "script-src 'unsafe-inline'") {
		t.Error("the policy lets others in")
	}
}

// TestHostileTexts are shown, and nothing of them is markup.
func TestHostileTexts(t *testing.T) {
	tags := regexp.MustCompile(`<[a-zA-Z/!][^>]*>`)
	usual := tags.FindAllString(written(t, &Page{Title: "a", Subtitle: "b", Command: "c", Static: "d"}), -1)
	for _, text := range specimen.Hostiles() {
		page := written(t, &Page{Title: text, Subtitle: text, Command: text, Static: text, Data: []byte(text)})
		if all := tags.FindAllString(page, -1); !slices.Equal(all, usual) {
			t.Errorf("%.40q: %d tags, usually %d", text, len(all), len(usual))
		}
		if strings.ContainsAny(page, "\x00\x07\x1b\u202e\u2066\ufeff") {
			t.Errorf("%.40q: what cannot be seen is not written out", text)
		}
	}
}

// TestRefusals: no page is written that says nothing of its engine, that links elsewhere, or that
// is too long.
func TestRefusals(t *testing.T) {
	noise := make([]byte, MostStatic)
	source := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(source.Uint32())
	}
	engine := &Engine{}
	for want, p := range map[string]*Page{
		"want either an engine":    {},
		"or a sentence":            {Engine: engine, Static: "no"},
		"and has at most 3000000":  {Static: "no", Data: noise},
		"at most 6000000: the run": {Engine: engine, Data: slices.Concat(noise, noise)},
	} {
		var b bytes.Buffer
		if err := Write(&b, p); err == nil || !strings.Contains(err.Error(), want) || b.Len() > 0 {
			t.Errorf("%s: error %v, and %d bytes", want, err, b.Len())
		}
	}
	var long *TooLong
	if err := Write(io.Discard, &Page{Static: "no", Data: noise}); !errors.As(err, &long) || long.Bytes <= MostStatic {
		t.Errorf("error %v", err)
	}
}
