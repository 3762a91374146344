package cli_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
)

// often is how many times each command has to give the same bytes.
const often = 100

// files are a configuration with as much in it as can come in another order: several files, stores, stacks, mistakes and
// names that are equally near to a misspelt one.
var files = map[string]string{
	"a.zsv.hcl": `
zsv {
  rules = { "unused-component" = "off", "duplicate-key" = "off", "unused-secret" = "off" }
  validation_level = "SECRET_AND_KEY_EXISTS"
}
provider "file" "yaml" { path = "secrets.yaml" }
provider "file" "dotenv" { path = "secrets.env" }
provider "file" "absent" { path = "absent.yaml" }
provider "file" "broken" { path = "broken.yaml" }
provider "env" "ci" {}
locals {
  one   = local.two
  two   = local.three
  three = local.one
}
component "a" "b" {
  settings = {
    z = "{{s.k1}}", y = "{{s.k2}}", x = "{{s.k3}}", w = ["{{t.k}}", "x{{t.k}}y", "{{a.b_c}}", "{{a_b.c}}"]
    x = "twice", y = "twice"
    "{{s.k}}" = 1
  }
  bad  = local.unknown
  bad2 = var.unknown
  bad3 = nofunction(1)
}
component "a" "c" { x = "{{absnt.k}}" } # zsv:ignore malformed-reference
`,
	"b.zsv.hcl": `
stack "one" {
  secrets    = provider.file.yaml
  components = [component.a.b, component.a.c, component.a.d]
}
stack "two" {
  secrets    = provider.file.dotenv
  components = [component.a.b]
  env        = { B = "{{s.k1}}", A = "{{s.k1}}-{{s.k2}}" }
}
stack "three" {
  secrets    = provider.env.ci
  components = [component.a.b, component.a.c]
}
stack "four" {
  secrets    = provider.file.absent
  components = [component.a.b]
}
stack "five" {
  secrets    = provider.file.broken
  components = [component.a.b]
}
stack "six" { components = [component.a.b] }
variable "missing" {}
variable "missing_too" {}
`,
	"c.zsv.hcl": "component \"a\" {\n}\nunknown \"x\" {}\ncomponent \"a\" \"e\" {\n  x = {{s.k}}\n}\n",
	"d.zsv.json": `{"component": {"z": {"z": {"a": "{{s.k9}}", "b": {"c": "{{absent.k}}", "d": "{{abset.k}}"}}}},
	"variable": {"x": {"default": {"b": 1, "a": 2}}}}`,
	"default.zsvars": "undeclared = 1\nalso_undeclared = 2\n",
	"secrets.yaml":   "s: {k1: x, k4: x, k5: x}\nabsentt: {k: x}\nabsen: {k: x}\nabsen_t: {k: x}\n",
	"secrets.env":    "S_K1=x\nS_K4=x\nT_K=\n",
	"broken.yaml":    "s: [\n",
}

// TestTheSameBytes runs each command many times over the same files: neither maps nor goroutines may show.
func TestTheSameBytes(t *testing.T) {
	t.Parallel()
	dir := writeFilesTwice(t, files)
	for _, command := range [][]string{
		{"plan"}, {"plan", "--verbose"}, {"plan", "--level", "SECRET_EXISTS"}, {"plan", "--recursive", "--stack", "oen"},
		{"validate"}, {"validate", ".", "sub"},
	} {
		for _, format := range []string{"text", "json", "compact", "github"} {
			checkSameBytes(t, dir, append(command[:len(command):len(command)], "--format", format))
		}
	}
	for _, command := range [][]string{{"stack", "list"}, {"stack", "show", "one"}, {"providers"}} {
		for _, format := range []string{"text", "json"} {
			checkSameBytes(t, dir, append(command[:len(command):len(command)], "--format", format))
		}
	}
}

func checkSameBytes(t *testing.T, dir string, args []string) {
	t.Helper()
	t.Run(fmt.Sprint(args), func(t *testing.T) {
		t.Parallel()
		first := runZSV(dir, args)
		for range often - 1 {
			if diff := cmp.Diff(first, runZSV(dir, args)); diff != "" {
				t.Fatalf("zsv %v printed something else (-first +now):\n%s", args, diff)
			}
		}
	})
}

// An outcome is all that a run of zsv shows.
type outcome struct {
	Stdout, Stderr string
	Code           int
}

func runZSV(dir string, args []string) outcome {
	return runIn(dir, []string{"S_K1=x", "S_K4=x", "S_K5=x", "T_K=", "ABSENTT_K=x", "ABSEN_K=x", "ZSV_VAR_x={}"}, args)
}

func runIn(dir string, environ, args []string) outcome {
	var stdout, stderr bytes.Buffer
	process := &cli.Process{Args: args, Stdin: &bytes.Buffer{}, Stdout: &stdout, Stderr: &stderr, Dir: dir, Environ: environ}
	code := process.Main()
	return outcome{stdout.String(), stderr.String(), code}
}

func writeFilesTwice(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for _, below := range []string{"", "sub/"} {
		for name, text := range files {
			writeFile(t, dir, below+name, text)
		}
	}
	return dir
}
