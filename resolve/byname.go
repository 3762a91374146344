package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
)

// secretByName says whether a component's attribute holds the name of a secret, rather than a reference to one.
func secretByName(kind, flavor, attribute string) bool {
	switch attribute {
	case "authentication_secret":
		return slices.Contains([]string{"annotator", "artifact_store", "container_registry"}, kind) || flavor == "label_studio"
	case "secret":
		return flavor == "kserve" || flavor == "seldon"
	case "secret_name":
		return kind == "model_deployer" && (flavor == "databricks" || flavor == "huggingface")
	}
	return false
}

// nameArgument returns the argument that a value stands in, where it is one that holds the name of a secret, else "".
func nameArgument(c *config.Component, v config.Value) string {
	argument := v.Attribute
	if end := strings.IndexAny(argument, ".["); v.Depth > 0 && end >= 0 {
		argument = argument[:end]
	}
	if !secretByName(c.Addr.Type, c.Flavor, argument) {
		return ""
	}
	return argument
}

// isSecretName says whether a value of such an argument can be a name: a string that is the argument itself or stands in
// its list.
func isSecretName(argument string, v config.Value) bool {
	return !v.Scalar && (v.Depth == 0 || isElement(argument, v))
}

// isElement says whether a value stands in the list that an argument is. It has the list's name; HCL writes the names of
// maps' values behind a dot.
func isElement(argument string, v config.Value) bool {
	return v.Depth == 1 && v.Name == argument && strings.HasPrefix(v.Attribute, argument+"[")
}

// byName returns the mentions in an attribute that holds the names of secrets, beside the references that are in it.
func (f *finder) byName(h holder, argument string, v config.Value, references []mention) []mention {
	switch {
	case !isSecretName(argument, v):
		f.notAName(h, argument, v)
		return nil
	case len(references) > 0 || strings.TrimSpace(v.Text) == "" || looksLikeReference(v.Text):
		return nil
	}
	return f.mention(h, v, Reference{Name: v.Text}, 0, len(v.Text))
}

// A misnamed is where something is that is no name: an argument, and in a list the place of the element.
type misnamed struct {
	argument string
	element  hcl.Range
}

// notAName reports, once an argument or element, what would be passed over otherwise.
func (f *finder) notAName(h holder, argument string, v config.Value) {
	where := misnamed{argument: h.address + "." + argument}
	if isElement(argument, v) {
		where.element = v.Range
	}
	if f.misnamed[where] {
		return
	}
	if f.misnamed == nil {
		f.misnamed = map[misnamed]bool{}
	}
	f.misnamed[where] = true
	f.report(config.RuleConfiguration, h.address, "Wrong type", fmt.Sprintf("%s holds the name of a secret, so its value must "+
		"be a string, or a list of strings: this one cannot be checked. Write the secret's name in quotes.", argument), v.Range)
}
