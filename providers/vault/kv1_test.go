package vault_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// TestEveryConditionOfKVv1: deleted is missing there.
func TestEveryConditionOfKVv1(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 1)
	rules := `path "MOUNT/*" { capabilities = ["create", "read", "update"] }`
	p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.Token(t, kv.Mount, rules))...)
	warning := "vault kv enable-versioning " + kv.Mount
	for _, state := range []string{"missing", "present"} {
		for _, condition := range []providers.Condition{providers.Always, providers.IfMissing, providers.IfPresent} {
			for _, keep := range []bool{false, true} {
				name := fmt.Sprintf("%s-%d-%t", state, condition, keep)
				states[state](t, server, kv, name)
				change := setting(p, name, "a", "new", "z", "new")
				change.Remove, change.Condition, change.Keep = []string{"c", "absent"}, condition, keep
				there := state == "present"
				written, err := p.Write(t.Context(), change)
				switch want, data := expected(there, keep); {
				case there && condition == providers.IfMissing, !there && condition == providers.IfPresent:
					if err == nil {
						t.Errorf("%s: it was written", name)
					}
				case err != nil || len(written.Warnings) != 1 || !strings.Contains(written.Warnings[0], warning):
					t.Errorf("%s: %+v and %v, want the one warning with %q", name, written, err, warning)
				default:
					want.Warnings = written.Warnings
					wantEqual(t, name, want, written)
					wantData(t, kv, name, data)
				}
			}
		}
	}
}

// TestKVv1PassesOnWhatItDoesNotChange: 1.0 is not 1 there, and a number may be longer than any float.
func TestKVv1PassesOnWhatItDoesNotChange(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 1)
	const text = `{"one":1.0,"long":12345678901234567890.123456789,"map":{"x":[1.50,null,"<&>"]},"null":null,"a":"old"}`
	server.WriteText(t, kv.Mount+"/mlflow", text)
	p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.RootToken)...)
	write(t, p, setting(p, "mlflow", "a", "new"))
	want := map[string]string{"one": "1.0", "long": "12345678901234567890.123456789", "a": "new"}
	wantEqual(t, "values", want, revealed(fetch(t, p, nil, "mlflow")["mlflow"]))
	data := kv.Data(t, "mlflow")
	if _, there := data["null"]; !there {
		t.Error("the key that is null is gone")
	}
	wantEqual(t, "map", map[string]any{"x": []any{1.5, nil, "<&>"}}, data["map"])
}

func TestKVv1HoldsNoSecretWithoutKeys(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 1)
	kv.Put(t, "mlflow", map[string]any{"a": "x"})
	p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.RootToken)...)
	_, err := p.Write(t.Context(), providers.Change{Location: p.Locate("mlflow", ""), Remove: []string{"a"}})
	wantProblem(t, err, providers.Unsupported, "no secret without keys")
	_, err = p.Write(t.Context(), setting(p, "slack"))
	wantProblem(t, err, providers.Unsupported, "no secret without keys")
	wantData(t, kv, "mlflow", map[string]any{"a": "x"})
}

func TestDeniedOnKVv1(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 1)
	kv.Put(t, "ml/mlflow", map[string]any{"a": "x"})
	line := func(capabilities string) string {
		return fmt.Sprintf(`path "%s/ml/*" { capabilities = [%s] }`, kv.Mount, capabilities)
	}
	for rules, wanted := range map[string][]string{"read": {`"read", "delete"`, `"create", "read", "update"`, `"list", "delete"`},
		"list": {`"read"`, `"create", "read", "update"`, `"list", "delete"`}} {
		token := server.Token(t, kv.Mount, fmt.Sprintf(`path "MOUNT/*" { capabilities = [%q] }`, rules))
		p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount), server.Environ(token)...)
		location := p.Locate("mlflow", "")
		_, err := p.Write(t.Context(), setting(p, "mlflow", "a", "new"))
		wantProblem(t, err, providers.Denied, line(wanted[1]))
		_, err = p.Delete(t.Context(), location)
		wantProblem(t, err, providers.Denied, line(wanted[2]))
		err = p.Rename(t.Context(), location, p.Locate("slack", ""))
		wantProblem(t, err, providers.Denied, kv.Mount+"/ml/*")
	}
	wantData(t, kv, "ml/mlflow", map[string]any{"a": "x"})
}
