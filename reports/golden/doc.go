// Package golden reads the golden results of package reports, for tests of packages below it that
// make something of results.
//
// Only tests may import it. A new golden result is one of package reports' tests.
package golden
