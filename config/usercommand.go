package config

import (
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// A commandReader reads one block command "NAME".
type commandReader struct {
	command *commandline.Command
	diags   Diagnostics
	// placeholders are those that the command lines may have: the two that all have, and the parameters.
	placeholders []string
}

func (u *User) readCommand(b *hclsyntax.Block) Diagnostics {
	if len(b.Labels) != 1 {
		return Diagnostics{configError("Wrong labels", "A command block has one label, the name by which configurations call "+
			"it: command \"NAME\" { … }.", b.DefRange())}
	}
	name := b.Labels[0]
	r := &commandReader{placeholders: []string{commandline.Location, commandline.Key},
		command: &commandline.Command{Name: name, Parameters: map[string]commandline.Parameter{}}}
	if !u.Commands.Add(r.command) {
		return Diagnostics{configError("Duplicate block", fmt.Sprintf("There is a block command %q already.", name), b.DefRange())}
	}
	r.read(b)
	r.command.Broken = r.diags.HasErrors()
	return r.diags
}

// read reads the parameters before the command lines, which may have them for placeholders, and check before fetch, which may
// stand for it.
func (r *commandReader) read(b *hclsyntax.Block) {
	c := r.command
	r.arguments("A command block", b.Body.Attributes, userArguments{
		"environment": takeTexts(&c.Environment),
		"locations":   takeWholePattern(&c.Locations),
		"timeout":     takeDuration(&c.Timeout),
		"show_stderr": takeBool(&c.ShowStderr),
	})
	r.blocks("A command block", b.Body, []blockReader{
		{"parameter", r.parameter},
		{"check", r.operation(&c.Check, checkOutputs)},
		{"fetch", r.fetch},
		{"list", r.operation(&c.List, listOutputs)},
		{"missing", r.missing},
		{"failure", r.failure},
	})
	isCheck := func(b *hclsyntax.Block) bool { return b.Type == "check" }
	if c.Check == nil && !slices.ContainsFunc(b.Body.Blocks, isCheck) {
		r.problem("Missing block", fmt.Sprintf("The command %q has no block check, which says what is run to see whether a secret is "+
			"there.", c.Name), b)
	}
}

// A blockReader reads the blocks of one type.
type blockReader struct {
	kind string
	read func(*hclsyntax.Block)
}

// blocks has the blocks read in the order of the readers, whatever theirs is.
func (r *commandReader) blocks(owner string, body *hclsyntax.Body, readers []blockReader) {
	var known []string
	for _, reader := range readers {
		known = append(known, reader.kind)
		for _, b := range body.Blocks {
			if b.Type == reader.kind {
				reader.read(b)
			}
		}
	}
	for _, b := range body.Blocks {
		if !slices.Contains(known, b.Type) {
			detail := fmt.Sprintf("%s has no blocks of type %q.%s", owner, b.Type, suggest.DidYouMean(b.Type, known))
			if len(known) > 0 {
				detail += " It takes " + suggest.OneOf(known) + "."
			}
			r.diags = append(r.diags, configError("Unsupported block", detail, b.TypeRange))
		}
	}
}

func (r *commandReader) arguments(owner string, attributes hclsyntax.Attributes, take userArguments) {
	r.diags = append(r.diags, take.read(owner, attributes)...)
}

func (r *commandReader) problem(summary, detail string, b *hclsyntax.Block) {
	r.diags = append(r.diags, configError(summary, detail, b.DefRange()))
}

// labelled says whether a block has as many labels as it should, which it shows.
func (r *commandReader) labelled(b *hclsyntax.Block, labels int, form string) bool {
	if len(b.Labels) != labels {
		r.problem("Wrong labels", fmt.Sprintf("Such a block is written %s.", form), b)
	}
	return len(b.Labels) == labels
}

func (r *commandReader) parameter(b *hclsyntax.Block) {
	if !r.labelled(b, 1, `parameter "NAME" { … }`) {
		return
	}
	name := b.Labels[0]
	if slices.Contains(r.placeholders, name) {
		r.problem("Duplicate block", fmt.Sprintf("There is a placeholder {%s} already.", name), b)
		return
	}
	if !hclsyntax.ValidIdentifier(name) {
		r.problem("Invalid name", "The name of a parameter consists of letters, digits, \"_\" and \"-\", and begins with a letter.", b)
		return
	}
	var parameter commandline.Parameter
	r.arguments("A parameter block", b.Body.Attributes, userArguments{
		"default": func(a *hclsyntax.Attribute) string {
			parameter.Default = new(string)
			return takeText(parameter.Default)(a)
		},
		"pattern": takeWholePattern(&parameter.Pattern),
	})
	r.blocks("A parameter block", b.Body, nil)
	r.placeholders = append(r.placeholders, name)
	r.command.Parameters[name] = parameter
}

func (r *commandReader) missing(b *hclsyntax.Block) {
	if !r.labelled(b, 0, "missing { … }") {
		return
	}
	var outcome commandline.Outcome
	r.outcome("A missing block", b, &outcome, nil)
	r.command.Missing = append(r.command.Missing, outcome)
}

func (r *commandReader) failure(b *hclsyntax.Block) {
	if !r.labelled(b, 1, `failure "REASON" { … }`) {
		return
	}
	failure := commandline.Failure{Reason: b.Labels[0]}
	if !slices.Contains(failureReasons, failure.Reason) {
		r.problem("Invalid reason", fmt.Sprintf("There is no reason %q for a failure%s", failure.Reason,
			endSentence(suggest.Instead(failure.Reason, failureReasons))), b)
	}
	r.outcome("A failure block", b, &failure.Outcome, userArguments{"detail": takeText(&failure.Detail)})
	r.command.Failures = append(r.command.Failures, failure)
}

// failureReasons are those that a program can have for not answering.
var failureReasons = []string{"denied", "unauthenticated", "unreachable", "timeout", "throttled", "server_error", "locked",
	"invalid", "unsupported"}

// endSentence puts a full stop behind a text that has no end.
func endSentence(text string) string {
	if text != "" && text[len(text)-1] != '?' {
		return text + "."
	}
	return text
}

// outcome reads how a run may end. One that fits everything would explain away what nobody has thought of.
func (r *commandReader) outcome(owner string, b *hclsyntax.Block, o *commandline.Outcome, more userArguments) {
	take := userArguments{"exit_codes": takeCodes(&o.ExitCodes), "stdout": takePattern(&o.Stdout), "stderr": takePattern(&o.Stderr)}
	for name, argument := range more {
		take[name] = argument
	}
	before := len(r.diags)
	r.arguments(owner, b.Body.Attributes, take)
	r.blocks(owner, b.Body, nil)
	if len(o.ExitCodes) == 0 && o.Stdout == nil && o.Stderr == nil && len(r.diags) == before {
		r.problem("Missing argument", owner+" says how the program ends: with exit_codes, stdout or stderr.", b)
	}
}

// longestRun is the most that one run may be given: beyond it nobody waits.
const longestRun = time.Hour
