package functions

import system "os"

// A name of the file's own is no package.
func own(os struct{ Args []string }) []string { return os.Args }

func environment() string { return system.Getenv("HOME") } // want: system.Getenv belongs to main: take it as a field
