package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
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
	cfg := scan.Config
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
		provider, err := f.givenProvider()
		if err != nil {
			return nil, err
		}
		cfg = scan.WithProvider(provider, nil)
	}
	diags = append(append(diags, p.userProblems(".")...), strayVariables(p.vars, append(known, scan.Variables...))...)
	plan := resolve.NewScan(cfg, scan, diags, resolve.ScanPlanOptions{Only: f.only, Given: !f.isConfigured(),
		Options: r.planOptions(p, surroundings)})
	r.belongings.add(surroundings.Dir, plan)
	r.opened.add(plan)
	return plan, nil
}

// givenProvider makes the provider of a type with the arguments of the command line.
func (f *scanFlags) givenProvider() (config.Provider, error) {
	var arguments []config.Assignment
	for _, text := range f.arguments {
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return config.Provider{}, usageError("--argument has no value: write --argument NAME=VALUE")
		}
		arguments = append(arguments, config.Assignment{Name: name, Value: value})
	}
	provider, err := config.GivenProvider(f.address(), arguments)
	if err != nil {
		return provider, usageError("--argument: %w", err)
	}
	return provider, nil
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
func strayVariables(assignments []config.Assignment, declared []string) config.Diagnostics {
	var diags config.Diagnostics
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
	for _, kind := range builtin.Registry().Types() {
		all = append(all, offer{text: kind})
	}
	return append(offers(typed, all...), found...), directive
}

// completeExcluded offers the files and directories that may be left out.
func (r *invocation) completeExcluded(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return r.filesBehind("", typed)
}
