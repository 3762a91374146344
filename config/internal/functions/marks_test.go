package functions_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// reference is a mark as package config puts on the value of secret.NAME.KEY.
type reference string

// opaque stands for what the capsules of providers and components hold.
type opaque struct{ Name string }

var opaqueType = cty.Capsule("provider", reflect.TypeFor[opaque]())

func withMarks(t testing.TB, source string) (cty.Value, hcl.Diagnostics) {
	t.Helper()
	expression, diagnostics := hclsyntax.ParseExpression([]byte(source), "test.hcl", hcl.InitialPos)
	if diagnostics.HasErrors() {
		t.Fatal(diagnostics)
	}
	return expression.Value(&hcl.EvalContext{Functions: functions.Table(), Variables: markedVariables()})
}

func markedVariables() map[string]cty.Value {
	p, q := opaque{"p"}, opaque{"q"}
	return map[string]cty.Value{
		"a":    cty.StringVal("{{a.k}}").Mark(reference("a")),
		"b":    cty.StringVal("{{b.k}}").Mark(reference("b")),
		"both": cty.StringVal("x").Mark(reference("a")).Mark(functions.Sensitive),
		"p":    cty.CapsuleVal(opaqueType, &p),
		"q":    cty.CapsuleVal(opaqueType, &q),
		"u":    cty.UnknownVal(opaqueType),
		"us":   cty.UnknownVal(cty.String).Mark(reference("u")),
	}
}

// TestMarks holds which marks a result carries, at any depth, and which stand on the result itself.
func TestMarks(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][2]string{
		`a`:                             {"a", "a"},
		`upper(a)`:                      {"a", "a"},
		`join("-", [a, b])`:             {"a b", "a b"},
		`format("%s", a)`:               {"a", "a"},
		`formatlist("%s", [a, "x"])`:    {"a", "a"},
		`replace(a, "x", b)`:            {"a b", "a b"},
		`replace(a, "/x/", b)`:          {"a b", "a b"},
		`length(a)`:                     {"a", "a"},
		`length([a])`:                   {"", ""},
		`length({ k = a })`:             {"", ""},
		`lookup({ k = a, l = b }, "k")`: {"a", "a"},
		`lookup({ k = a }, "l", b)`:     {"b", "b"},
		`lookup({ k = "x" }, a, b)`:     {"a b", "a b"},
		`merge({ k = a }, { l = b })`:   {"a b", ""},
		`merge({ k = a }, { k = b })`:   {"b", ""},
		`element([a, b], 1)`:            {"b", "b"},
		`[a, b][0]`:                     {"a", "a"},
		`concat([a], [b])`:              {"a b", ""},
		`flatten([[a], [[b]]])`:         {"a b", ""},
		`coalesce(a, b)`:                {"a b", "a b"},
		`coalesce(null, a)`:             {"a", "a"},
		`try(a, b)`:                     {"a", "a"},
		`can(a)`:                        {"", ""},
		`contains([a], "x")`:            {"a", "a"},
		`distinct([a, b])`:              {"a b", "a b"},
		`one([a])`:                      {"a", "a"},
		`index([a, "x"], "x")`:          {"a", "a"},
		`keys({ k = a })`:               {"", ""},
		`values({ k = a })`:             {"a", ""},
		`zipmap([a], [b])`:              {"a b", "a"},
		`reverse([a, b])`:               {"a b", ""},
		`slice([a, b], 0, 1)`:           {"a", ""},
		`tolist([a, b])`:                {"a b", ""},
		`tomap({ k = a })`:              {"a", ""},
		`toset([a, "x"])`:               {"a", "a"},
		`tostring(a)`:                   {"a", "a"},
		`jsonencode({ k = a })`:         {"a", "a"},
		`yamlencode([a])`:               {"a", "a"},
		`jsondecode(jsonencode([a]))`:   {"a", "a"},
		`base64encode(a)`:               {"a", "a"},
		`md5(a)`:                        {"a", "a"},
		`startswith(a, "x")`:            {"a", "a"},
		`transpose({ k = [a] })`:        {"a", "a"},
		`matchkeys([a], ["k"], ["k"])`:  {"a", "a"},
		`sensitive(a)`:                  {"a sensitive", "a sensitive"},
		`nonsensitive(both)`:            {"a", "a"},
		`nonsensitive(a)`:               {"a", "a"},
		`nonsensitive([both])`:          {"a sensitive", ""},
		`issensitive(both)`:             {"a", "a"},
		`issensitive(a)`:                {"a", "a"},
		`upper(us)`:                     {"u", "u"},
		`length(us)`:                    {"u", "u"},
		`coalesce(us, a)`:               {"a u", "a u"},
		`setproduct([a], [b])`:          {"a b", ""},
		`setunion([a], [b])`:            {"a b", "a b"},
		`chunklist([a, b], 1)`:          {"a b", ""},
		`regex(".", a)`:                 {"a", "a"},
		`sum([1, length(a)])`:           {"a", "a"},
		`alltrue([a == "x"])`:           {"a", "a"},
		`lookup({ k = p }, "k")`:        {"", ""},
		`[for x in [a, b] : upper(x)]`:  {"a b", ""},
		`"${upper(a)}${b}"`:             {"a b", "a b"},
	} {
		value, diagnostics := withMarks(t, source)
		if diagnostics.HasErrors() {
			t.Errorf("%s: %v", source, diagnostics)
			continue
		}
		_, deep := value.UnmarkDeep()
		got := [2]string{describe(deep), describe(value.Marks())}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: marks anywhere, and on the value itself (-want +got):\n%s", source, diff)
		}
	}
}

func describe(marks cty.ValueMarks) string {
	var names []string
	for mark := range marks {
		names = append(names, fmt.Sprint(mark))
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// TestOpaqueValues holds that providers and components may stand in any collection.
func TestOpaqueValues(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`length([p, q])`:                         `2`,
		`length(concat([p], [q, "x"]))`:          `3`,
		`length(flatten([[p], [[q]]]))`:          `2`,
		`length(flatten([[p], u]))`:              `2`,
		`contains([p, q], q)`:                    `true`,
		`contains([p], q)`:                       `false`,
		`contains([p, "x"], "x")`:                `true`,
		`contains([u], p)`:                       `unknown`,
		`length(distinct([p, q, p]))`:            `2`,
		`length(toset([p, q, p]))`:               `2`,
		`length(tolist([p, q]))`:                 `2`,
		`length(tomap({ k = p }))`:               `1`,
		`keys(merge({ k = p }, { l = q }))`:      `["k", "l"]`,
		`index([p, q], q)`:                       `1`,
		`lookup({ k = p }, "k") == p`:            `true`,
		`lookup({ k = p }, "l", q) == q`:         `true`,
		`element([p, q], 1) == q`:                `true`,
		`one([p]) == p`:                          `true`,
		`coalesce(null, p) == p`:                 `true`,
		`coalescelist([], [p])[0] == p`:          `true`,
		`length(setunion([p], [q]))`:             `2`,
		`length(setintersection([p], [q]))`:      `0`,
		`length(setsubtract([p, q], [q]))`:       `1`,
		`length(setproduct([p, q], ["x", "y"]))`: `4`,
		`length(chunklist([p, q], 1))`:           `2`,
		`length(reverse([p, q]))`:                `2`,
		`length(slice([p, q], 0, 1))`:            `1`,
		`length(values({ k = p }))`:              `1`,
		`length(zipmap(["k"], [p]))`:             `1`,
		`length(matchkeys([p], ["x"], ["x"]))`:   `1`,
		`length(matchkeys(["x"], [p], [p]))`:     `1`,
		`try(p.k, q) == q`:                       `true`,
		`can(tostring(p))`:                       `false`,
		`can(issensitive(sensitive(p)))`:         `true`,
	} {
		value, diagnostics := withMarks(t, source)
		if diagnostics.HasErrors() {
			t.Errorf("%s: %v", source, diagnostics)
			continue
		}
		if got := render(value); got != want {
			t.Errorf("%s = %s, want %s", source, got, want)
		}
	}
}

// TestOpaqueValuesHaveNoText holds that what is inside a provider or a component never becomes text.
func TestOpaqueValuesHaveNoText(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		`jsonencode(p)`, `jsonencode([p])`, `jsonencode({ k = [u] })`, `yamlencode(p)`, `yamlencode({ k = p })`, `tostring(p)`,
		`tonumber(p)`, `format("%s", p)`, `format("%v", p)`, `format("%#v", [p])`, `formatlist("%s", [p, q])`,
		`formatlist("%v", p)`, `join(",", [p])`, `upper(p)`, `length(p)`, `base64encode(p)`, `sort([p, q])`, `keys(p)`,
		`replace(p, "a", "b")`, `sum([p])`, `alltrue([p])`, `compact([p])`, `toset(p)`, `tolist(p)`, `flatten(p)`, `merge(p)`,
		`lookup(p, "k")`, `element(p, 0)`, `transpose({ k = [p] })`, `zipmap([p], ["x"])`, `cidrhost(p, 1)`, `abs(p)`,
		`tolist([p, "x"])`, `coalesce(p, "x")`,
	} {
		value, diagnostics := withMarks(t, source)
		if !diagnostics.HasErrors() {
			t.Errorf("%s = %#v, want an error", source, value)
			continue
		}
		if message := diagnostics.Error(); strings.Contains(message, "goroutine") || strings.Contains(message, "opaque") {
			t.Errorf("%s: the message is not meant for users: %s", source, message)
		}
	}
}
