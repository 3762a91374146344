package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// textAddress is the address of what stands in a file of no language that is known.
const textAddress = "text"

// scanText takes a file as one text. In one that the user named every reference counts; in another, only one that is a whole
// string in it.
func (f *scannedFile) scanText(known scannedText, named bool) {
	text := string(f.source)
	all := hcl.Range{Filename: f.name, Start: hcl.InitialPos, End: hcl.InitialPos}
	known.literal = &placedLiteral{content: positions{src: f.source, from: hcl.InitialPos}, filename: f.name,
		decoded: decodedLiteral{text: text, runs: []run{{}}}}
	v := Value{Text: text, Range: all}
	v.origin.scanned = &known
	f.blocks = append(f.blocks, ScannedBlock{Address: textAddress, Text: named, Values: []Value{v}})
}

// scanTemplate takes a file for Terraform's templatefile.
func (f *scannedFile) scanTemplate() {
	known := scannedText{}
	if text := string(f.source); strings.Contains(text, "${") || strings.Contains(text, "%{") {
		if expr, diags := hclsyntax.ParseTemplate(f.source, "", hcl.InitialPos); !diags.HasErrors() {
			known.holes = templateHoles(text, expr)
		}
	}
	f.scanText(known, f.named)
}
