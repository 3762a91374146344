package providers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/providers"
)

func TestTypesAreSorted(t *testing.T) {
	t.Parallel()
	registry := providers.Registry{Factories: map[string]providers.Factory{"vault": nil, "env": nil, "file": nil}}
	if diff := cmp.Diff([]string{"env", "file", "vault"}, registry.Types()); diff != "" {
		t.Errorf("types (-want +got):\n%s", diff)
	}
}

// A type that is known is made by its own factory, whatever else there is.
func TestFactory(t *testing.T) {
	t.Parallel()
	var asked []string
	answers := func(summary string) providers.Factory {
		return func(hcl.Body, *hcl.EvalContext, providers.Surroundings) (providers.Checker, hcl.Diagnostics) {
			return nil, hcl.Diagnostics{{Summary: summary}}
		}
	}
	registry := providers.Registry{Factories: map[string]providers.Factory{"env": answers("env")}}
	if _, ok := registry.Factory("other"); ok {
		t.Error("there are providers of a type that nobody knows")
	}
	registry.External = func(kind string) providers.Factory { asked = append(asked, kind); return answers("external") }
	for kind, want := range map[string]string{"env": "env", "other": "external"} {
		factory, ok := registry.Factory(kind)
		if !ok {
			t.Fatalf("%s: there is no factory", kind)
		}
		if _, diags := factory(nil, nil, providers.Surroundings{}); diags[0].Summary != want {
			t.Errorf("%s is made by the factory %q, want %q", kind, diags[0].Summary, want)
		}
	}
	if diff := cmp.Diff([]string{"other"}, asked); diff != "" {
		t.Errorf("external types asked for (-want +got):\n%s", diff)
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
