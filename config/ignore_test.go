package config_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
)

// The comments of this source turn rules off on the lines that end in "off".
const ignoresSource = `component "a" "b" {
  plain = "x"
  # zsv:ignore embedded-reference
  above = "x" off
  // zsv:ignore embedded-reference because of another tool
  slashes = "x" off
  /* zsv:ignore embedded-reference */
  block = "x" off
  trailing = "x" # zsv:ignore embedded-reference off
  trailing2 = "x" /* zsv:ignore embedded-reference */ # off
  before = 1 /* zsv:ignore embedded-reference */ + 2 # off
  # zsv:ignore plaintext-secret,embedded-reference
  two = "x" off
  # zsv:ignore embedded-reference

  # another comment
  blank_between = "x" off
  next = "x"
  # zsv:ignore plaintext-secret
  # zsv:ignore embedded-reference
  stacked = "x" off
  # zsv:ignore embedded-reference
  heredoc = <<EOT off
line off
  line off
EOT
  # see zsv:ignore embedded-reference
  prose = "x"
  list = [
    "x",
    "x", # zsv:ignore embedded-reference off
    # zsv:ignore embedded-reference
    "x", off
    "x",
  ]
  text = "# zsv:ignore embedded-reference"
  flush = <<-EOT
    # zsv:ignore embedded-reference
    text
  EOT
  #zsv:ignore	embedded-reference
  tight = "x" off
  /*
   * zsv:ignore embedded-reference
   */
  starred = "x" off
}
# zsv:ignore embedded-reference
component "c" "d" {} # off
`

func TestIgnores(t *testing.T) {
	t.Parallel()
	source := strings.ReplaceAll(ignoresSource, " off\n", "\n")
	for _, ending := range []string{"\n", "\r\n"} {
		cfg, diags := loadSource(t, strings.ReplaceAll(source, "\n", ending))
		if len(diags) > 0 {
			t.Fatalf("%v", diags)
		}
		for i, line := range strings.Split(ignoresSource, "\n") {
			at := hcl.Range{Filename: "main.zsv.hcl", Start: hcl.Pos{Line: i + 1, Column: 1}}
			if got, want := cfg.Ignores.At(config.RuleEmbedded, at) != nil, strings.HasSuffix(line, " off"); got != want {
				t.Errorf("line %d: off is %t, not %t: %s", i+1, got, want, line)
			}
			if cfg.Ignores.At(config.RuleUnusedSecret, at) != nil {
				t.Errorf("line %d: another rule is off", i+1)
			}
		}
	}
}
