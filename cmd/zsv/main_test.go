package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/zsv-dev/zsv/internal/signaltest"
)

// programs are what the tests run as processes, by their names in PATH: zsv itself, and programs that it is to start.
var programs = map[string]func(){"zsv": main}

func TestMain(m *testing.M) {
	if strings.Contains(filepath.Base(os.Args[0]), ".test") { // and not one of the programs
		signaltest.Heed()
	}
	testscript.Main(m, programs)
}
