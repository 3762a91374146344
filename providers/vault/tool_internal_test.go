package vault

import (
	"log/slog"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/providers"
)

// The commands that people are told of work where they are: with what their environment does not say by itself.
func TestCommandLine(t *testing.T) {
	t.Parallel()
	chosen := "VAULT_ADDR=https://vault.example.com:8200"
	for name, with := range map[string]struct{ block, environ, place, want string }{
		"plain":       {"", chosen, "ml/prod/mlflow", "vault kv undelete -mount=secret ml/prod/mlflow"},
		"a namespace": {`namespace = "team/ml"`, chosen, "mlflow", "vault kv undelete -namespace=team/ml -mount=secret mlflow"},
		"OpenBao":     {"", "BAO_ADDR=https://bao.example.com", "mlflow", "bao kv undelete -mount=secret mlflow"},
		"another address": {`address = "https://other.example.com:8200"`, chosen, "mlflow",
			"vault kv undelete -address=https://other.example.com:8200 -mount=secret mlflow"},
		"what a shell would run": {"", chosen, "a b'$(id)", `vault kv undelete -mount=secret 'a b'\''$(id)'`},
		"what reads as a flag": {"", chosen, "-address=http:evil.example.com",
			"vault kv undelete -mount=secret -- -address=http:evil.example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, _ := hclsyntax.ParseConfig([]byte(with.block), "test.zsv.hcl", hcl.InitialPos)
			checker, diags := New(file.Body, nil, providers.Surroundings{Dir: t.TempDir(), Environ: []string{with.environ},
				TrustedAddresses: []string{"https://other.example.com:8200"}, Log: slog.New(slog.DiscardHandler)})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			p := checker.(*Provider)
			target, err := p.target()
			if err != nil {
				t.Fatal(err)
			}
			if got := p.commandLine(target)("undelete", with.place); got != with.want {
				t.Errorf("the command is %s, want %s", got, with.want)
			}
		})
	}
}
