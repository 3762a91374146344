package providertype_test

import (
	"testing"

	"github.com/zsv-dev/zsv/internal/providertype"
)

func TestIsExternal(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]bool{"databricks": true, "a": true, "x-1_y": true, "": false, "Databricks": false, "1x": false,
		"-x": false, "evil!": false, "../x": false, "a b": false, "ä": false, "x\n": false} {
		if got := providertype.IsExternal(kind); got != want {
			t.Errorf("%q: %t", kind, got)
		}
	}
}
