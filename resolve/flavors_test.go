package resolve_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/resolve"
)

func TestFlavors(t *testing.T) {
	t.Parallel()
	types := resolve.ComponentTypes()
	if !slices.IsSorted(types) || !slices.Contains(types, "experiment_tracker") || !slices.Contains(types, "orchestrator") {
		t.Errorf("types %q", types)
	}
	if diff := cmp.Diff([]string{"discord", "slack"}, resolve.Flavors("alerter")); diff != "" {
		t.Errorf("flavors of alerters (-want +got):\n%s", diff)
	}
	if found := resolve.Flavors("nothing"); len(found) > 0 {
		t.Errorf("flavors %q of no type", found)
	}
	if found := resolve.FlavorAttributes("experiment_tracker", "mlflow"); !slices.Contains(found, "tracking_uri") || !slices.IsSorted(found) {
		t.Errorf("attributes %q of mlflow", found)
	}
}
