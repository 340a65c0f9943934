package specimen

import "pawl/reports/paper"

// Hostiles are texts that want to be something else.
func Hostiles() []string {
	return []string{
		`<script>alert(1)</script>`,
		`</style><script>alert(2)</script>`,
		`"><img src=x onerror=alert(3)>`,
		`' onload='alert(4)`,
		`</title></svg><iframe src="https://example.invalid/">`,
		`--> <!-- ]]> {{.}} ${x} &lt;b&gt; &amp; javascript:alert(5)`,
		"a|b | c \\| `d` ``` ~~~ *e* _f_ ~~g~~ [h](https://example.invalid/) ![i](j) <k> &copy; $l$ \\",
		"# heading", "- item", "+ item", "1. item", "2) item", "> quote", "===", "---", "    code", "```", "~~~", "| a |",
		"[!CAUTION]", "https://example.invalid/x www.example.invalid a@example.invalid",
		"new\nline\r\n\n# heading\n\n- list\ttab",
		"bell\x07 escape\x1b[31m null\x00 delete\x7f",
		"not \xff\xfe text", "turned \u202eround\u202c isolated \u2066here\u2069 zero\u200bwidth \ufeff",
		"日本語 עברית العربية 🔑 é", "(Tj) ET /Page endobj \\( %%EOF",
		"averyveryverylongwordthathasnoplacetobreakaveryveryverylongwordthathasnoplacetobreakaveryveryverylongwordthathasnoplacetobreakaveryverylongword",
	}
}

// Hostile has such texts at each place where a document can have one, one at a time.
func Hostile(text string) paper.Document {
	picture := paper.HeatMap(text, text, []string{text, text}, []paper.HeatRow{
		{Name: text, Cells: []paper.HeatCell{{Count: 1, State: paper.Reached}, {State: paper.Empty}}},
	})
	return paper.Document{Title: text, Subtitle: text, Stamp: text, Sections: []paper.Section{{
		ID: "a", Title: text, Blocks: []paper.Block{
			paper.Heading{Text: text},
			paper.Paragraph{Text: text},
			paper.List{Items: []string{text, text}},
			paper.Code{Text: text},
			paper.Callout{Tone: paper.Bad, Title: text, Text: text},
			paper.Table{Caption: text, Columns: []paper.Column{{Title: text}, {Title: text, Right: true}}, Rows: [][]paper.Cell{
				{{Text: text, Tone: paper.Bad}, {Text: text}},
				{{Text: text}, {Text: text, Tone: paper.Doubt}},
			}},
			picture,
			end(),
		},
	}}}
}
