package httpapi

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// plain says what is wrong with a text that others are shown: a terminal may do what is in it, long
// after whoever wrote it has gone, and in the name of whoever looks.
func plain(field, text string) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("%s is no text in UTF-8; write it in plain text", field)
	}
	for at, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return fmt.Errorf("%s has the control character %U at byte %d, which would reach the terminals of others; write it in plain text, on one line", field, r, at+1)
		}
	}
	return nil
}

// plain says which of an act's texts is none that others may be shown.
func (q *ActRequest) plain() error {
	for _, x := range []struct{ field, text string }{{"the verb", q.Verb}, {"the rotation", q.Rotation}, {"the reason", q.Reason}, {"the act that is approved", q.Of}} {
		if err := plain(x.field, x.text); err != nil {
			return err
		}
	}
	return nil
}
