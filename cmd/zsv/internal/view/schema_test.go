package view_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	compiled, err := jsonschema.NewCompiler().Compile("../../../../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func decodeJSON(t testing.TB, text string) any {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return document
}

func TestReportsFollowTheSchema(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for name, f := range fixtures(t) {
		if err := s.Validate(decodeJSON(t, render(t, "json", f.Report, view.Options{}))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Each edit of a right report breaks one promise of the format.
func TestSchemaIsStrict(t *testing.T) {
	t.Parallel()
	s := schema(t)
	right := render(t, "json", fixtures(t)["plan"].Report, view.Options{})
	for _, edit := range []struct{ from, to string }{
		{`"key": "client_id",`, `"key": "",`},
		{`"key": "client_id",`, `"key": null,`},
		{`"stack": "prod",`, `"stack": "",`},
		{`"reason": "denied",`, ``},
		{`"status": "unverified",`, `"status": "unknown",`},
		{`"status": "present",`, `"status": "present", "value": "x",`},
		{`"secret": "azure",`, ``},
		{`"loosened": [],`, `"loosened": null,`},
		{`"diagnostics": []`, `"diagnostics": {}`},
		{`"level": "SECRET_AND_KEY_EXISTS",`, `"level": "ALL",`},
		{`"level_source": "default",`, `"level_source": "",`},
		{`"format_version": "1.0",`, `"format_version": "2.0",`},
		{`"requests": 5`, `"requests": 5, "seconds": 1`},
		{`"requests": 5`, `"requests": -1`},
		{`"line": 21,`, `"line": 0,`},
		{`"component": "orchestrator.azure",`, `"component": "",`},
	} {
		wrong := strings.Replace(right, edit.from, edit.to, 1)
		if wrong == right {
			t.Fatalf("the report has no %s", edit.from)
		}
		if !json.Valid([]byte(wrong)) {
			t.Fatalf("%s gives no JSON", edit.to)
		}
		if err := s.Validate(decodeJSON(t, wrong)); err == nil {
			t.Errorf("the schema allows %s for %s", edit.to, edit.from)
		}
	}
}
