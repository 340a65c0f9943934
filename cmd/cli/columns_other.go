//go:build !unix

package cli

import "os"

// columns is the width of a terminal; 0 if it does not say.
func columns(*os.File) int { return 0 }
