package file

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/providers"
)

// checkFamily judges the arguments of a block that names several files.
func checkFamily(block *providers.Block) hcl.Diagnostics {
	paths, format := block.Strings("paths"), block.String("format", "")
	switch {
	case block.Has("path"):
		return block.Problem("paths", invalidArgument, `The arguments "path" and "paths" exclude each other: the one is for a `+
			`store, the other for several dotenv files that are read as one. Leave one of them out.`)
	case block.Undecided("paths"):
		return nil
	case len(paths) == 0, slices.Contains(paths, ""):
		return block.Problem("paths", invalidArgument, `The argument "paths" must name files, in the order in which they are read, `+
			`such as [".env", ".env.local"].`)
	case block.Has("recipients"), block.Has("namespace"), format != "" && format != formatDotenv && format != formatSOPS:
		return block.Problem("paths", invalidArgument, `The argument "paths" is for dotenv files, which are the only ones that are `+
			`read as one. Leave out "format", "recipients" and "namespace", or name one file as the "path".`)
	}
	for _, path := range paths {
		if formatOf(path) != formatDotenv && format != formatDotenv {
			return block.Problem("paths", invalidArgument, fmt.Sprintf(`The argument "paths" is for dotenv files, and by its name %q `+
				`is none. Leave it out, or write format = "dotenv" if it is one.`, path))
		}
	}
	return nil
}
