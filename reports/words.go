package reports

// Words is what can stand in scenario files, by section.
type Words struct {
	Head
	Sections []WordSection `json:"sections"`
}

// WordSection is one table of them.
type WordSection struct {
	Name  string       `json:"name"`
	Title string       `json:"title"`
	Text  string       `json:"text"`
	Words []Definition `json:"words"`
}

// Definition is one of them, and what it means.
type Definition struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

func (w *Words) text(p *page) {
	for i, s := range w.Sections {
		if i > 0 {
			p.blank()
		}
		p.heading(s.Title)
		p.say("", s.Text)
		for _, x := range s.Words {
			p.hang(margin, x.Name, p.bold)
			p.hang(margin+margin+margin, x.Text, p.as)
		}
	}
}
