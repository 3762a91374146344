package config_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/config/internal/functions"
)

// canary is a value that no diagnostic may show, nor a part of it.
const canary = "Zq7x-vWj9/Kp3z"

// checkSecrecy loads a source and looks for the canary in all that is said about it.
func checkSecrecy(t *testing.T, file, source string) {
	t.Helper()
	_, diags := config.Load(config.Options{WorkingDir: writeFiles(t, map[string]string{file: source}), Dir: "."})
	for _, d := range diags {
		if part := shownPart(describe(d)); part != "" {
			t.Errorf("%q is shown in\n%s", part, describe(d))
		}
	}
}

// shownPart returns a part of the canary that stands in a text: four characters of it.
func shownPart(text string) string {
	text = strings.ToLower(text)
	for i := range len(canary) - 4 {
		if part := strings.ToLower(canary[i : i+4]); strings.Contains(text, part) || strings.Contains(text, reversed(part)) {
			return part
		}
	}
	return ""
}

func reversed(text string) string {
	letters := []byte(text)
	slices.Reverse(letters)
	return string(letters)
}

// Every function is called with the canary in every place, written there, and from variables that are sensitive or not.
func TestFunctionsKeepSecrets(t *testing.T) {
	t.Parallel()
	arguments := []string{"VALUE", "[VALUE]", "{ k = VALUE }", "{ (VALUE) = 1 }", `"[${VALUE}"`, `"%${VALUE}"`, `"{\"${VALUE}"`, "[[VALUE], 1]",
		`"2020-${VALUE}"`, `"10.0.0.0/${VALUE}"`, "1", `"x"`, "[]"}
	for _, name := range functions.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			b.WriteString("variable \"plain\" { default = \"" + canary + "\" }\n")
			b.WriteString("variable \"hidden\" {\n default = \"" + canary + "\"\n sensitive = true\n}\ncomponent \"a\" \"b\" {\n")
			calls := 0
			for _, first := range arguments {
				for _, rest := range []string{"", ", VALUE", `, "x", VALUE`, ", 1, VALUE", `, "x", "x"`, ", VALUE, 1, 1", ", 3"} {
					for _, value := range []string{`"` + canary + `"`, "var.plain", "var.hidden"} {
						call := strings.ReplaceAll(name+"("+first+rest+")", "VALUE", value)
						fmt.Fprintf(&b, "  a%d = %s\n", calls, call)
						calls++
					}
				}
			}
			checkSecrecy(t, "a.zsv.hcl", b.String()+"}\n")
		})
	}
}

func TestDiagnosticsKeepSecrets(t *testing.T) {
	t.Parallel()
	sources := map[string]string{
		"without quotes":          `component "a" "b" { password = CANARY }`,
		"one quote":               "component \"a\" \"b\" {\n password = \"CANARY\n}",
		"single quotes":           `component "a" "b" { password = 'CANARY' }`,
		"backticks":               "component \"a\" \"b\" { password = `CANARY` }",
		"a directive":             `component "a" "b" { password = "x%{CANARY}" }`,
		"an interpolation":        `component "a" "b" { password = "x${CANARY}" }`,
		"an escape":               `component "a" "b" { password = "\CANARY" }`,
		"behind":                  `component "a" "b" { password = "x" CANARY }`,
		"no equals":               `component "a" "b" { password "CANARY" }`,
		"a list":                  `component "a" "b" { password = ["CANARY" "CANARY"] }`,
		"a heredoc":               "component \"a\" \"b\" {\n password = <<EOT\nCANARY\n}",
		"a colon":                 `component "a" "b" { password: "CANARY" }`,
		"a conversion":            `variable "x" { default = "CANARY" } component "a" "b" { password = var.x + 1 }`,
		"operators":               "variable \"x\" { default = \"CANARY\" }\ncomponent \"a\" \"b\" {\n a = var.x + 1\n b = !var.x\n c = -var.x\n d = var.x ? 1 : 2\n e = var.x < 1\n}",
		"an index":                "variable \"x\" { default = \"CANARY\" }\ncomponent \"a\" \"b\" {\n a = [1][var.x]\n b = { k = 1 }[var.x]\n c = var.x.k\n d = var.x[0]\n e = {}[\"CANARY\"]\n f = tomap({})[\"CANARY\"]\n}",
		"a loop":                  "variable \"x\" { default = \"CANARY\" }\ncomponent \"a\" \"b\" {\n a = [for c in var.x : c]\n b = { for c in [var.x, var.x] : c => 1 }\n c = [for c in [1] : c if var.x]\n d = { for c in [1] : [var.x] => 1 }\n e = [for c in [var.x] : tonumber(c)]\n}",
		"a sensitive loop":        "variable \"x\" {\n default = [\"CANARY\"]\n sensitive = true\n}\ncomponent \"a\" \"b\" {\n a = [for c in var.x : tonumber(c)]\n b = { for c in concat(var.x, var.x) : c => 1 }\n c = [for c in var.x : cidrhost(c, 1)]\n}",
		"templates":               "variable \"x\" { default = [\"CANARY\"] }\ncomponent \"a\" \"b\" {\n a = \"x${var.x}\"\n b = { (var.x) = 1 }\n}",
		"conditionals":            "variable \"x\" { default = \"CANARY\" }\ncomponent \"a\" \"b\" {\n a = true ? [var.x] : { k = var.x }\n b = true ? tobool(\"true\") : var.x\n}",
		"try":                     `component "a" "b" { a = try(tonumber("CANARY"), tobool("CANARY")) }`,
		"a default":               "variable \"x\" {\n type = number\n default = \"CANARY\"\n}",
		"a default of an object":  "variable \"x\" {\n type = object({ a = number, b = list(bool) })\n default = { a = \"CANARY\", b = [\"CANARY\"] }\n}",
		"an optional default":     "variable \"x\" {\n type = object({ a = optional(number, \"CANARY\") })\n default = {}\n}",
		"a validation":            "variable \"x\" {\n default = \"CANARY\"\n sensitive = true\n validation {\n  condition = var.x == \"\"\n  error_message = \"not ${var.x}\"\n }\n}",
		"a validation's function": "variable \"x\" {\n default = \"CANARY\"\n sensitive = true\n validation {\n  condition = tonumber(var.x) > 1\n  error_message = \"m\"\n }\n}",
		"a sensitive argument":    "variable \"x\" {\n default = \"CANARY\"\n sensitive = true\n}\nzsv {\n default_stack = var.x\n required_version = var.x\n validation_level = var.x\n rules = { (var.x) = \"off\", \"unused-secret\" = var.x }\n}\nsecret \"s\" {\n path = \"..${var.x}/..\"\n key \"k\" { generate = { (var.x) = 1 } }\n}\ncomponent \"a\" \"b\" { flavor = var.x }\nprovider \"env\" \"x\" { prefix = var.x }\n",
		"a sensitive reference":   "variable \"x\" {\n default = \"CANARY\"\n sensitive = true\n}\ncomponent \"a\" \"b\" {\n a = secret[var.x].k\n b = { (var.x) = 1, (var.x) = 2 }\n c = { (var.x) = { x = upper(secret.a.b) } }\n}\nstack \"s\" { env = { (var.x) = [var.x], X = [var.x] } }",
		"a sensitive key":         "variable \"x\" {\n default = \"CANARY\"\n sensitive = true\n}\nstack \"s\" {\n env = { for k in [var.x] : k => [k] }\n settings = { (var.x) = provider.env.x }\n}\nprovider \"env\" \"x\" {}",
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, value := range []string{canary, strings.NewReplacer("-", "_", "/", "_").Replace(canary)} {
				checkSecrecy(t, "a.zsv.hcl", strings.ReplaceAll(source, "CANARY", value))
			}
		})
	}
}

func TestJSONDiagnosticsKeepSecrets(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]string{
		"without quotes": canary, "one quote": `"` + canary, "single quotes": `'` + canary + `'`,
		"a directive": `"%{` + canary + `}"`, "an interpolation": `"${` + canary + `}"`, "an escape": `"\h` + canary + `"`,
		"behind": `"x" ` + canary, "letters": "ZqxvWj", "a word": "nulL", "a number": "12" + canary, "a template": `"${upper(\"` + canary + `\"}"`,
		"an index": `"${[1][\"` + canary + `\"]}"`, "a function": `"${tonumber(\"` + canary + `\")}"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkSecrecy(t, "a.zsv.json", `{"component": {"a": {"b": {"password": `+value+`}}}}`)
			checkSecrecy(t, "a.zsv.json", `{"provider": {"env": {"b": {"password": `+value+`}}}}`)
			checkSecrecy(t, "default.zsvars.json", `{"x": `+value+`}`)
		})
	}
}

func TestInputsKeepSecrets(t *testing.T) {
	t.Parallel()
	source := ""
	for i, kind := range []string{"number", "bool", "list(number)", "object({ a = number })", "map(bool)", "any", "set(string)", "tuple([number])"} {
		source += fmt.Sprintf("variable \"v%d\" {\n type = %s\n sensitive = true\n}\n", i, kind)
	}
	values := []string{canary, `"` + canary + `"`, `["` + canary + `"]`, `{ a = "` + canary + `" }`, `{ "` + canary + `" = 1 }`, `tonumber("` + canary + `")`,
		`"${` + canary + `}"`, `"` + canary, `var.Zq7xvWj9`, `file("` + canary + `")`, `[for x in "` + canary + `" : x]`}
	for _, value := range values {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			var environ []string
			var variables []config.Assignment
			file := ""
			for i := range 8 {
				environ = append(environ, fmt.Sprintf("ZSV_VAR_v%d=%s", i, value))
				variables = append(variables, config.Assignment{Name: fmt.Sprintf("v%d", i), Value: value})
				file += fmt.Sprintf("v%d = %s\n", i, value)
			}
			dir := writeFiles(t, map[string]string{"main.zsv.hcl": source, "x.zsvars": file})
			for _, options := range []config.Options{
				{Environ: environ}, {Variables: variables}, {VariableFiles: []string{"x.zsvars"}},
				{Variables: []config.Assignment{{Name: "undeclared", Value: canary}}, Static: true},
			} {
				options.WorkingDir, options.Dir = dir, "."
				_, diags := config.Load(options)
				for _, d := range diags {
					if part := shownPart(describe(d)); part != "" {
						t.Errorf("%q is shown in %s", part, describe(d))
					}
				}
			}
		})
	}
}
