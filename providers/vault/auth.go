package vault

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

// An authMethod is what an auth block says: how to log in, never with what secret.
type authMethod struct {
	kind   string // a key of authMethods
	mount  string
	role   string
	roleID string
}

// authMethods maps each type of auth block to its arguments, besides mount.
var authMethods = map[string][]string{
	"approle":    {"role_id"},
	"jwt":        {"role"},
	"kubernetes": {"role"},
	"token":      nil,
}

func decodeAuth(blocks hcl.Blocks, evaluation *hcl.EvalContext) (*authMethod, hcl.Diagnostics) {
	if len(blocks) == 0 {
		return nil, nil
	}
	var diags hcl.Diagnostics
	for _, second := range blocks[1:] {
		diags = append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagError, Summary: "Duplicate auth block",
			Detail:  "A provider logs in by one method. Remove this block or the one before it.",
			Subject: second.DefRange.Ptr(),
		})
	}
	method, more := decodeAuthMethod(blocks[0], evaluation)
	return method, append(diags, more...)
}

func decodeAuthMethod(block *hcl.Block, evaluation *hcl.EvalContext) (*authMethod, hcl.Diagnostics) {
	kind := block.Labels[0]
	names, known := authMethods[kind]
	if !known {
		kinds := slices.Collect(maps.Keys(authMethods))
		return nil, hcl.Diagnostics{{
			Severity: hcl.DiagError, Summary: "Unknown auth method",
			Detail: fmt.Sprintf("There is no auth method %q: write %s.%s", kind, suggest.OneOf(kinds),
				suggest.DidYouMean(kind, kinds)),
			Subject: block.LabelRanges[0].Ptr(),
		}}
	}
	body, diags := refuse(block.Body, setInAuthByEnvironment)
	decoded, more := providers.Decode(body, evaluation, authSchema(kind, names))
	diags = append(diags, more...)
	method := &authMethod{
		kind: kind, mount: trimSlashes(decoded.String("mount", kind)),
		role: decoded.String("role", ""), roleID: decoded.String("role_id", ""),
	}
	return method, append(diags, method.judge(block, decoded)...)
}

func authSchema(kind string, names []string) providers.Schema {
	schema := providers.Schema{Attributes: map[string]cty.Type{}}
	for _, name := range names {
		schema.Attributes[name] = cty.String
	}
	if kind != "token" {
		schema.Attributes["mount"] = cty.String
	}
	return schema
}

func (m *authMethod) judge(block *hcl.Block, decoded *providers.Block) (diags hcl.Diagnostics) {
	if err := providers.CheckPath(m.mount); err != nil {
		diags = append(diags, decoded.Problem("mount", invalidArgument, fmt.Sprintf(
			`The argument "mount" is not a path in Vault: %s.`, err))...)
	}
	attributes, _ := block.Body.JustAttributes()
	if _, stated := attributes["role"]; m.kind == "kubernetes" && !stated {
		diags = append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagError, Summary: "Missing argument",
			Detail:  `The auth method "kubernetes" needs the argument "role": the role of Vault's auth mount to log in as.`,
			Subject: block.DefRange.Ptr(),
		})
	}
	return diags
}
