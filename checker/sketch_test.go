package checker

import (
	"bytes"
	"math/rand"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestSketches: of what is refuted there is a picture, of what is not there is none, and to draw
// changes no verdict.
func TestSketches(t *testing.T) {
	opt := Options{Porcupine: time.Minute}
	drawn, refuted := 0, 0
	for seed := range 40 {
		r := rand.New(rand.NewSource(int64(seed)))
		h := lawfulRegister(r, 10, 4, 3, 40, 8, 0.1)
		h.Offers.Record = true
		if all := Sketches(h, opt, time.Minute); len(all) > 0 {
			t.Fatalf("seed %d: of a lawful history there is a picture of the %s", seed, all[0].Object)
		}
		mutateRegister(r, h)
		l, ok := sealRegister(h, opt)
		all := Sketches(h, opt, time.Minute)
		if again, _ := sealRegister(h, opt); again.Result != l.Result || again.Detail != l.Detail {
			t.Errorf("seed %d: %s, and drawn %s", seed, l.Result, again.Result)
		}
		if !ok || l.Result != Illegal {
			if len(all) > 0 {
				t.Errorf("seed %d: it is %s, and there is a picture", seed, l.Result)
			}
			continue
		}
		refuted++
		for _, p := range all {
			var b bytes.Buffer
			if err := p.Write(&b); err != nil {
				t.Fatal(err)
			}
			drawn++
			if !regexp.MustCompile(`write [0-9]+: `).MatchString(b.String()) || !strings.Contains(b.String(), "after write ") && !strings.Contains(b.String(), "fits nowhere") || p.Object != "seal register" || p.Invariant != "S2" {
				t.Errorf("seed %d: the picture of the %s does not show a write, and an answer that does not fit: %s", seed, p.Object, b.String()[strings.LastIndex(b.String(), "const data"):])
			}
		}
	}
	if drawn == 0 || refuted == 0 {
		t.Errorf("%d refuted, %d drawn", refuted, drawn)
	}
	t.Logf("%d refuted, %d drawn", refuted, drawn)
}
