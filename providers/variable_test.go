package providers_test

import (
	"fmt"
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

func TestVariableName(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"mlflow": "MLFLOW", "s3-creds": "S3_CREDS", "A.b/c d": "A_B_C_D", "3scale": "3SCALE", "": "", "_": "_", "__a": "__A",
		"\u00fcber": "_BER", "\u65e5\u672c": "__", "\u0131": "_", "a=b": "A_B", "a\nb": "A_B", "a\xffb": "A_B",
	} {
		if got := providers.VariableName(given); got != want {
			t.Errorf("VariableName(%q) = %q, want %q", given, got, want)
		}
	}
	if got, want := providers.VariableOf("ml_MLFLOW", "pass-word"), "ml_MLFLOW_PASS_WORD"; got != want {
		t.Errorf("VariableOf = %q, want %q", got, want)
	}
}

// Keys that share a variable are missing together, and it is named once.
func TestKeysOfOneVariable(t *testing.T) {
	t.Parallel()
	missing := new(providers.Variables).Answer(providers.Query{Location: "S", Keys: []string{"a", "A", "b"}})
	if want := "none of S_A, S_B is set"; missing.Detail != want || missing.Secret != providers.Missing {
		t.Errorf("got %+v, want it missing, with the detail %q", missing, want)
	}
}

// Similar names are looked for only as long as that is quick.
func TestManyVariables(t *testing.T) {
	t.Parallel()
	var variables providers.Variables
	for i := range 3000 {
		variables.Add(fmt.Sprintf("S_K%d", i), "x")
	}
	missing := variables.Answer(providers.Query{Location: "S2", Keys: []string{"k1"}})
	if missing.Secret != providers.Missing || missing.Available != nil || missing.Detail != "S2_K1 is not set" {
		t.Errorf("got %+v", missing)
	}
	if here := variables.Answer(providers.Query{Location: "S", Keys: []string{"k1"}}); here.Secret != providers.Present {
		t.Errorf("got %+v", here)
	}
}

// FuzzVariableName holds that any text gives a part of a name that shells accept, character by character.
func FuzzVariableName(f *testing.F) {
	for _, seed := range []string{"mlflow", "A.b", "\u00fc", "\xff", "=", ""} {
		f.Add(seed)
	}
	pattern := regexp.MustCompile(`^[A-Z0-9_]*$`)
	f.Fuzz(func(t *testing.T, text string) {
		name := providers.VariableName(text)
		if !pattern.MatchString(name) || len(name) != utf8.RuneCountInString(text) || providers.VariableName(name) != name {
			t.Errorf("VariableName(%q) = %q", text, name)
		}
	})
}
