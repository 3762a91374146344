package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/argument"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// checkAll says what is wrong with the flags.
func (f *scanFlags) checkAll(cmd *cobra.Command) error {
	flags := cmd.Flags()
	switch {
	case flags.Changed("provider") && f.provider == "":
		return usageError("--provider is empty: give it a type, or leave it out to list the references")
	case f.provider == "" && len(f.arguments) > 0:
		return usageError("--argument is for a provider: name its type with --provider TYPE")
	case f.provider == "" && flags.Changed("level"):
		return usageError("--level says how a provider is asked: name one with --provider TYPE")
	case f.isConfigured() && len(f.arguments) > 0:
		return usageError("--argument is for a TYPE, but --provider %s has its arguments in its block: leave one of them out, "+
			"or write --provider %s", f.provider, f.address().Type)
	}
	for _, pattern := range f.only {
		if pattern == "" || !utf8.ValidString(pattern) {
			return usageError("--only %q is no address: write one such as resource.zenml_stack_component", pattern)
		}
	}
	return f.check.check(flags)
}

// isConfigured says whether the provider is a block of the configuration, TYPE.NAME.
func (f *scanFlags) isConfigured() bool { return strings.Contains(f.providerName(), ".") }

func (f *scanFlags) providerName() string { return strings.TrimPrefix(f.provider, "provider.") }

// scanName names the provider that stands on the command line.
const scanName = "scan"

func (f *scanFlags) address() config.ProviderAddr {
	kind, name, ok := strings.Cut(f.providerName(), ".")
	if !ok {
		name = scanName
	}
	return config.ProviderAddr{Type: kind, Name: name}
}

// planScan plans what was scanned, with the provider that the flags name.
func (r *invocation) planScan(f scanFlags, p planning, scan *config.Scan, diags config.Diagnostics) (*resolve.Plan, error) {
	p.shared = true // the variables are for the scanned files too
	surroundings := r.surroundings(".", p)
	cfg, block := scan.Config, ""
	var known []string
	switch {
	case f.isConfigured():
		loaded, problems := r.load(".", p, surroundings)
		provider, err := configuredProvider(loaded, f.address())
		if err != nil {
			return nil, err
		}
		cfg, known = scan.WithProvider(provider, loaded), loaded.Variables
		diags = append(diags, errorsOf(problems, provider.Addr)...)
	case f.provider != "":
		arguments, err := argument.Read(f.arguments)
		if err != nil {
			return nil, usageError("--argument: %w", err)
		}
		provider, err := config.GivenProvider(f.address(), arguments)
		if err != nil {
			return nil, usageError("--argument: %w", err)
		}
		cfg, block = scan.WithProvider(provider, nil), config.GivenBlock(f.address(), arguments)
		surroundings.TrustedPaths = append(slices.Clip(surroundings.TrustedPaths), givenPaths(surroundings, arguments)...)
	}
	if f.provider != "" {
		diags = append(diags, emptyDirectories(scan)...)
	}
	diags = append(append(diags, p.userProblems(".")...), strayVariables(p.vars, append(known, scan.Variables...), diags)...)
	plan := resolve.NewScan(cfg, scan, diags, resolve.ScanPlanOptions{Only: f.only, Block: block,
		Options: r.planOptions(p, surroundings)})
	r.belongings.add(surroundings.Dir, plan)
	r.opened.add(plan)
	return plan, nil
}

// givenPaths returns the paths outside the project that the user named as arguments: what is written on the command line is
// the user's own word. One inside is followed as far as any there, since others may have put a link in its place.
func givenPaths(surroundings providers.Surroundings, arguments []argument.Argument) []string {
	var paths []string
	for _, a := range arguments {
		if a.Name != "path" && a.Name != "paths" {
			continue
		}
		named, isList := a.Value().([]any)
		if !isList {
			named = []any{a.Value()}
		}
		for _, one := range named {
			path, isText := one.(string)
			if !isText {
				continue
			}
			path = project.Absolute(surroundings.Dir, path)
			below, err := filepath.Rel(surroundings.ProjectDir, path)
			if err != nil || !filepath.IsLocal(below) {
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// emptyDirectories reports the directories in which there is nothing to check, where somebody would be asked.
func emptyDirectories(scan *config.Scan) config.Diagnostics {
	var diags config.Diagnostics
	for _, dir := range scan.Empty {
		diags = append(diags, config.Diagnostic{Severity: config.Error, Rule: config.RuleUsage, Summary: "Nothing to scan",
			Detail: fmt.Sprintf("There is no file below %q that zsv scan reads. What git ignores and what --exclude matches is left "+
				"out; a file that is named is scanned whatever it is.", dir)})
	}
	return diags
}

// configuredProvider returns the block of the configuration that --provider names.
func configuredProvider(cfg *config.Config, addr config.ProviderAddr) (config.Provider, error) {
	var names []string
	for _, provider := range cfg.Providers {
		if provider.Addr == addr {
			return provider, nil
		}
		names = append(names, provider.Addr.Type+"."+provider.Addr.Name)
	}
	name := addr.Type + "." + addr.Name
	if len(names) == 0 {
		return config.Provider{}, usageError("there is no provider %q: the configuration in this directory has none. Write "+
			"--provider %s, with --argument NAME=VALUE where it needs any, or start zsv where the configuration is", name, addr.Type)
	}
	return config.Provider{}, usageError("there is no provider %q in the configuration%s", name, suggest.Instead(name, names))
}

// errorsOf returns the errors of a configuration of which only a provider counts: those of the provider, and those that
// may hide something of it.
func errorsOf(diags config.Diagnostics, addr config.ProviderAddr) config.Diagnostics {
	var kept config.Diagnostics
	for _, d := range diags {
		if d.Severity == config.Error && (d.Address == "" || d.Address == addr.String() || strings.HasPrefix(d.Address, "local.") ||
			strings.HasPrefix(d.Address, "var.")) {
			kept = append(kept, d)
		}
	}
	return kept
}

// strayVariables reports what --var sets and nothing declares: a value that goes nowhere is a mistake in the name.
// Nothing is said where a file cannot be read, which may declare it.
func strayVariables(assignments []config.Assignment, declared []string, problems config.Diagnostics) config.Diagnostics {
	var diags config.Diagnostics
	if slices.ContainsFunc(problems, func(d config.Diagnostic) bool { return d.Rule == config.RuleSyntax }) {
		return nil
	}
	for _, a := range assignments {
		if !slices.Contains(declared, a.Name) {
			diags = append(diags, config.Diagnostic{Severity: config.Error, Rule: config.RuleUsage, Summary: "Undeclared variable",
				Detail: fmt.Sprintf("--var sets a variable %q, which none of the scanned files declares.%s", a.Name,
					suggest.DidYouMean(a.Name, declared))})
		}
	}
	return diags
}

// completeScanProviders offers the types, and the providers of the configuration in this directory.
func (r *invocation) completeScanProviders(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	found, directive := r.completeProviders(cmd, nil, typed)
	var all []offer
	for _, kind := range append(builtin.Registry().Types(), r.externalTypes(cmd)...) {
		all = append(all, offer{text: kind})
	}
	return append(offers(typed, all...), found...), directive
}

// completeExcluded offers the files and directories that may be left out.
func (r *invocation) completeExcluded(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return r.filesBehind("", typed)
}
