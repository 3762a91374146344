package hcledit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/internal/hcledit"
)

var list = hcledit.List{Block: "stack", Labels: []string{"dev"}, Argument: "components"}

func TestAddTo(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ list, want string }{
		"empty":              {"[]", "[component.x.y]"},
		"blank":              {"[ ]", "[component.x.y]"},
		"one":                {"[component.a.b]", "[component.a.b, component.x.y]"},
		"trailing comma":     {"[component.a.b,]", "[component.a.b, component.x.y,]"},
		"comment":            {"[component.a.b /* b */]", "[component.a.b, component.x.y /* b */]"},
		"comment only":       {"[/* none */]", "[/* none */ component.x.y]"},
		"call":               {"[f(1, 2)]", "[f(1, 2), component.x.y]"},
		"empty over lines":   {"[\n  ]", "[\n    component.x.y,\n  ]"},
		"comment over lines": {"[\n    # none yet\n  ]", "[\n    # none yet\n    component.x.y,\n  ]"},
		"lines": {
			"[\n    component.a.b,\n    component.c.d,\n  ]",
			"[\n    component.a.b,\n    component.c.d,\n    component.x.y,\n  ]"},
		"lines without the last comma": {
			"[\n    component.a.b,\n    component.c.d\n  ]",
			"[\n    component.a.b,\n    component.c.d,\n    component.x.y\n  ]"},
		"comments beside and below": {
			"[ # all\n    component.a.b, # b\n    component.c.d # d\n    # component.e.f,\n  ]",
			"[ # all\n    component.a.b, # b\n    component.c.d, # d\n    component.x.y\n    # component.e.f,\n  ]"},
		"odd indentation": {
			"[\n\tcomponent.a.b,\n  ]",
			"[\n\tcomponent.a.b,\n\tcomponent.x.y,\n  ]"},
		"begins on the first line": {
			"[component.a.b,\n    component.c.d,\n  ]",
			"[component.a.b,\n    component.c.d,\n    component.x.y,\n  ]"},
		"all on the first line": {
			"[component.a.b,\n  ]",
			"[component.a.b,\n    component.x.y,\n  ]"},
		"ends on the last line": {
			"[\n    component.a.b,\n    component.c.d]",
			"[\n    component.a.b,\n    component.c.d, component.x.y]"},
		"last value over lines": {
			"[\n    f({\n      a = 1\n    }),\n  ]",
			"[\n    f({\n      a = 1\n    }),\n    component.x.y,\n  ]"},
		"there":               {"[component.x.y]", "[component.x.y]"},
		"there, spelt so":     {`[component["x"]["y"]]`, `[component["x"]["y"]]`},
		"brackets in comment": {"[component.a.b, # ]\n  ]", "[component.a.b, # ]\n    component.x.y,\n  ]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := func(list string) string {
				return "# before\nstack \"dev\" {\n  secrets = provider.a.b\n  components = " + list + " # after\n}\nstack \"prod\" {}\n"
			}
			check(t, in(tt.list), in(tt.want))
			crlf := func(text string) string { return "\ufeff" + strings.ReplaceAll(in(text), "\n", "\r\n") }
			check(t, crlf(tt.list), crlf(tt.want))
		})
	}
}

func TestAddToBlockWithoutTheArgument(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ source, want string }{
		"empty":    {`stack "dev" {}`, "stack \"dev\" {\n  components = [component.x.y]\n}"},
		"one line": {`stack "dev" { secrets = provider.a.b }`, "stack \"dev\" {\n  components = [component.x.y]\n  secrets = provider.a.b\n}"},
		"lines": {
			"stack \"dev\" { # x\n  secrets = provider.a.b\n}\n",
			"stack \"dev\" { # x\n  components = [component.x.y]\n  secrets = provider.a.b\n}\n"},
		"without quotes": {"stack dev {\n}\n", "stack dev {\n  components = [component.x.y]\n}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, tt.source, tt.want)
		})
	}
}

func check(t *testing.T, source, want string) {
	t.Helper()
	got, err := hcledit.AddTo([]byte(source), list, "component.x.y")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%q (-want +got):\n%s", source, diff)
	}
}

func TestAddToWhatIsNoList(t *testing.T) {
	t.Parallel()
	for _, expression := range []string{"local.all", "concat([component.a.b], local.all)", "[for c in local.all : c]",
		"var.x ? [component.a.b] : []", "([component.a.b])", `"${[component.a.b]}"`} {
		var problem *hcledit.NotAListError
		_, err := hcledit.AddTo([]byte("stack \"dev\" {\n  components = "+expression+"\n}\n"), list, "component.x.y")
		if !errors.As(err, &problem) || problem.Range.Start.Line != 2 {
			t.Errorf("%s: error %v", expression, err)
		}
	}
	if _, err := hcledit.AddTo([]byte(`stack "prod" {}`), list, "component.x.y"); !errors.Is(err, hcledit.ErrNoBlock) {
		t.Errorf("error %v", err)
	}
	if _, err := hcledit.AddTo([]byte(`stack "dev" {`), list, "component.x.y"); !errors.Is(err, hcledit.ErrSyntax) {
		t.Errorf("error %v", err)
	}
}

func TestAppend(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"":             "b {\n}\n",
		"\n\n":         "\n\nb {\n}\n",
		"a {}":         "a {}\n\nb {\n}\n",
		"a {}\n":       "a {}\n\nb {\n}\n",
		"a {}\n\n":     "a {}\n\nb {\n}\n",
		"a {}\r\n":     "a {}\r\n\r\nb {\r\n}\r\n",
		"a {}\r\n\r\n": "a {}\r\n\r\nb {\r\n}\r\n",
		"# a":          "# a\n\nb {\n}\n",
	} {
		if got := string(hcledit.Append([]byte(source), []byte("b {\n}\n"))); got != want {
			t.Errorf("%q became %q, want %q", source, got, want)
		}
	}
}

// Whatever list there is: it has one value more afterwards, and nothing else changes.
func FuzzAddTo(f *testing.F) {
	for _, seed := range []string{"[]", "[a]", "[a,]", "[\na,\nb # c\n]", "[/* a */]", "[a, # ]\n]", "[<<EOT\nx\nEOT\n]", "[\"${[a]}\"\r\n]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expression string) {
		const most = 1 << 10
		source := "stack \"dev\" {\n  components = " + expression + "\n}\n"
		before, ok := parsed(source)
		if len(expression) > most || !ok {
			return
		}
		got, err := hcledit.AddTo([]byte(source), list, "component.x.y")
		if err != nil {
			return
		}
		after, ok := parsed(string(got))
		if !ok || len(after) != len(before) && len(after) != len(before)+1 {
			t.Errorf("%q became %q", source, got)
		}
		again, err := hcledit.AddTo(got, list, "component.x.y")
		if err != nil || string(again) != string(got) {
			t.Errorf("%q became %q and then %q, error %v", source, got, again, err)
		}
	})
}

// parsed returns the values of the list, as they are written.
func parsed(source string) ([]string, bool) {
	file, diags := hclsyntax.ParseConfig([]byte(source), "", hcl.InitialPos)
	if diags.HasErrors() || len(file.Body.(*hclsyntax.Body).Blocks) != 1 {
		return nil, false
	}
	block := file.Body.(*hclsyntax.Body).Blocks[0]
	attribute := block.Body.Attributes["components"]
	if attribute == nil {
		return nil, false
	}
	tuple, ok := attribute.Expr.(*hclsyntax.TupleConsExpr)
	if !ok {
		return nil, false
	}
	var values []string
	for _, value := range tuple.Exprs {
		values = append(values, string(value.Range().SliceBytes([]byte(source))))
	}
	return values, true
}
