package config

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Parses says whether a file has no mistake in its syntax: in that of JSON where its name ends so, else in HCL's. A file
// beyond the limits does not parse.
func Parses(src []byte, filename string) bool {
	switch {
	case !utf8.Valid(src):
		return false
	case strings.HasSuffix(filename, ".json"):
		return json.Valid(src)
	case checkNesting(src, filename) != nil:
		return false
	}
	_, diags := hclsyntax.ParseConfig(src, filename, hcl.InitialPos)
	return !diags.HasErrors()
}
