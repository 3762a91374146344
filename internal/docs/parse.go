package docs

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// checkParses says why a block of HCL or JSON is none.
func checkParses(b block) error {
	if b.notes["not parsed"] != "" {
		return nil
	}
	switch b.language {
	case "hcl":
		_, diags := hclsyntax.ParseConfig([]byte(b.text()), b.page, hcl.Pos{Line: b.line + 1, Column: 1})
		if diags.HasErrors() {
			return diags
		}
	case "json":
		if !json.Valid([]byte(b.text())) {
			return fmt.Errorf("%s: this is no JSON", b.place())
		}
	}
	return nil
}
