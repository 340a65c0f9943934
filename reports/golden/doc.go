// Package golden reads the golden results of package reports, for tests of packages below it that
// make something of results, and the golden film, for those that make something of films.
//
// Only tests may import it. A new golden result is one of package reports' tests; the film is one
// of package camera's.
package golden
