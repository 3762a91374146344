package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/resolve"
)

// A state is a configuration, as it is or as it is to be, and what is wrong with it.
type state struct {
	cfg      *config.Config
	uses     []resolve.Use
	problems config.Diagnostics
}

// load reads the configuration with some files replaced. One whose files cannot all be read is not changed.
func (a *addition) load(overlay map[string][]byte) (state, error) {
	surroundings := a.planning.user.Surroundings(a.planning.workingDir, ".", a.planning.log)
	cfg, diags := config.Load(config.Options{
		WorkingDir: a.planning.workingDir, Dir: ".", Environ: a.Environ, VariableFiles: a.global.varFiles, Variables: a.vars,
		ProjectDir: surroundings.ProjectDir, TrustedPaths: surroundings.TrustedPaths,
		Static: true, Version: a.Build.version(), Overlay: overlay,
	})
	if len(cfg.Files()) == 0 && !diags.HasErrors() || noFiles(diags) {
		return state{}, usageError("there is no configuration here to add to: zsv init writes a first one, or name its directory " +
			"with --chdir")
	}
	unreadable := slices.DeleteFunc(slices.Clone(diags), func(d config.Diagnostic) bool {
		return d.Rule != config.RuleSyntax && d.Rule != config.RuleIO
	})
	if len(unreadable) > 0 {
		a.show(unreadable, cfg)
		if overlay != nil {
			return state{}, usageError("nothing was written: with the component, the configuration could not be read, as above")
		}
		return state{}, usageError("nothing was written: a configuration is added to only if all of it can be read, and the above " +
			"keeps zsv from that")
	}
	rules := resolve.NewRules(cfg, a.rules)
	extraction := resolve.Extract(cfg, rules, nil)
	return state{cfg: cfg, uses: slices.Concat(extraction.Uses, extraction.Unanswered),
		problems: rules.Apply(append(diags, extraction.Diagnostics...))}, nil
}

func noFiles(diags config.Diagnostics) bool {
	return slices.ContainsFunc(diags, func(d config.Diagnostic) bool { return d.Rule == config.RuleUsage })
}

// show shows problems as validate does, on standard error.
func (a *addition) show(diags config.Diagnostics, cfg *config.Config) {
	if len(diags) > 0 {
		a.tellDiagnostics(resolve.Located(diags, ".", cfg.Source))
	}
}

// newProblems returns what is wrong with the configuration as it is to be and not with the one that is.
func (a *addition) newProblems() config.Diagnostics {
	known := map[string]int{}
	for _, d := range a.before.problems {
		known[identity(d)]++
	}
	return slices.DeleteFunc(slices.Clone(a.after.problems), func(d config.Diagnostic) bool {
		known[identity(d)]--
		return known[identity(d)] >= 0
	})
}

// identity tells problems apart, wherever they are.
func identity(d config.Diagnostic) string {
	text := fmt.Sprintf("%s\n%s\n%s\n%s\n%s", d.Severity, d.Rule, d.Summary, d.Address, d.Detail)
	return placeInText().ReplaceAllString(text, "")
}

var placeInText = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`:\d+:\d+`) })

// refusal says why the component is not written: an error, a secret in plain text, or an attribute that is probably
// misspelt.
func (a *addition) refusal() error {
	var errs config.Diagnostics
	var reasons []string
	for _, d := range a.newProblems() {
		switch {
		case d.Rule == config.RulePlaintextSecret:
			reasons = append(reasons, a.plaintext(d.Range))
		case d.Rule == config.RuleAttributeTypo:
			reasons = append(reasons, d.Detail+" To write it all the same, add --rule "+string(d.Rule)+"=off.")
		case d.Severity == config.Error:
			errs = append(errs, d)
		}
	}
	switch {
	case len(reasons) > 0:
		return usageError("nothing was written. %s", strings.Join(reasons, " "))
	case len(errs) > 0:
		a.show(errs, a.after.cfg)
		return usageError("nothing was written: the configuration would have the error above")
	}
	return nil
}

// plaintext says how a secret is stored and referred to, instead of being written down.
func (a *addition) plaintext(at *hcl.Range) string {
	secret, key, what, option := a.address.Name, "KEY", "An attribute", ""
	for _, v := range a.component().Values {
		if at != nil && v.Range == *at {
			what, key = v.Attribute, v.Name
			if v.Depth == 0 {
				option = "--" + key + "="
			}
		}
	}
	if config.CheckSecretName(secret) != nil {
		secret = "SECRET"
	}
	if config.CheckKeyName(key) != nil {
		key = "KEY"
	}
	return fmt.Sprintf("%s would hold a secret in plain text. Put it into the store, zsv secret create %s %s, and refer to it, "+
		"%s'{{%s.%s}}'.", what, shell.Quote(secret), shell.Quote("--"+key+"=@-"), option, secret, key)
}

// tellWarnings shows the warnings that the component brings along. That it is in no stack is told in other words.
func (a *addition) tellWarnings() {
	unused := false
	a.show(slices.DeleteFunc(a.newProblems(), func(d config.Diagnostic) bool {
		unused = unused || d.Rule == config.RuleUnusedComponent
		return d.Rule == config.RuleUnusedComponent
	}), a.after.cfg)
	if unused {
		a.tellLine("Note: no stack has %s yet. Write it into the components of one, or use --stack next time.", a.address)
	}
}

// references returns what the component refers to, as it is written, each once.
func (a *addition) references() []string {
	var found []string
	for _, use := range a.after.uses {
		if use.Address != a.address.String() {
			continue
		}
		text := use.Reference.String()
		if use.Reference.Key == "" {
			text = fmt.Sprintf("the secret %q", text)
		}
		found = append(found, text)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// stackFlags returns --stack of this run for a command to copy.
func (a *addition) stackFlags() string {
	var b strings.Builder
	for _, name := range a.flags.stacks {
		b.WriteString(" --stack " + shell.Quote(view.Plain(name)))
	}
	return b.String()
}
