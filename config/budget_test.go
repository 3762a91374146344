package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
)

// What would keep the program busy for minutes is one diagnostic, at the loop or the call that is too much. Without a
// bound these cases would not end while anyone waits.
func TestWork(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	const locals = "locals {\n big = [for a in range(1000) : \"n${a}\"]\n text = join(\"\", [for a in range(1000) : \"0123456789\"])\n}\n"
	tests := map[string]string{
		"literals":    `[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : "x"]]]`,
		"filtered":    `[for a in range(1000) : [for b in range(1000) : a if false]]`,
		"conditions":  `[for a in range(1000) : a if length([for b in range(1000) : b]) > 0]`,
		"objects":     `{ for a in range(1000) : a => { for b in range(1000) : b => [for c in range(1000) : "x"] } }`,
		"directives":  `"%{for a in range(1000)}%{for b in range(1000)}%{for c in range(1000)}%{endfor}%{endfor}%{endfor}"`,
		"splats":      `[for a in range(1000) : length(local.big[*])]`,
		"comparisons": `[for a in range(1000) : local.big == []]`,
		"calls":       `[for a in range(1000) : length(jsonencode(local.big))]`,
		"hashes":      `[for a in range(1000) : sha512("${local.text}${a}")]`,
		"distinct":    `[for a in range(1000) : length(distinct([for n in local.big : [n]]))]`,
		"regex":       `[for a in range(1000) : length(regexall("(a|b|c|d|e)+$", local.text))]`,
		"yamlencode":  `yamlencode([for a in range(500) : local.text])`,
		"gzip":        `[for a in range(1000) : base64gzip("x")]`,
		"products":    `length(setproduct(range(100), range(100), range(50)))`,
		"expanded":    `[for a in range(1000) : distinct([[for n in local.big : [n]]]...)]`,
		"tried":       `try([for a in range(1000) : [for b in range(1000) : b]], "x")`,
		"recovered":   `[for a in range(1000) : can([for b in range(1000) : b])]`,
		"unused":      `true ? "x" : "${length([for a in range(1000) : [for b in range(1000) : b]])}"`,
		"literal":     `[for a in range(1000) : [for b in range(100) : sha256("` + strings.Repeat("x", 10_000) + `")]]`,
	}
	for name, expression := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const before = " x = "
			_, diags := loadSource(t, locals+"component \"a\" \"b\" {\n"+before+expression+"\n}\n")
			if len(diags) != 1 || diags[0].Summary != "Expression too large" {
				t.Fatalf("%d diagnostics: %.1000s", len(diags), fmt.Sprint(diags))
			}
			at := diags[0].Range
			if at.Start.Line != 6 || at.Start.Column <= len(before) || at.End.Byte-at.Start.Byte > len(expression) {
				t.Errorf("at %s", rangeText(*at))
			}
		})
	}
}

// Locals that build on one another, each within its bound.
func TestWorkOfLocals(t *testing.T) {
	t.Parallel()
	_, diags := loadSource(t, "locals {\n a = range(1000)\n b = [for x in local.a : [for y in range(10) : y]]\n"+
		" c = [for x in local.b : local.b]\n d = [for x in local.c : local.c]\n}\n")
	if len(diags) != 1 || diags[0].Range.Start.Line != 4 {
		t.Errorf("%d diagnostics: %.1000s", len(diags), fmt.Sprint(diags))
	}
}

// Many expressions, each within its bound, are bounded together. What needs no work is read all the same, and it does not
// depend on the scheduler where the work ends.
func TestWorkOfAll(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	const each = "component \"c\" \"%d\" {\n loop = length([for a in range(100) : [for b in range(30) : a]])\n plain = \"{{s.k}}\"\n}\n"
	files := map[string]string{}
	for file := range 10 {
		var b strings.Builder
		for i := range 100 {
			fmt.Fprintf(&b, each, file*100+i)
		}
		files[fmt.Sprintf("%d.zsv.hcl", file)] = b.String()
	}
	dir := writeFiles(t, files)
	var first config.Diagnostics
	for range 5 {
		cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: "."})
		if len(diags) != 1 || diags[0].Summary != "Configuration too large" || diags[0].Range.Filename != "0.zsv.hcl" {
			t.Fatalf("%d diagnostics: %.1000s", len(diags), fmt.Sprint(diags))
		}
		if len(cfg.Components) != 1000 {
			t.Errorf("%d components", len(cfg.Components))
		}
		for _, c := range cfg.Components {
			if c.Values[len(c.Values)-1].Text != "{{s.k}}" {
				t.Errorf("%s is not read: %v", c.Addr, c.Values)
			}
		}
		if first == nil {
			first = diags
		}
		if diff := cmp.Diff(first, diags); diff != "" {
			t.Error(diff)
		}
	}
}

// What a large team writes is far from the bounds.
func TestWorkWithinBounds(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	tests := map[string]string{
		"a loop":       `x = [for a in range(1000) : { name = "n${a}", ref = "{{n${a}.key}}", on = a > 3 }]`,
		"nested loops": `x = { for a in range(50) : "n${a}" => [for b in range(50) : "{{n${a}.k${b}}}"] }`,
		"a list":       "x = toset([" + strings.Repeat("\"abcdefgh\",\n", 10_000) + "])",
		"text":         `x = base64encode(jsonencode({ a = upper("` + strings.Repeat("lorem ipsum", 10_000) + `") }))`,
		"YAML":         `x = yamlencode({ for a in range(200) : "service-${a}" => { url = "https://${a}.example.com", port = a } })`,
		"regex":        `x = [for a in range(1000) : replace("service-${a}", "/[^a-z0-9-]+/", "-")]`,
		"sets":         `x = setsubtract([for a in range(500) : "n${a}"], [for a in range(500) : "n${a * 2}"])`,
		"duplicates":   `x = distinct([for a in range(1000) : "n${a % 100}"])`,
		"many": strings.Join(manyAttributes(2000, `merge({ for a in range(20) : "k${a}" => "{{s.k${a}}}" }, { x = upper("y") })`),
			"\n"),
	}
	for name, source := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, diags := loadSource(t, "component \"a\" \"b\" {\n"+source+"\n}\n"); len(diags) > 0 {
				t.Errorf("%.1000s", fmt.Sprint(diags))
			}
		})
	}
}

func manyAttributes(n int, expression string) []string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = fmt.Sprintf("x%d = %s", i, expression)
	}
	return lines
}

// Providers that take too much work are left out, and that is said once.
func TestWorkOfProviders(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	var b strings.Builder
	for i := range 300 {
		fmt.Fprintf(&b, "provider \"env\" \"p%d\" {\n prefix = length([for a in range(100) : [for b in range(100) : a]]) > 0 ? \"a\" : \"b\"\n}\n", i)
	}
	b.WriteString("provider \"env\" \"last\" {\n prefix = \"X_\"\n}\n")
	cfg, diags := loadSource(t, b.String())
	if len(diags) != 1 || diags[0].Summary != "Configuration too large" {
		t.Fatalf("%d diagnostics: %.1000s", len(diags), fmt.Sprint(diags))
	}
	if first, last := cfg.Providers[0], cfg.Providers[300]; first.Broken || !cfg.Providers[299].Broken || last.Broken {
		t.Errorf("the first is broken: %t, the last: %t", first.Broken, last.Broken)
	}
}
