package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// The outputs that the blocks of a command may have. The first is that of a block that does not say.
var (
	checkOutputs = []commandline.Output{commandline.JSON, commandline.Lines, commandline.ExitCode}
	fetchOutputs = []commandline.Output{commandline.JSON, commandline.Text}
	listOutputs  = []commandline.Output{commandline.JSON, commandline.Lines}
)

// fetch reads the block fetch. One that is empty stands for the operation check, which has the values already.
func (r *commandReader) fetch(b *hclsyntax.Block) {
	if len(b.Body.Attributes) > 0 || len(b.Body.Blocks) > 0 || r.command.Check == nil {
		r.operation(&r.command.Fetch, fetchOutputs)(b)
		return
	}
	r.once(&r.command.Fetch, b)
	r.command.Fetch = r.command.Check
	if r.command.Check.Output != commandline.JSON {
		r.problem("Missing argument", fmt.Sprintf("An empty block fetch reads the values from what check prints, but its output is "+
			"%q. Write run = [\"…\"], which prints a value, and output = \"text\".", r.command.Check.Output), b)
	}
}

func (r *commandReader) once(target **commandline.Operation, b *hclsyntax.Block) bool {
	if *target != nil {
		r.problem("Duplicate block", fmt.Sprintf("The command %q has a block %s already.", r.command.Name, b.Type), b)
	}
	return *target == nil
}

// operation reads one of the blocks that say what is run.
func (r *commandReader) operation(target **commandline.Operation, outputs []commandline.Output) func(*hclsyntax.Block) {
	return func(b *hclsyntax.Block) {
		if !r.labelled(b, 0, b.Type+" { … }") || !r.once(target, b) {
			return
		}
		o := &commandline.Operation{Output: outputs[0]}
		*target = o
		before := len(r.diags)
		owner := fmt.Sprintf("A block %s", b.Type)
		r.arguments(owner, b.Body.Attributes, r.operationArguments(o, b.Type, outputs))
		r.blocks(owner, b.Body, []blockReader{{"present", r.present(o)}, {"secret", r.secret(o)}, {"keys", r.keys(o)}})
		if len(r.diags) == before {
			r.judge(o, b)
		}
	}
}

func (r *commandReader) operationArguments(o *commandline.Operation, kind string, outputs []commandline.Output) userArguments {
	take := userArguments{
		"run":      r.takeRun(&o.Run),
		"output":   takeOutput(&o.Output, outputs),
		"lines":    takeLines(&o.Lines),
		"only_key": takeText(&o.OnlyKey),
	}
	readsValues := func(a *hclsyntax.Attribute) string { o.ReadsValues = new(bool); return takeBool(o.ReadsValues)(a) }
	switch kind {
	case "check":
		take["reads_values"] = readsValues
	case "fetch":
		take["trim_newline"] = takeBool(&o.TrimNewline)
		delete(take, "lines")
	case "list":
		take["reads_values"] = readsValues
		delete(take, "only_key")
	}
	return take
}

func (r *commandReader) present(o *commandline.Operation) func(*hclsyntax.Block) {
	return func(b *hclsyntax.Block) {
		var outcome commandline.Outcome
		r.outcome("A present block", b, &outcome, nil)
		o.Present = append(o.Present, outcome)
	}
}

func (r *commandReader) secret(o *commandline.Operation) func(*hclsyntax.Block) {
	return func(b *hclsyntax.Block) {
		if o.Secret != nil {
			r.problem("Duplicate block", "There is a block secret already.", b)
		}
		o.Secret = &commandline.Secret{}
		r.arguments("A secret block", b.Body.Attributes, userArguments{"list": takePath(&o.Secret.List),
			"name": takePath(&o.Secret.Name)})
		r.blocks("A secret block", b.Body, nil)
		if o.Secret.List == nil && o.Secret.Name == nil {
			r.problem("Missing argument", "A secret block says where secrets are: in list, the path of an array, each with its location "+
				"at name.", b)
		}
	}
}

func (r *commandReader) keys(o *commandline.Operation) func(*hclsyntax.Block) {
	return func(b *hclsyntax.Block) {
		var keys commandline.Keys
		before := len(r.diags)
		r.arguments("A keys block", b.Body.Attributes, userArguments{"object": takePath(&keys.Object), "list": takePath(&keys.List),
			"name": takePath(&keys.Name), "value": takePath(&keys.Value), "optional": takeBool(&keys.Optional)})
		r.blocks("A keys block", b.Body, nil)
		o.Keys = append(o.Keys, keys)
		switch {
		case len(r.diags) > before:
		case keys.Object == nil == (keys.List == nil):
			r.problem("Missing argument", "A keys block has either object, the path of an object whose members are keys, or list, the "+
				"path of an array of keys.", b)
		case keys.List == nil && (keys.Name != nil || keys.Value != nil):
			r.problem("Unsupported argument", "In a keys block, name and value belong to list. The members of an object have names and "+
				"values of their own.", b)
		case keys.Name == nil && keys.Value != nil:
			r.problem("Missing argument", "In a keys block with a value there must be a name, too.", b)
		}
	}
}

// judge looks at what the parts of an operation make together.
func (r *commandReader) judge(o *commandline.Operation, b *hclsyntax.Block) {
	fetches := b.Type == "fetch"
	switch {
	case len(o.Run) == 0:
		r.problem("Missing argument", fmt.Sprintf("A block %s has run: the program and its arguments, run = [\"PROGRAM\", \"…\"].",
			b.Type), b)
	case o.Output != commandline.JSON && (o.Secret != nil || len(o.Keys) > 0):
		r.problem("Unsupported block", fmt.Sprintf("The blocks secret and keys are about JSON, but output is %q.", o.Output), b)
	case o.Output != commandline.Lines && o.Lines != nil:
		r.problem("Unsupported argument", fmt.Sprintf("The argument lines is about lines, but output is %q.", o.Output), b)
	case o.Output == commandline.JSON && o.OnlyKey != "":
		r.problem("Unsupported argument", "The argument only_key is for outputs that name no keys; in JSON, blocks keys say where "+
			"they are.", b)
	case b.Type == "list" && len(o.Keys) > 0:
		r.problem("Unsupported block", "A block list names secrets, not their keys.", b)
	case b.Type == "list" && o.Output == commandline.JSON && o.Secret == nil:
		r.problem("Missing block", "A block list has a block secret, which says where the names are: secret { list = \".\", name = "+
			"\"name\" }.", b)
	default:
		r.judgePlaceholders(o, b, fetches)
	}
}

// judgePlaceholders looks at whether a command line asks for what its output is to answer.
func (r *commandReader) judgePlaceholders(o *commandline.Operation, b *hclsyntax.Block, fetches bool) {
	location, key := o.Mentions(commandline.Location), o.Mentions(commandline.Key)
	all := o.Output == commandline.Lines || o.Secret != nil && o.Secret.List != nil
	switch {
	case b.Type == "list" && (location || key):
		r.problem("Invalid argument", "A block list names all secrets, so its command line has neither {location} nor {key}.", b)
	case b.Type != "list" && !location && !all:
		r.problem("Invalid argument", "The command line has no {location}, so that it would be the same for all secrets. It can be so "+
			"where the output has all of them: lines, or JSON with secret { list = \"…\", name = \"…\" }.", b)
	case key && (o.Output == commandline.JSON || o.Output == commandline.Lines):
		r.problem("Invalid argument", fmt.Sprintf("A command line with {key} is run for each key, so its output cannot be %q, "+
			"which says which keys there are.", o.Output), b)
	case key && o.OnlyKey != "":
		r.problem("Unsupported argument", "A command line with {key} asks for keys by their names; only_key is for secrets without "+
			"them.", b)
	case fetches && o.Output == commandline.Text && !key && o.OnlyKey == "":
		r.problem("Invalid argument", "A command line that prints one value has {key}, or only_key says which key a secret's only "+
			"value is.", b)
	case r.namesOnly(o, fetches):
		r.problem("Missing argument", "In a block fetch, a block keys with a list has a name and a value.", b)
	}
}

// namesOnly says whether an operation that is to give values has none.
func (r *commandReader) namesOnly(o *commandline.Operation, fetches bool) bool {
	return fetches && slices.ContainsFunc(o.Keys, func(k commandline.Keys) bool { return k.List != nil && k.Value == nil })
}

// takeRun takes a command line. The program is the user's choice alone.
func (r *commandReader) takeRun(target *[]commandline.Template) func(*hclsyntax.Attribute) string {
	return func(a *hclsyntax.Attribute) string {
		texts, ok := constantTexts(a.Expr)
		if !ok || len(texts) == 0 {
			return "run takes the program and its arguments as a list of strings, run = [\"PROGRAM\", \"…\"]. There is no shell that " +
				"would take a line apart."
		}
		var problems []string
		for i, text := range texts {
			template, problem := commandline.ParseTemplate(text, r.placeholders)
			if problem == "" {
				problem = judgeArgument(i, text, template)
			}
			if problem != "" {
				problems = append(problems, problem)
			}
			*target = append(*target, template)
		}
		return strings.Join(problems, " ")
	}
}

// judgeArgument says what is wrong with one argument; with the first, which is the program.
func judgeArgument(i int, text string, template commandline.Template) string {
	switch {
	case strings.ContainsRune(text, 0):
		return "An argument cannot have a NUL in it."
	case i == 0 && len(template.Placeholders()) > 0:
		return "The program cannot have a placeholder in it: a configuration would choose what is run."
	case i == 0 && filepath.Base(text) != text && !filepath.IsAbs(text) && !strings.HasPrefix(text, "~/"):
		return fmt.Sprintf("The program is a name, which is looked for in PATH, or an absolute path: not %q.", text)
	default:
		return ""
	}
}

func takeOutput(target *commandline.Output, outputs []commandline.Output) func(*hclsyntax.Attribute) string {
	return func(a *hclsyntax.Attribute) string {
		var text string
		names := make([]string, len(outputs))
		for i, output := range outputs {
			names[i] = string(output)
		}
		if takeText(&text)(a) != "" || !slices.Contains(names, text) {
			return fmt.Sprintf("output takes one of %s here.%s", suggest.OneOf(names), suggest.DidYouMean(text, names))
		}
		*target = commandline.Output(text)
		return ""
	}
}
