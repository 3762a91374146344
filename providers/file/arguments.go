package file

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

const invalidArgument = "Invalid provider argument"

// pathOf returns the path of a block's store: the embedded one where it names none.
func pathOf(block *providers.Block) string {
	if block.Undecided("path") {
		return ""
	}
	return block.String("path", defaultPath)
}

// checkArguments judges the arguments of a block, and how they go together. What is not known is not judged.
func checkArguments(block *providers.Block) hcl.Diagnostics {
	if block.Has("path") && block.String("path", "") == "" {
		return block.Problem("path", invalidArgument, `The argument "path" is empty. Write the path of a file or directory, `+
			`relative to the directory of the configuration, or leave it out for a store that zsv keeps, encrypted.`)
	}
	format, byName := block.String("format", ""), formatOf(pathOf(block))
	switch {
	case block.Has("format") && !slices.Contains(formats, format):
		return block.Problem("format", invalidArgument,
			`The argument "format" must be `+suggest.OneOf(formats)+"."+suggest.DidYouMean(format, formats))
	case block.Undecided("path") || block.Undecided("format"):
		return nil
	case block.Has("format") && format != formatAge && byName == formatAge:
		return mismatched(block, format)
	case block.Has("recipients") && block.String("format", byName) != formatAge:
		return block.Problem("recipients", invalidArgument, `The argument "recipients" is for a store that is encrypted. `+
			`Leave it out, or leave out "path", or write one that ends in .age.`)
	}
	return nil
}

// mismatched is about a format that would keep in clear what is expected to be encrypted.
func mismatched(block *providers.Block, format string) hcl.Diagnostics {
	if !block.Has("path") {
		return block.Problem("format", invalidArgument, fmt.Sprintf(`The argument "path" is needed with format = %q: without it `+
			`the store is a file of zsv's own, which is encrypted.`, format))
	}
	return block.Problem("format", invalidArgument, fmt.Sprintf(`A file whose name ends in .age is encrypted with age, and %s `+
		`is not. Leave "format" out, or give the file another name.`, format))
}
