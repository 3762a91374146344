package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// programs are what the tests run as processes, by their names in PATH: zsv itself, and programs that it is to start.
var programs = map[string]func(){"zsv": main}

func TestMain(m *testing.M) {
	testscript.Main(m, programs)
}
