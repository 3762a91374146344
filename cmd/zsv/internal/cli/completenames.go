package cli

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/config"
)

// completeStacks offers the stacks of the configuration that the command line names so far.
func (r *invocation) completeStacks(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	plan := r.known(cmd, args)
	if plan == nil || argumentOf(cmd) == "STACK" && len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var all []offer
	for _, stack := range plan.Stacks() {
		description := stack.Provider
		if stack.Default {
			description = strings.TrimSpace(description + " (default)")
		}
		all = append(all, offer{stack.Name, description})
	}
	return offers(typed, all...), cobra.ShellCompDirectiveNoFileComp
}

// completeProviders offers the providers as --provider takes them.
func (r *invocation) completeProviders(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	plan := r.known(cmd, args)
	if plan == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var all []offer
	for _, name := range plan.ProviderNames() {
		all = append(all, offer{text: name})
	}
	return offers(typed, all...), cobra.ShellCompDirectiveNoFileComp
}

// completeVariables offers the variables that the configuration declares, as --var takes them.
func (r *invocation) completeVariables(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	plan := r.known(cmd, args)
	if plan == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var all []offer
	for _, name := range plan.VariableNames() {
		all = append(all, offer{text: name + "="})
	}
	return offers(typed, all...), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// completeRules offers the rules that can be set, and then what to.
func completeRules(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	rule, _, named := strings.Cut(typed, "=")
	var all []offer
	for _, known := range config.SettableRules() {
		if !named {
			all = append(all, offer{text: known + "="})
		} else if known == rule {
			for _, severity := range []config.Severity{config.Off, config.Warning, config.Error} {
				all = append(all, offer{text: rule + "=" + string(severity)})
			}
		}
	}
	if named {
		return offers(typed, all...), cobra.ShellCompDirectiveNoFileComp
	}
	return offers(typed, all...), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// knownSecrets returns the secrets that the configuration knows, with their keys.
func (r *invocation) knownSecrets(cmd *cobra.Command) map[string][]string {
	if plan := r.known(cmd, nil); plan != nil {
		return plan.KnownSecrets()
	}
	return nil
}

// completeSecrets offers the names that the configuration knows, and then, where keys is set, the keys.
func (r *invocation) completeSecrets(keys bool) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		known := r.knownSecrets(cmd)
		var all []offer
		switch {
		case len(args) == 0:
			for _, name := range slices.Sorted(maps.Keys(known)) {
				all = append(all, offer{name, strings.Join(slices.DeleteFunc(slices.Clone(known[name]), harmful), ", ")})
			}
		case keys && len(args) == 1:
			for _, key := range known[args[0]] {
				all = append(all, offer{text: key})
			}
		case cmd.Annotations[takesKeys] != "" && len(args) == 1:
			for _, key := range known[args[0]] {
				all = append(all, offer{text: keySetting(cmd, key, "")})
			}
			return offers(typed, all...), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		}
		return offers(typed, all...), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeKeyToRemove offers the keys of the secret that the command line names.
func (r *invocation) completeKeyToRemove(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	var all []offer
	if len(args) > 0 {
		for _, key := range r.knownSecrets(cmd)[args[0]] {
			all = append(all, offer{text: key})
		}
	}
	return offers(typed, all...), cobra.ShellCompDirectiveNoFileComp
}

// completeSettings offers what --set takes: SECRET.KEY=, or KEY= of the secret that the command line names, and the files
// behind "=@".
func (r *invocation) completeSettings(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if name, file, isFile := strings.Cut(typed, "=@"); isFile && !strings.HasPrefix(file, "@") {
		return r.filesBehind(name+"=@", file)
	}
	known := r.knownSecrets(cmd)
	var all []offer
	for _, secret := range slices.Sorted(maps.Keys(known)) {
		for _, key := range known[secret] {
			switch {
			case cmd.Annotations[takesKeys] == "":
				all = append(all, offer{text: secret + "." + key + "="})
			case len(args) > 0 && args[0] == secret:
				all = append(all, offer{text: key + "="})
			}
		}
	}
	return offers(typed, all...), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
