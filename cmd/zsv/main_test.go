package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the tests run zsv itself: as a process, under the name zsv in PATH.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"zsv": main})
}
