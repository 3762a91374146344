package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/apparentlymart/go-textseg/v15/textseg"

	"github.com/zsv-dev/zsv/config"
)

var splitClusters = textseg.ScanGraphemeClusters

// writeFiles writes files into a new directory and returns its path.
func writeFiles(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// loadSource loads a configuration of one file, main.zsv.hcl.
func loadSource(t testing.TB, source string) (*config.Config, config.Diagnostics) {
	t.Helper()
	return config.Load(config.Options{WorkingDir: writeFiles(t, map[string]string{"main.zsv.hcl": source}), Dir: "."})
}
