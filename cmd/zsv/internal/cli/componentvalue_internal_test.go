package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/zsv-dev/zsv/internal/hclfmt"
)

// What is a value in JSON is the same one in HCL.
func FuzzFromJSON(f *testing.F) {
	for _, seed := range []string{`{}`, `[]`, `[1, -2.50, 1e3, 0.1]`, `{"a": {"b c": [true, false, null]}, "for": "${x}%{y}"}`,
		`["\u0000\u001b\"\\\n\ud83d\ude00e\u0301"]`, `{"": "", "null": {"true": []}, "é": "<<EOT"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const most = 2 << 10
		text = strings.TrimSpace(text)
		if len(text) > most || !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") || !json.Valid([]byte(text)) {
			return
		}
		implied, err := ctyjson.ImpliedType([]byte(text))
		if err != nil {
			return // a key is there twice
		}
		want, err := ctyjson.Unmarshal([]byte(text), implied)
		if err != nil {
			return
		}
		tokens, structured := (&addition{}).tokens("x", text)
		source, err := hclfmt.Format([]byte("x = " + string(tokens.Bytes()) + "\n"))
		if err != nil || !structured {
			t.Fatalf("%q became %q, error %v", text, tokens.Bytes(), err)
		}
		file, diags := hclsyntax.ParseConfig(source, "", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatalf("%q became %q: %v", text, source, diags)
		}
		got, diags := file.Body.(*hclsyntax.Body).Attributes["x"].Expr.Value(nil)
		if diags.HasErrors() || !got.RawEquals(want) {
			t.Errorf("%q became %q, which is %#v, not %#v: %v", text, source, got, want, diags)
		}
	})
}
