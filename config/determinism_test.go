package config_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
)

// The same files and options give the same result, however often they are loaded.
func TestSameResultEachTime(t *testing.T) {
	t.Parallel()
	for _, dir := range fixtures(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			options := fixtureOptions(t, dir)
			cfg, first := config.Load(options)
			firstDump := dump(cfg)
			for range 100 {
				again, diags := config.Load(options)
				if diff := cmp.Diff(first, diags); diff != "" {
					t.Fatal(diff)
				}
				if diff := cmp.Diff(firstDump, dump(again)); diff != "" {
					t.Fatal(diff)
				}
			}
		})
	}
}
