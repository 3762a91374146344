package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
)

// Of several entries for one variable the first counts, for all that reads the environment.
func TestFirstEntryOfTheEnvironmentCounts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const source = `
variable "name" { type = string }
provider "env" "ci" {}
component "a" "b" { x = "{{${var.name}.k}}" }
stack "one" { components = [component.a.b] }
`
	if err := os.WriteFile(filepath.Join(dir, "main.zsv.hcl"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := []string{"ZSV_STACK=one", "ZSV_CONFIG=" + os.DevNull, "ZSV_VAR_name=first", "FIRST_K=x"}
	environ = append(environ, "ZSV_STACK=nonesuch", "ZSV_CONFIG=nonesuch.hcl", "ZSV_VAR_name=second", "FIRST_K=")
	var out bytes.Buffer
	p := cli.Process{Args: []string{"plan"}, Stdin: &bytes.Buffer{}, Stdout: &out, Stderr: &out, Environ: environ, Dir: dir}
	if code := p.Main(); code != 0 {
		t.Errorf("exit code %d:\n%s", code, &out)
	}
}
