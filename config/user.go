package config

import (
	"fmt"
	"os"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// A User is the user's own configuration, which is trusted, unlike that of a repository.
type User struct {
	// TrustedAddresses are the origins to which credentials may be sent, TrustedPaths the files and directories outside the
	// project that may be read, beside what the environment allows.
	TrustedAddresses []string
	TrustedPaths     []string
	// Sources has the file, for the snippets of diagnostics.
	Sources map[string][]byte
}

// LoadUser reads the user's configuration from a file in HCL. A file that does not exist is an empty configuration,
// unless it is required.
func LoadUser(workingDir, name string, required bool) (User, Diagnostics) {
	u := User{Sources: map[string][]byte{}}
	if _, err := os.Stat(resolvePath(workingDir, name)); os.IsNotExist(err) && !required {
		return u, nil
	}
	src, diags := readFile(workingDir, name)
	if diags == nil {
		u.Sources[displayPath(name)] = src
		diags = checkNesting(src, displayPath(name))
	}
	if diags != nil {
		return u, diags
	}
	file, hclDiags := hclsyntax.ParseConfig(src, displayPath(name), hcl.InitialPos)
	if hclDiags.HasErrors() {
		return u, syntaxDiagnostics(hclDiags)
	}
	return u, u.read(file)
}

func (u *User) read(file *hcl.File) Diagnostics {
	arguments := map[string]*[]string{"trusted_addresses": &u.TrustedAddresses, "trusted_paths": &u.TrustedPaths}
	syntax := file.Body.(*hclsyntax.Body)
	var diags Diagnostics
	for _, b := range syntax.Blocks {
		diags = append(diags, configError("Unsupported block", "The user's configuration has no blocks; it takes "+
			suggest.OneOf(sortedNames(arguments))+".", b.TypeRange))
	}
	for _, a := range syntax.Attributes {
		target, ok := arguments[a.Name]
		if !ok {
			diags = append(diags, configError("Unsupported argument", fmt.Sprintf("The user's configuration has no argument "+
				"%q.%s It takes %s.", a.Name, suggest.DidYouMean(a.Name, sortedNames(arguments)),
				suggest.OneOf(sortedNames(arguments))), a.NameRange))
			continue
		}
		value, hclDiags := a.Expr.Value(nil)
		texts, err := ctyconvert.Convert(value, cty.List(cty.String))
		if hclDiags.HasErrors() || err != nil || texts.IsNull() || !texts.IsWhollyKnown() {
			diags = append(diags, configError("Wrong type", fmt.Sprintf("%s takes a list of strings: %s = [\"…\"].",
				a.Name, a.Name), a.Expr.Range()))
			continue
		}
		for _, text := range texts.AsValueSlice() {
			if !text.IsNull() {
				*target = append(*target, text.AsString())
			}
		}
	}
	diags.Sort()
	return diags
}
