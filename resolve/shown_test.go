package resolve_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/resolve"
)

// Every line is there under its number, and no secret in any.
func TestMaskedLines(t *testing.T) {
	t.Parallel()
	source := strings.Join([]string{
		"\ufeffcomponent \"a\" \"b\" {", "\tpassword = \"canary\" # x", "  token = <<EOT", "canary", "canary", "EOT",
		"  uri = \"https://ml:canary@db/ml\"\r", "  path = \"{{s.k}}\"", "}"}, "\n")
	want := []string{
		"\ufeffcomponent \"a\" \"b\" {", "\tpassword = \"***\" # ***", "  token = <<EOT", "***", "***", "EOT",
		"  uri = \"https://ml:***@db/ml\"\r", "  path = \"{{s.k}}\"", "}"}
	got := resolve.MaskedLines([]byte(source), "main.zsv.hcl")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if lines := resolve.MaskedLines([]byte("a = \"canary\"\n"), "default.zsvars"); !cmp.Equal(lines, []string{`a = "***"`}) {
		t.Errorf("of a file of values: %q", lines)
	}
}
