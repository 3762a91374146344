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
	format := block.String("format", "")
	switch {
	case block.Has("path") && block.String("path", "") == "":
		return block.Problem("path", invalidArgument, `The argument "path" is empty. Write the path of a file or directory, `+
			`relative to the directory of the configuration, or leave it out for a store that zsv keeps, encrypted.`)
	case block.Has("format") && !slices.Contains(formats, format):
		return block.Problem("format", invalidArgument,
			`The argument "format" must be `+suggest.OneOf(formats)+"."+suggest.DidYouMean(format, formats))
	case block.Has("paths") || block.Undecided("paths"):
		return checkFamily(block)
	default:
		return checkStore(block, format, formatOf(pathOf(block)))
	}
}

// checkStore judges the arguments of a block of one store; byName is the format that the path's name tells.
func checkStore(block *providers.Block, format, byName string) hcl.Diagnostics {
	switch {
	case block.Undecided("path") || block.Undecided("format"):
		return nil
	case block.Has("format") && format != formatAge && byName == formatAge:
		return mismatched(block, format)
	case format == formatSOPS && !slices.Contains(sealable, byName):
		return block.Problem("format", invalidArgument, `The name of a file that SOPS encrypted must tell what is in it, as for sops `+
			`itself: .yaml, .json or .env at its end. Give the file such a name, and write it as the "path".`)
	case block.Has("namespace") && !slices.Contains(manifests, block.String("format", byName)):
		return block.Problem("namespace", invalidArgument, `The argument "namespace" is for manifests of Kubernetes, and this `+
			`store is none. Leave it out.`)
	case block.Has("recipients") && block.String("format", byName) != formatAge:
		return block.Problem("recipients", invalidArgument, `The argument "recipients" is for a store that is encrypted. `+
			`Leave it out, or leave out "path", or write one that ends in .age.`)
	}
	return nil
}

var (
	// sealable are the formats that SOPS encrypts so that names stay in clear.
	sealable = []string{formatYAML, formatJSON, formatDotenv}
	// manifests are the formats that manifests of Kubernetes may be in.
	manifests = []string{formatYAML, formatJSON, formatSOPS, formatKubernetes}
)

// mismatched is about a format that would keep in clear what is expected to be encrypted.
func mismatched(block *providers.Block, format string) hcl.Diagnostics {
	if !block.Has("path") {
		return block.Problem("format", invalidArgument, fmt.Sprintf(`The argument "path" is needed with format = %q: without it `+
			`the store is a file of zsv's own, which is encrypted.`, format))
	}
	return block.Problem("format", invalidArgument, fmt.Sprintf(`A file whose name ends in .age is encrypted with age, and %s `+
		`is not. Leave "format" out, or give the file another name.`, format))
}
