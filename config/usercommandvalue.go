package config

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"github.com/zsv-dev/zsv/internal/commandline"
)

// takeConstant takes a value of a type into target, which gocty knows how to fill. What it wants is a clause: "a number".
func takeConstant(target any, kind cty.Type, wants string) func(*hclsyntax.Attribute) string {
	return func(a *hclsyntax.Attribute) string {
		value, _, problem := evaluateConstant(a.Expr, nil)
		if problem == "" {
			value, _ = value.UnmarkDeep()
			converted, err := ctyconvert.Convert(value, kind)
			if err == nil && converted.IsWhollyKnown() && !converted.IsNull() && gocty.FromCtyValue(converted, target) == nil {
				return ""
			}
		}
		return fmt.Sprintf("%s takes %s.", a.Name, wants)
	}
}

func takeBool(target *bool) func(*hclsyntax.Attribute) string {
	return takeConstant(target, cty.Bool, "true or false")
}

func takeCodes(target *[]int) func(*hclsyntax.Attribute) string {
	return func(a *hclsyntax.Attribute) string {
		problem := takeConstant(target, cty.List(cty.Number), "a list of exit codes, [1]")(a)
		if problem == "" && slices.ContainsFunc(*target, func(code int) bool { return code < 0 || code > 255 }) {
			return "exit_codes are numbers from 0 to 255."
		}
		return problem
	}
}

func takeDuration(target *time.Duration) func(*hclsyntax.Attribute) string {
	return func(a *hclsyntax.Attribute) string {
		var text string
		problem := takeText(&text)(a)
		if problem != "" {
			return problem
		}
		duration, err := time.ParseDuration(text)
		if err != nil || duration <= 0 || duration > longestRun {
			return fmt.Sprintf("%s takes a duration such as \"30s\" or \"1m30s\", of an hour at most.", a.Name)
		}
		*target = duration
		return ""
	}
}

func takePath(target **commandline.Path) func(*hclsyntax.Attribute) string {
	return func(a *hclsyntax.Attribute) string {
		var text string
		problem := takeText(&text)(a)
		path, ok := commandline.ParsePath(text)
		if problem != "" || !ok {
			return fmt.Sprintf("%s takes a path in the output: names of members with dots between them, \"data.items\", or \".\" for "+
				"the whole.",
				a.Name)
		}
		*target = &path
		return ""
	}
}

// takePattern takes a regular expression that something in a text is to match.
func takePattern(target **regexp.Regexp) func(*hclsyntax.Attribute) string {
	return takeExpression(target, func(text string) string { return text })
}

// takeWholePattern takes one that is to match a text as a whole.
func takeWholePattern(target **regexp.Regexp) func(*hclsyntax.Attribute) string {
	return takeExpression(target, func(text string) string { return `^(?:` + text + `)$` })
}

func takeExpression(target **regexp.Regexp, complete func(string) string) func(*hclsyntax.Attribute) string {
	return func(a *hclsyntax.Attribute) string {
		var text string
		if problem := takeText(&text)(a); problem != "" {
			return problem
		}
		_, err := regexp.Compile(text) // by itself, so that no bracket of it closes one of ours
		var wrong *syntax.Error
		if errors.As(err, &wrong) {
			return fmt.Sprintf("%s takes a regular expression as Go has them (RE2); this is none: %s.", a.Name, wrong.Code)
		}
		compiled, err := regexp.Compile(complete(text))
		if err != nil {
			return fmt.Sprintf("%s takes a smaller regular expression.", a.Name)
		}
		*target = compiled
		return ""
	}
}

// takeLines takes what a line is matched with.
func takeLines(target **regexp.Regexp) func(*hclsyntax.Attribute) string {
	return func(a *hclsyntax.Attribute) string {
		if problem := takeWholePattern(target)(a); problem != "" {
			return problem
		}
		named := slices.DeleteFunc(slices.Clone((*target).SubexpNames()), func(name string) bool { return name == "" })
		slices.Sort(named)
		if !slices.Equal(named, []string{commandline.Location}) && !slices.Equal(named, []string{commandline.Key,
			commandline.Location}) {
			return `lines takes a regular expression with the group (?P<location>…), and perhaps one (?P<key>…), which say what ` +
				`stands where in a line.`
		}
		return ""
	}
}
