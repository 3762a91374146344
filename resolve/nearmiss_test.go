package resolve_test

import (
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/resolve"
)

func TestNearMiss(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{ // by words of the detail
		"has blanks in its name or key or round the dot": {
			"{{s . k}}", "{{s .k}}", "{{s. k}}", "{{ s . k }}", "{{my secret.key}}", "{{s.my key}}", " {{s . k}}\n", "{{s\u00a0.k}}",
			"{{team/x. k}}",
		},
		"blanks stand before or behind its braces": {" {{ s.k }}", "{{ s.k }}\n", "\t{{ s.k}} ", " {{}.0}}"},
		"two opening and two closing braces": {
			"{s.k}", "{ s.k }", "{{s.k}", "{s.k}}", "{{{s.k}", "{{s.k", "s.k}}", "{my-secret.key-1}", "{s.k}\n",
		},
		"a dollar sign stands before it": {"${{s.k}}", "${{ s.k }}", "${{s . k}}", " ${{s.k}}"},
		"it has no dot":                  {"{{sk}}", "{{ sk }}", "{{mlflow_password}}"},
		"no name of a secret":            {"{{.k}}", "{{ .k }}"},
		"no key stands behind the dot":   {"{{s.}}", "{{ s. }}"},
		"more than one reference":        {"{{a.b}}{{c.d}}", "{{a.b}}:{{c.d}}@{{e.f}}"},
		"braces inside this reference":   {"{{{a.b}}", "{{a.b}}}", "{{{a.b}}}", "{{x{{a.b}}", "{{a.b}}@{{host}}", "{{{{a.b}}}}"},
		"a secret with an empty name":    {"{{..k}}", "{{...}}", "{{.Values.image}}", "{{ .Values.image }}"},
		"invisible character":            {"{{s\u200b.k}}", "{{s.k\ufeff}}", "{{s.\x00k}}", "{{s.k\u202e}}"},
	}
	for words, texts := range tests {
		for _, text := range texts {
			detail, ok := resolve.NearMiss(text)
			if !ok || !strings.Contains(detail, words) {
				t.Errorf("%q: %v, %q; want a detail with %q", text, ok, detail, words)
			}
		}
	}
}

func TestNearMissLeavesOrdinaryTextAlone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		// references, and what the rule embedded-reference reports
		"{{s.k}}", "{{ s.k }}", "{{team/x.k.y}}", "{{regcred..dockerconfigjson}}", " {{s.k}}", "{{s.k}}\n", "user:{{s.k}}@host",
		"{{a.b}} {{c.d}}", "\"{{s.k}}\"", "x${{s.k}}", " {{a.b}}{{c.d}}",
		// ordinary text
		"", " ", ".", "s.k", "{", "}", "{}", "{{}}", "{{ }}", "{{.}}", "{x}", "{date}_{time}", "{run.name}/{step.name}", "$", "$HOME", "${HOME}",
		"${trainer.lr}", "model.pt", "3.14", "{3.14}", "s3://bucket/{date}", "\\d{1,2}\\.\\d{3}", "{a,b.c}", "*.{yaml,yml}", "{loss:.3f}",
		// JSON, YAML and sets
		`{"a":{"b":1.5}}`, `{"a": {"b": {"c.d": []}}}`, `{"host":"db.example.com"}`, "{a: {b: c.d}}", "[{x.y}, {z.w}]", "{1.5, 2.5}",
		// templates of Go, Helm, Jinja, handlebars, GitHub, Azure
		"{{ if .Values.x }}", "{{ if .Values.x }}y{{ end }}", "{{if .x}}", "{{ toYaml .Values }}", "{{ include \"a.b\" . }}",
		"{{- .Values.x -}}", "{{ fn .Values.x }}", "{{ workflow.name | upper }}", "{{ x.y if z.w else v.u }}", "{{ not x.y }}",
		"{% if x.y %}", "{# a.b #}", "{{#each x.y}}", "{{/each}}", "{{> x.y}}", "{{ ds_nodash }}-{{ ts }}", "{{{sk}}}",
		"${{ github.ref == 'refs/heads/main' }}", "${{ env }}", "{{ macros.ds_add(ds, 5) }}", "{{ printf \"%s.%s\" .a .b }}",
	} {
		if detail, ok := resolve.NearMiss(text); ok {
			t.Errorf("%q: %s", text, detail)
		}
	}
}

// What looks like a reference may be a password, so a detail must hold nothing of the text.
func TestNearMissQuotesNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"{{CANARY . k}}", "{CANARY.k}", "${{s.CANARY}}", "{{CANARY}}", "{{.CANARY}}", "{{CANARY.}}", "{{a.b}}CANARY{{c.d}}",
		"{{{a.CANARY}}", "{{..CANARY}}", "{{CANARY\u200b.k}}",
	} {
		if detail, ok := resolve.NearMiss(text); !ok || strings.Contains(detail, "CANARY") {
			t.Errorf("%q: %v, %q", text, ok, detail)
		}
	}
}

func FuzzNearMiss(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		detail, ok := resolve.NearMiss(text)
		if ok != (detail != "") {
			t.Errorf("%q: %v with the detail %q", text, ok, detail)
		}
		if reference, isReference := resolve.ParseReference(text); isReference && !ok &&
			(reference.Name == "" || strings.ContainsAny(reference.Name+reference.Key, "{}")) {
			t.Errorf("%q reads as %+v, which it does not look like, and nothing is said", text, reference)
		}
		if outer := strings.Trim(text, " \t\n"); outer != text {
			_, isReference := resolve.ParseReference(outer)
			if found := resolve.FindReferences(text); isReference && ok == (len(found) > 0) {
				t.Errorf("%q: %v, %q, with %d references that are another rule's", text, ok, detail, len(found))
			}
		}
	})
}
