package providers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

func TestTypesAreSorted(t *testing.T) {
	t.Parallel()
	registry := providers.Registry{"vault": nil, "env": nil, "file": nil}
	if diff := cmp.Diff([]string{"env", "file", "vault"}, registry.Types()); diff != "" {
		t.Errorf("types (-want +got):\n%s", diff)
	}
}

func TestLookupEnv(t *testing.T) {
	t.Parallel()
	surroundings := providers.Surroundings{Environ: []string{"A=1", "AB=2", "A=3", "E=", "EQ=a=b", "NOTHING", "=C:=C:\\"}}
	for name, want := range map[string]struct {
		value string
		isSet bool
	}{
		"A": {"1", true}, "AB": {"2", true}, "E": {"", true}, "EQ": {"a=b", true},
		"B": {}, "NOTHING": {}, "a": {}, "": {}, "EQ=a": {}, "=C:": {},
	} {
		value, isSet := surroundings.LookupEnv(name)
		if value != want.value || isSet != want.isSet || surroundings.Getenv(name) != want.value {
			t.Errorf("LookupEnv(%q) = %q, %t, want %q, %t", name, value, isSet, want.value, want.isSet)
		}
	}
}
