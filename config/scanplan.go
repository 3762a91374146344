package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// The JSON that terraform show -json writes of a plan has every value several times: as it was, as it will be, and as it is
// written. What counts is what will be; what is known only when the plan is applied stands beside it as "true".

// knownAfterApply is the member of a plan that says which values are not known.
const knownAfterApply = "after_unknown"

// unknown takes a value of a plan that is not known yet.
func (t *scanTree) unknown(p attributePath, at hcl.Range) {
	v := Value{Attribute: p.text, Name: p.name, Depth: p.depth, Text: holeMark, Range: at}
	v.origin.scanned = &scannedText{holes: []hole{{0, len(holeMark), "(known after apply)"}}, hides: true}
	t.values = append(t.values, treeValue{t.at, v})
}

// keepPlanned leaves of a plan what it will make, and what of a stack component's configuration is not known yet.
func (t *scanTree) keepPlanned() {
	if t.root == nil || !t.root.has("format_version") || !t.root.hasAny("planned_values", "resource_changes") {
		t.values = dropUnknown(t.values)
		return
	}
	kept := t.values[:0]
	for _, v := range t.values {
		planned := strings.HasPrefix(v.value.Attribute, ".planned_values.")
		if _, unknown := v.value.Unfinished(); planned && !unknown || unknown && v.isUnknownOfComponent() {
			kept = append(kept, v)
		}
	}
	t.values, t.keys = kept, nil
}

// dropUnknown drops what looks like a part of a plan, but is none.
func dropUnknown(values []treeValue) []treeValue {
	kept := values[:0]
	for _, v := range values {
		if !strings.Contains(v.value.Attribute, knownAfterApply) || v.value.Text != holeMark {
			kept = append(kept, v)
		}
	}
	return kept
}

// isUnknownOfComponent says whether a value says of a part of a stack component's configuration that it is not known.
func (v treeValue) isUnknownOfComponent() bool {
	o := v.in
	for o != nil && o.name != knownAfterApply {
		o = o.parent
	}
	if o == nil || o.parent == nil || o.parent.parent == nil || o.parent.name != "change" {
		return false
	}
	within := strings.TrimPrefix(v.value.Attribute, o.path.text)
	return o.parent.parent.texts["type"] == "zenml_stack_component" &&
		(within == ".configuration" || strings.HasPrefix(within, ".configuration.") || strings.HasPrefix(within, ".configuration["))
}
