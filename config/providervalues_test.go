package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
)

// The values are those after evaluation, in the native syntax and in JSON alike.
func TestProviderValues(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file, text string
		want       []config.ArgumentValue
	}{
		{"main.zsv.hcl", `
			variable "env" { default = "dev" }
			locals { mount = "kv" }
			provider "vault" "main" {
			  prefix = "ml/${var.env}"
			  mount  = local.mount
			  auth "jwt" {
			    role = "ci-${var.env}"
			  }
			  concurrency = 1 + 7
			  timeout     = null
			}`,
			[]config.ArgumentValue{{"prefix", `"ml/prod"`}, {"mount", `"kv"`}, {"concurrency", "8"}, {"timeout", "null"},
				{"auth.jwt.role", `"ci-prod"`}}},
		{"main.zsv.json", `{
			"variable": {"env": {"default": "dev"}},
			"provider": {"file": {"main": {"path": "${var.env}.age", "recipients": ["a", "b"]}}}
		}`,
			[]config.ArgumentValue{{"path", `"prod.age"`}, {"recipients", `["a","b"]`}}},
		{"main.zsv.hcl", "provider \"file\" \"main\" {\n  path = var.nothing\n  format = \"yaml\"\n}",
			[]config.ArgumentValue{{"format", `"yaml"`}}},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, test.file), []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: ".",
			Variables: []config.Assignment{{Name: "env", Value: "prod"}}, SharedInputs: true})
		if len(cfg.Providers) != 1 {
			t.Fatalf("%s: %d providers: %v", test.text, len(cfg.Providers), diags)
		}
		if diff := cmp.Diff(test.want, cfg.Providers[0].Values()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
	}
}
