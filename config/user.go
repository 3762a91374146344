package config

import (
	"fmt"
	"os"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// A User is the user's own configuration, which is trusted, unlike that of a repository.
type User struct {
	// TrustedAddresses are the origins to which credentials may be sent, TrustedPaths the files and directories outside the
	// project that may be read, beside what the environment allows.
	TrustedAddresses []string
	TrustedPaths     []string
	// AgeKeyFile is the file with the identity for encrypted stores; "" where it is not set.
	AgeKeyFile string
	// Plugins are the blocks on external providers, by type.
	Plugins map[string]UserPlugin
	// Commands are the command lines that speak for stores: providers.Surroundings takes them.
	Commands commandline.Commands
	// Sources has the file, for the snippets of diagnostics.
	Sources map[string][]byte
}

// LoadUser reads the user's configuration from a file in HCL. A file that does not exist is an empty configuration,
// unless it is required.
func LoadUser(workingDir, name string, required bool) (User, Diagnostics) {
	u := User{Sources: map[string][]byte{}, Plugins: map[string]UserPlugin{}}
	if _, err := os.Stat(project.Absolute(workingDir, name)); os.IsNotExist(err) && !required {
		return u, nil
	}
	u.Commands.Unread = true
	src, diags := readFile(workingDir, name)
	if diags != nil {
		return u, diags
	}
	name = displayPath(name)
	u.Sources[name] = src
	if !utf8.Valid(src) {
		return u, Diagnostics{invalidUTF8(src, name)}
	}
	if diags := checkNesting(src, name); diags != nil {
		return u, diags
	}
	file, hclDiags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if hclDiags.HasErrors() {
		return u, syntaxDiagnostics(hclDiags)
	}
	u.Commands.Unread = false
	return u, u.read(file.Body.(*hclsyntax.Body))
}

// read takes the arguments and blocks of the file. What is right counts, whatever is beside it.
func (u *User) read(syntax *hclsyntax.Body) Diagnostics {
	diags := userArguments{
		"trusted_addresses": takeTexts(&u.TrustedAddresses),
		"trusted_paths":     takeTexts(&u.TrustedPaths),
		"age_key_file":      takeText(&u.AgeKeyFile),
	}.read("The user's configuration", syntax.Attributes)
	blocks := map[string]func(*hclsyntax.Block) Diagnostics{
		"command": u.readCommand,
		"plugin":  u.readPlugin,
	}
	names := sortedNames(blocks)
	for _, b := range syntax.Blocks {
		if read, ok := blocks[b.Type]; ok {
			diags = append(diags, read(b)...)
			continue
		}
		diags = append(diags, configError("Unsupported block", fmt.Sprintf("The user's configuration has no blocks of type %q.%s It "+
			"takes %s.", b.Type, suggest.DidYouMean(b.Type, names), suggest.OneOf(names)), b.TypeRange))
	}
	diags.Sort()
	return diags
}

// userArguments take the values of arguments by name. Each says what is wrong with one, in a sentence.
type userArguments map[string]func(*hclsyntax.Attribute) (problem string)

// read takes the arguments of what is called owner, at the beginning of a sentence.
func (u userArguments) read(owner string, attributes hclsyntax.Attributes) Diagnostics {
	names := sortedNames(u)
	var diags Diagnostics
	for _, a := range attributes {
		take, ok := u[a.Name]
		if !ok {
			diags = append(diags, configError("Unsupported argument", fmt.Sprintf("%s has no argument %q.%s It takes %s.", owner,
				a.Name, suggest.DidYouMean(a.Name, names), suggest.OneOf(names)), a.NameRange))
			continue
		}
		if problem := take(a); problem != "" {
			diags = append(diags, configError("Invalid argument", problem, a.Expr.Range()))
		}
	}
	return diags
}

func takeTexts(target *[]string) func(*hclsyntax.Attribute) string {
	return func(a *hclsyntax.Attribute) string {
		texts, ok := constantTexts(a.Expr)
		if !ok {
			return fmt.Sprintf("%s takes a list of strings: %[1]s = [\"…\"].", a.Name)
		}
		*target = append(*target, texts...)
		return ""
	}
}

func takeText(target *string) func(*hclsyntax.Attribute) string {
	return func(a *hclsyntax.Attribute) string {
		value, _, problem := evaluateConstant(a.Expr, nil)
		if problem == "" {
			value, _ = value.UnmarkDeep()
		}
		if problem != "" || value.Type() != cty.String || !value.IsKnown() || value.IsNull() {
			return fmt.Sprintf("%s takes a string: %[1]s = \"…\".", a.Name)
		}
		*target = value.AsString()
		return ""
	}
}

// constantTexts returns the strings of a list that refers to nothing, without those that are null.
func constantTexts(expr hclsyntax.Expression) (texts []string, ok bool) {
	value, _, problem := evaluateConstant(expr, nil)
	if problem != "" {
		return nil, false
	}
	value, _ = value.UnmarkDeep()
	list, err := ctyconvert.Convert(value, cty.List(cty.String))
	if err != nil || list.IsNull() || !list.IsWhollyKnown() {
		return nil, false
	}
	for _, text := range list.AsValueSlice() {
		if !text.IsNull() {
			texts = append(texts, text.AsString())
		}
	}
	return texts, true
}
