package providers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/providers"
)

var blockSchema = providers.Schema{
	Attributes: map[string]cty.Type{"address": cty.String, "tries": cty.Number, "strict": cty.Bool},
	Blocks:     map[string][]string{"auth": {"type"}},
}

func TestDecodeProvider(t *testing.T) {
	t.Parallel()
	source := `
		address     = "a${1}"
		tries       = "3"
		strict      = true
		concurrency = 4
		timeout     = "90s"
		auth "jwt" { role = "x" }
	`
	block, diags := providers.DecodeProvider(hclBody(t, source), nil, blockSchema)
	if len(diags) != 0 {
		t.Fatal(diags)
	}
	tries, _ := block.Int("tries", 1, 0, 9)
	concurrency, _ := block.Concurrency(1)
	timeout, _ := block.Timeout(time.Second)
	got := []any{block.String("address", ""), tries, block.Bool("strict", false), concurrency, timeout,
		block.Blocks[0].Labels[0]}
	if diff := cmp.Diff([]any{"a1", 3, true, 4, 90 * time.Second, "jwt"}, got); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
}

// What is not set, null or not known yet is as if it were not there; only the last is undecided.
func TestUnsetArguments(t *testing.T) {
	t.Parallel()
	evaluation := &hcl.EvalContext{Variables: map[string]cty.Value{"v": cty.DynamicVal}}
	body := hclBody(t, "address = null\ntries = v\ntimeout = \"${v}s\"")
	block, diags := providers.DecodeProvider(body, evaluation, blockSchema)
	if len(diags) != 0 {
		t.Fatal(diags)
	}
	tries, _ := block.Int("tries", 7, 0, 9)
	concurrency, _ := block.Concurrency(5)
	timeout, _ := block.Timeout(time.Minute)
	got := []any{block.String("address", "default"), tries, block.Bool("strict", true), concurrency, timeout}
	if diff := cmp.Diff([]any{"default", 7, true, 5, time.Minute}, got); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
	for name, want := range map[string]bool{"address": false, "tries": true, "strict": false, "timeout": true} {
		if block.Has(name) || block.Undecided(name) != want {
			t.Errorf("%s: set %t, undecided %t, want false, %t", name, block.Has(name), block.Undecided(name), want)
		}
	}
}

// Arguments may come from secrets' marks by way of locals; they are no secrets themselves.
func TestMarksAreTakenOff(t *testing.T) {
	t.Parallel()
	evaluation := &hcl.EvalContext{Variables: map[string]cty.Value{"v": cty.StringVal("x").Mark("secret")}}
	block, diags := providers.Decode(hclBody(t, "address = v"), evaluation, blockSchema)
	if got := block.String("address", ""); got != "x" || len(diags) != 0 {
		t.Errorf("got %q and %v", got, diags)
	}
}

func TestDiagnostics(t *testing.T) {
	t.Parallel()
	const duration = `The argument "timeout" must be a duration greater than zero, such as "30s" or "1m30s".`
	const form = " The name is right, but not its form: arguments are written NAME = VALUE, blocks NAME { … }."
	const number = `The argument "concurrency" must be a whole number from 1 to 1024.`
	const all = ` It takes the arguments "address", "concurrency", "strict", "timeout" or "tries".`
	for source, want := range map[string]string{
		`addrss = "x"`:        `1,1-7: Unsupported argument; This block has no argument "addrss". Did you mean "address"?`,
		`nothing_like_it = 1`: `1,1-16: Unsupported argument; This block has no argument "nothing_like_it".` + all,
		`auht "x" {}`:         `1,1-5: Unsupported block; This block has no blocks of type "auht". Did you mean "auth"?`,
		`address { }`:         `1,1-8: Unsupported block; This block has no blocks of type "address".` + form,
		`auth = "jwt"`:        `1,1-5: Unsupported argument; This block has no argument "auth".` + form,
		`address = []`:        `1,11-13: Invalid provider argument; The argument "address" must be a string, not tuple.`,
		`strict = "perhaps"`:  `1,10-19: Invalid provider argument; The argument "strict" must be a bool, not string.`,
		`concurrency = 0`:     `1,15-16: Invalid provider argument; ` + number,
		`concurrency = 1.5`:   `1,15-18: Invalid provider argument; ` + number,
		`concurrency = 1e100`: `1,15-20: Invalid provider argument; ` + number,
		`timeout = "soon"`:    `1,11-17: Invalid provider argument; ` + duration,
		`timeout = 30`:        `1,11-13: Invalid provider argument; ` + duration,
		`timeout = "-1s"`:     `1,11-16: Invalid provider argument; ` + duration,
		`address = "{{a.b}}"`: `1,11-20: Reference in a provider's block; The argument "address" holds a reference, which ` +
			"nothing would resolve: secrets are found with providers, not the other way round. Write the text itself, or " +
			"take it from a variable, ${var.NAME}.",
		`JSON {"addrss": "x"}`:      `1,2-10: Unsupported argument; This block has no argument "addrss". Did you mean "address"?`,
		`JSON {"tries": "several"}`: `1,11-20: Invalid provider argument; The argument "tries" must be a number, not string.`,
	} {
		block, diags := providers.DecodeProvider(anyBody(t, source), nil, blockSchema)
		if block == nil || len(diags) != 1 || !strings.HasSuffix(diags[0].Error(), ":"+want) {
			t.Errorf("%s\ngot  %v\nwant %s", source, diags, want)
		}
	}
}

// One mistake takes nothing from the rest.
func TestTheRestIsDecoded(t *testing.T) {
	t.Parallel()
	body := hclBody(t, "addrss = \"x\"\naddress = \"y\"\ntries = []\nstrict = true")
	block, diags := providers.DecodeProvider(body, nil, blockSchema)
	if len(diags) != 2 || block.String("address", "") != "y" || !block.Bool("strict", false) || !block.Undecided("tries") {
		t.Errorf("got %+v and %v", block, diags)
	}
}

// anyBody parses native syntax, or JSON after the word.
func anyBody(t *testing.T, source string) hcl.Body {
	t.Helper()
	if len(source) < 5 || source[:5] != "JSON " {
		return hclBody(t, source)
	}
	file, diags := json.Parse([]byte(source[5:]), "test.zsv.json")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return file.Body
}

func hclBody(t *testing.T, source string) hcl.Body {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(source), "test.zsv.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return file.Body
}
