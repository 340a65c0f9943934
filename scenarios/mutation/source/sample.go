package source

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"slices"
)

// A Sample is some of the mutants of a package, all of which compile.
type Sample struct {
	Mutants []Mutant // in the order of the files
	Sites   int      // mutants that there are in all
	Broken  int      // looked at, and left out since they would not compile
}

// Sample picks so many mutants by a seed; of a negative number, all. Each mutant has
// a place of its own in the order of a seed, so that a larger sample has the smaller
// one in it, and a change of the source leaves the rest of a sample as it is.
func (p *Package) Sample(ctx context.Context, seed uint64, n int) (Sample, error) {
	all := p.Mutants()
	s := Sample{Sites: len(all)}
	if n < 0 || n > len(all) {
		n = len(all)
	}
	left := ordered(all, seed)
	for len(s.Mutants) < n && len(left) > 0 {
		if ctx.Err() != nil {
			return s, ctx.Err()
		}
		more := min(n-len(s.Mutants), len(left))
		sound := p.compiling(left[:more])
		s.Mutants = append(s.Mutants, sound...)
		s.Broken += more - len(sound)
		left = left[more:]
	}
	slices.SortStableFunc(s.Mutants, func(a, b Mutant) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return s, nil
}

// Pick picks the mutants of some ids.
func (p *Package) Pick(ids []string) (Sample, error) {
	all := p.Mutants()
	s := Sample{Sites: len(all)}
	for _, id := range ids {
		i := slices.IndexFunc(all, func(m Mutant) bool { return m.ID == id })
		if i < 0 {
			return s, fmt.Errorf("no mutant of %s has the id %q; results have the ids, and they change with the source", p.Path, id)
		}
		s.Mutants = append(s.Mutants, all[i])
	}
	picked := len(s.Mutants)
	s.Mutants = p.compiling(s.Mutants)
	s.Broken = picked - len(s.Mutants)
	return s, nil
}

// ordered puts mutants in the order of a seed.
func ordered(all []Mutant, seed uint64) []Mutant {
	key := map[string][32]byte{} // looked up only
	for _, m := range all {
		key[m.ID] = sha256.Sum256(fmt.Appendf(nil, "%d %s", seed, m.ID))
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Mutant) int {
		x, y := key[a.ID], key[b.ID]
		return slices.Compare(x[:], y[:])
	})
	return all
}

// compiling are those of some mutants that compile: where some of them together do
// not, each half is looked at by itself.
func (p *Package) compiling(some []Mutant) []Mutant {
	switch {
	case len(some) == 0 || p.compiles(some):
		return some
	case len(some) == 1:
		return nil
	}
	byPlace := slices.SortedStableFunc(slices.Values(some), func(a, b Mutant) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.edit.from, b.edit.from))
	})
	half := len(byPlace) / 2
	return append(slices.Clone(p.compiling(byPlace[:half])), p.compiling(byPlace[half:])...)
}

// compiles says whether the package does with the switches of some mutants in it.
func (p *Package) compiles(some []Mutant) bool {
	var trees []*ast.File
	for _, f := range p.files {
		tree := f.tree
		if slices.ContainsFunc(some, func(m Mutant) bool { return m.edit.in == f }) {
			var err error
			if tree, err = parser.ParseFile(p.fset, f.path, p.rewritten(f, some), parser.SkipObjectResolution); err != nil {
				return false
			}
		}
		trees = append(trees, tree)
	}
	added, err := parser.ParseFile(p.fset, switchName, switchText(p.Name), parser.SkipObjectResolution)
	if err != nil {
		return false
	}
	_, err = p.check(append(trees, added), nil)
	return err == nil
}
