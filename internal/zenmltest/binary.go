package zenmltest

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/zsv-dev/zsv/internal/tooltest"
	"github.com/zsv-dev/zsv/tools/zenml"
)

var tool = tooltest.Tool{Target: "zenml", Title: "ZenML server"}

// Program returns the path of a program of the environment that `make zenml` makes: "zenml", "python". Without it the test
// is skipped, or fails where ZSV_REQUIRE_ZENML is 1.
func Program(t testing.TB, name string) string {
	t.Helper()
	directory, err := directory()
	path := filepath.Join(directory, name)
	if err == nil {
		_, err = os.Stat(path)
	}
	return tool.Found(t, path, err)
}

// directory returns where tools/zenml/build.sh puts the programs.
var directory = sync.OnceValues(func() (string, error) {
	if runtime.GOOS == "windows" {
		return "", errors.New("the tests run it on systems with a POSIX shell only")
	}
	version, err := tooltest.HashOf(zenml.Versions)
	if err != nil {
		return "", err
	}
	environment := tool.Place(version)
	installed, err := os.ReadFile(filepath.Join(environment, "versions.txt"))
	if err != nil || string(installed) != zenml.Versions {
		return "", errors.New("it is not installed at " + environment)
	}
	return filepath.Join(environment, "bin"), nil
})
