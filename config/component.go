package config

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func (r *reader) component(b block) Component {
	c := Component{
		Addr:      ComponentAddr{Type: b.labels[0].text, Name: b.labels[1].text},
		NameRange: b.labels[1].at, DeclRange: b.declRange,
	}
	r.address = c.Addr.String()
	r.report(b.body.check("A component", blockShapes["component"])...)
	values := collector{reader: r, values: make([]Value, 0, b.body.leaves())}
	c.Arguments = make([]Argument, len(b.body.attributes))
	for i := range b.body.attributes {
		a := &b.body.attributes[i]
		c.Arguments[i] = Argument{Name: a.name, Range: a.nameRange}
		if a.name == "flavor" {
			c.Flavor, _ = r.plainText(a, "References to secrets are not allowed in flavor: it says what the component is.")
		} else {
			values.argument(a)
		}
	}
	c.Values, c.Keys = values.values, values.keys
	return c
}

// leaves returns about how many values stand in the arguments of a body.
func (b *body) leaves() int {
	count := len(b.attributes)
	for _, a := range b.attributes {
		switch expr := a.expr.(type) {
		case *hclsyntax.ObjectConsExpr:
			count += len(expr.Items)
		case *hclsyntax.TupleConsExpr:
			count += len(expr.Exprs)
		}
	}
	return count
}

func (r *reader) stack(b block) Stack {
	s := Stack{Name: b.labels[0].text, NameRange: b.labels[0].at, DeclRange: b.declRange}
	r.address = s.Address()
	r.report(b.body.check("A stack", blockShapes["stack"])...)
	s.Secrets = r.providerChoice(b.body.get("secrets"))
	s.Components, s.Incomplete = r.componentUses(b.body.get("components"))
	settings, env := collector{reader: r}, collector{reader: r}
	settings.argument(b.body.get("settings"))
	env.argument(b.body.get("env"))
	s.Settings, s.Env = settings.values, r.checkedEnv(env.values)
	s.Keys = slices.Concat(settings.keys, env.keys)
	return s
}

// checkedEnv returns the values that can be environment variables, and reports the others.
func (r *reader) checkedEnv(values []Value) []Value {
	return slices.DeleteFunc(values, func(v Value) bool {
		problem := envProblem(v)
		if problem != "" {
			r.report(configError("Invalid env", problem, v.Range))
		}
		return problem != ""
	})
}

func envProblem(v Value) string {
	switch {
	case v.Depth == 0, v.Depth == 1 && v.Attribute != rootPath("env").key(v.Name).text:
		return "env is a map: env = { NAME = \"value\" }."
	case v.Depth > 1:
		return v.Attribute + " is a list or a map, but an environment variable is one string. Use jsonencode, or one " +
			"variable for each value."
	case v.Name == "" || strings.ContainsAny(v.Name, "=\x00"):
		return v.Attribute + " is no name for an environment variable: it is empty, or has a \"=\" or a NUL in it."
	case strings.Contains(v.Text, "\x00"):
		return v.Attribute + " has a NUL character, which no environment variable can hold."
	}
	return ""
}
