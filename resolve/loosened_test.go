package resolve_test

import (
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// A provider's block loosens the gate by what it allows in so many words, unless the user decides.
func TestProvidersThatLoosen(t *testing.T) {
	t.Parallel()
	fallback := []resolve.Loosened{{Setting: "read_values", Name: "read_values", Value: "fallback", File: "main.zsv.hcl",
		Line: 3, Column: 3}}
	for name, test := range map[string]struct {
		argument, flag string
		want           []resolve.Loosened
	}{
		"nothing is said":         {"", "", []resolve.Loosened{}},
		"allowed":                 {`read_values = "fallback"`, "", fallback},
		"computed":                {`read_values = lower("FALLBACK")`, "", fallback},
		"forbidden":               {`read_values = "never"`, "", []resolve.Loosened{}},
		"allowed by the user too": {`read_values = "fallback"`, "fallback", []resolve.Loosened{}},
		"forbidden by the user":   {`read_values = "fallback"`, "never", []resolve.Loosened{}},
		"null":                    {`read_values = null`, "", []resolve.Loosened{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := resolve.Options{Registry: builtin.Registry(), Surroundings: providers.Surroundings{
				ReadValues: test.flag, Log: slog.New(slog.DiscardHandler)}}
			report := planOf(t, "\nprovider \"vault\" \"main\" {\n  "+test.argument+"\n}\n", options).Static()
			if diff := cmp.Diff(test.want, report.Loosened); diff != "" || len(report.Diagnostics) > 0 {
				t.Errorf("%+v; loosened (-want +got):\n%s", report.Diagnostics, diff)
			}
		})
	}
}
