package env_test

import (
	"context"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/env"
	"github.com/zsv-dev/zsv/providers/providertest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	lower := regexp.MustCompile(`^[a-z0-9_]+$`)
	providertest.Run(t, providertest.Subject{
		KeysMakeSecrets: true,
		Powers:          []providertest.Power{providertest.Fetching},
		HoldsValue:      func(value string) bool { return !strings.Contains(value, "\x00") },
		Holds:           func(secret, key string) bool { return lower.MatchString(secret) && lower.MatchString(key) },
		New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
			var environ []string
			for secret, values := range store {
				for key, value := range values {
					name := providers.VariableOf("ML_"+providers.VariableName(secret), key)
					environ = append(environ, name+"="+value)
				}
			}
			checker, diags := env.New(body(t, `prefix = "ML_"`), nil, providers.Surroundings{Environ: environ, Log: log})
			if diags.HasErrors() {
				t.Fatalf("%v", diags)
			}
			return checker
		},
	})
}

func TestCheck(t *testing.T) {
	t.Parallel()
	environ := []string{
		"ML_MLFLOW_PASSWORD=p4ss", "ML_MLFLOW_EMPTY=", "ML_S3_CREDS_KEY=k3y", "ML_TWICE_KEY=", "ML_TWICE_KEY=second",
		"ML_EQ_KEY=a=b", "=C:=C:\\", "NOVALUE", "ML_ONLY_EMPTY=", "ml_lower_key=x",
	}
	present, missing := providers.Key{Status: providers.Present}, providers.Missing
	empty := providers.Key{Status: missing, Reason: providers.Empty,
		Detail: "it is set to nothing; fill it in, or write allow_empty = true in the provider's block"}
	unset := func(name string) providers.Key { return providers.Key{Status: missing, Detail: name + " is not set"} }
	tests := map[string]struct {
		body, name, path string
		keys             []string
		want             providers.Answer
	}{
		"set": {`prefix = "ML_"`, "mlflow", "", []string{"password"}, providers.Answer{Secret: providers.Present,
			Keys: map[string]providers.Key{"password": present}, Available: []string{"empty", "password"}}},
		"other characters": {`prefix = "ML_"`, "s3-creds", "", []string{"Key"}, providers.Answer{Secret: providers.Present,
			Keys: map[string]providers.Key{"Key": present}, Available: []string{"key"}}},
		"set to nothing": {`prefix = "ML_"`, "mlflow", "", []string{"empty", "none"}, providers.Answer{
			Secret: providers.Present, Available: []string{"empty", "password"},
			Keys: map[string]providers.Key{"empty": empty, "none": unset("ML_MLFLOW_NONE")}}},
		"set to nothing, which is all there is": {`prefix = "ML_"`, "only", "", []string{"empty"}, providers.Answer{
			Secret: providers.Present, Keys: map[string]providers.Key{"empty": empty}, Available: []string{"empty"}}},
		"set to nothing, which is allowed": {"prefix = \"ML_\"\nallow_empty = true", "only", "", []string{"empty"},
			providers.Answer{Secret: providers.Present, Keys: map[string]providers.Key{"empty": present},
				Available: []string{"empty"}}},
		"a value with an equals sign": {`prefix = "ML_"`, "eq", "", []string{"key"}, providers.Answer{Secret: providers.Present,
			Keys: map[string]providers.Key{"key": present}, Available: []string{"key"}}},
		"the first entry counts": {`prefix = "ML_"`, "twice", "", []string{"key"}, providers.Answer{Secret: providers.Present,
			Keys: map[string]providers.Key{"key": empty}, Available: []string{"key"}}},
		"a path instead of prefix and name": {`prefix = "X_"`, "shared", "ml/mlflow", []string{"password"}, providers.Answer{
			Secret: providers.Present, Keys: map[string]providers.Key{"password": present},
			Available: []string{"empty", "password"}}},
		"no prefix": {``, "ml", "", []string{"mlflow_password"}, providers.Answer{Secret: providers.Present,
			Keys: map[string]providers.Key{"mlflow_password": present}, Available: []string{"eq_key", "mlflow_empty",
				"mlflow_password", "only_empty", "s3_creds_key", "twice_key"}}},
		"the prefix is taken as written": {`prefix = "ml_"`, "mlflow", "", []string{"password"}, providers.Answer{
			Secret: missing, Available: []string{"ML_MLFLOW"}, Detail: "ml_MLFLOW_PASSWORD is not set; ML_MLFLOW_PASSWORD is"}},
		"a misspelt secret": {`prefix = "ML_"`, "mlflw", "", []string{"other", "password"}, providers.Answer{Secret: missing,
			Available: []string{"ML_MLFLOW"},
			Detail:    "none of ML_MLFLW_OTHER, ML_MLFLW_PASSWORD is set; ML_MLFLOW_PASSWORD is"}},
		"nothing like it": {`prefix = "ML_"`, "slack", "", []string{"webhook_url"}, providers.Answer{Secret: missing,
			Detail: "ML_SLACK_WEBHOOK_URL is not set"}},
		"no keys": {`prefix = "ML_"`, "mlflow", "", nil, providers.Answer{Reason: providers.Unsupported,
			Detail: "a secret in variables is known by its keys, and none is referred to or declared; declare its " +
				`keys: a block secret "NAME" with key "KEY" {} in it, on lines of their own`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checker := newChecker(t, test.body, environ)
			location := checker.(providers.Locator).Locate(test.name, test.path)
			got := ask(t, checker, providers.Query{Location: location, Keys: test.keys})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{``: "environment", `prefix = "ML_"`: "environment, prefix ML_"} {
		if got := newChecker(t, source, nil).(providers.Describer).Describe(); got != want {
			t.Errorf("Describe() = %q, want %q", got, want)
		}
	}
}

func TestRemedy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ body, name, want string }{
		{`prefix = "ML_"`, "mlflow", "read -rs ML_MLFLOW_PASSWORD && export ML_MLFLOW_PASSWORD\n" +
			"read -rs ML_MLFLOW_TOKEN && export ML_MLFLOW_TOKEN"},
		{``, "3scale", ""},
		{`prefix = "ML-"`, "mlflow", ""},
		{`prefix = "X;id;"`, "mlflow", ""},
	} {
		checker := newChecker(t, test.body, nil)
		location := checker.(providers.Locator).Locate(test.name, "")
		got := checker.(providers.Remedier).Remedy(location, []string{"password", "token"}, false)
		if got != test.want {
			t.Errorf("Remedy with %s = %q, want %q", test.body, got, test.want)
		}
	}
}

func TestInvalidArguments(t *testing.T) {
	t.Parallel()
	const prefix = `The argument "prefix" stands at the start of the names of environment variables, which hold neither "=" ` +
		`nor control characters.`
	for source, want := range map[string]string{
		`prefix = "PATH=/"`:     prefix,
		"prefix = \"A\\nB\"":    prefix,
		`allow_empty = "maybe"`: `The argument "allow_empty" must be a bool, not string.`,
		`prefx = "ML_"`:         `This block has no argument "prefx". Did you mean "prefix"?`,
	} {
		checker, diags := env.New(body(t, source), nil, providers.Surroundings{})
		if checker != nil || len(diags) != 1 || diags[0].Detail != want || diags[0].Subject == nil {
			t.Errorf("%s: got %v and %v, want the diagnostic %q", source, checker, diags, want)
		}
	}
}

func newChecker(t *testing.T, source string, environ []string) providers.Checker {
	t.Helper()
	checker, diags := env.New(body(t, source), nil, providers.Surroundings{Environ: environ})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return checker
}

func ask(t *testing.T, checker providers.Checker, query providers.Query) (answer providers.Answer) {
	t.Helper()
	err := checker.Check(context.Background(), providers.SecretAndKeyExists, []providers.Query{query},
		func(_ int, a providers.Answer) { answer = a })
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func body(t providertest.T, source string) hcl.Body {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(source), "test.zsv.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%v", diags)
	}
	return file.Body
}
