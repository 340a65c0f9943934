package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

var (
	stream = regexp.MustCompile(`(?s)/Filter /FlateDecode /Length \d+>>\nstream\n(.*?)\nendstream`)
	shown  = regexp.MustCompile(`(?s)Td \((.*?[^\\]|(?:\\\\)*)\) Tj ET`)
	undone = strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r")
)

// contents are what is drawn on each page of a file.
func contents(file []byte) (pages [][]byte) {
	for _, found := range stream.FindAllSubmatch(file, -1) {
		r, err := zlib.NewReader(bytes.NewReader(found[1]))
		if err != nil {
			continue // a typeface
		}
		data, err := io.ReadAll(r)
		if err == nil && bytes.Contains(data, []byte(" Tj ET")) {
			pages = append(pages, data)
		}
	}
	return pages
}

// pagesOf are the texts that each page of a file shows, in the order in which they are set.
func pagesOf(t testing.TB, file []byte) (pages [][]string) {
	t.Helper()
	for _, data := range contents(file) {
		var texts []string
		for _, text := range shown.FindAllSubmatch(data, -1) {
			texts = append(texts, decoded(undone.Replace(string(text[1]))))
		}
		pages = append(pages, texts)
	}
	if len(pages) == 0 {
		t.Fatal("no page is found: does the library write them as it did?")
	}
	return pages
}

func decoded(bigEndian string) string {
	var units []uint16
	for i := 0; i+1 < len(bigEndian); i += 2 {
		units = append(units, uint16(bigEndian[i])<<8|uint16(bigEndian[i+1]))
	}
	return string(utf16.Decode(units))
}

// wordsOf are all texts of a file, as if it had no lines.
func wordsOf(t testing.TB, file []byte) string {
	var all []string
	for _, page := range pagesOf(t, file) {
		all = append(all, page...)
	}
	return strings.Join(all, " ")
}
