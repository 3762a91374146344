package plugin

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/internal/providertype"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

// External returns the function that providers.Registry.External is: it makes the factory of a type that is not built in.
// known are the types that are, for "did you mean".
func External(known ...string) func(kind string) providers.Factory {
	return func(kind string) providers.Factory {
		return func(body hcl.Body, evaluation *hcl.EvalContext, around providers.Surroundings) (providers.Checker,
			hcl.Diagnostics) {
			if !isType(kind) {
				return nil, hcl.Diagnostics{noType(kind, known)}
			}
			return external(kind, known, body, evaluation, around)
		}
	}
}

func isType(kind string) bool { return providertype.IsExternal(kind) }

func noType(kind string, known []string) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unknown provider type",
		Detail: fmt.Sprintf("There is no provider of type %q, and no program can be one: such a type %s.%s", kind, providertype.Rule,
			suggest.DidYouMean(kind, known))}
}

func external(kind string, known []string, body hcl.Body, evaluation *hcl.EvalContext, around providers.Surroundings) (
	providers.Checker, hcl.Diagnostics) {
	options, diags := decode(body, evaluation, around.ReadValues)
	if diags.HasErrors() {
		return nil, diags
	}
	options.Type, options.Name, options.Directory = kind, around.Name, around.Dir
	options.Remedy.ConfigFile = around.ConfigFile
	options.Trusted = pluginwire.TrustedBy(kind, around)
	return pluginwire.Open(newSearch(kind, known, around), options), diags
}
