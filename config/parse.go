package config

import (
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A parsedFile is a file's top-level body, as much of it as could be parsed.
type parsedFile struct {
	body  body
	diags Diagnostics
	// broken are the headers of blocks that could not be parsed: what refers to them is not wrong for that.
	broken []brokenBlock
	// lost says that it is not known what else the file declares, if anything.
	lost bool
}

// A brokenBlock is a top-level block with a syntax error.
type brokenBlock struct {
	kind   string
	labels []string
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// parseFile parses one file of either syntax.
func parseFile(src []byte, filename string) parsedFile {
	switch {
	case isJSON(filename):
		return parseJSONFile(src, filename)
	case !utf8.Valid(src):
		return lostFile(Diagnostics{invalidUTF8(src, filename)})
	}
	if mayLackEnd(src) {
		if _, open := lexer(hclsyntax.LexConfig).lex(src, filename, hcl.InitialPos); open != nil {
			return parseAbove(open, src, filename)
		}
	}
	if diags := checkNesting(src, filename); diags != nil {
		return lostFile(diags)
	}
	file, diags := hclsyntax.ParseConfig(src, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return recoverItems(src, filename, diags)
	}
	return parsedFile{body: nativeBody(file.Body.(*hclsyntax.Body))}
}

func parseJSONFile(src []byte, filename string) parsedFile {
	if !utf8.Valid(src) {
		return lostFile(Diagnostics{invalidUTF8(src, filename)})
	}
	return parseJSON(src, filename, blockShapes)
}

func lostFile(diags Diagnostics) parsedFile { return parsedFile{diags: diags, lost: true} }

func invalidUTF8(src []byte, filename string) Diagnostic {
	offset := 0
	for offset < len(src) {
		r, size := utf8.DecodeRune(src[offset:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		offset += size
	}
	at := rangeAt(src, filename, offset, offset)
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "Invalid UTF-8", Range: &at,
		Detail: "The file is not valid UTF-8 here. Save it as UTF-8; nothing of it is read."}
}
