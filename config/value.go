package config

import (
	"strconv"

	"github.com/hashicorp/hcl/v2"
)

// A Value is one string of an argument, wherever it stands in lists and maps.
type Value struct {
	// Attribute is the path to the string as written in HCL: settings["orchestrator.kubeflow"].client_password.
	Attribute string
	// Name is the last name of the path, "client_password": what tells whether plaintext may stand here.
	Name string
	// Depth is how many lists and maps the string stands in: 0 where it is the argument itself.
	Depth int
	// Text is the string after evaluation.
	Text string
	// Sensitive says that a sensitive variable takes part in it, so that Text must not be shown.
	Sensitive bool
	// Scalar says that the value is written as a number or a boolean, which hold no reference; Bool, the latter.
	Scalar, Bool bool
	// Heredoc says that the string is written as a heredoc, which ends in a newline.
	Heredoc bool
	// Altered says that a reference that takes part in it is reported to be altered beyond recognition.
	Altered bool
	// Unquoted says that the text is written without the quotes that YAML needs about braces, so that YAML reads no text.
	Unquoted bool
	// Range is the innermost expression that gives the string.
	Range hcl.Range

	origin origin
}

// FromReference says that secret.NAME.KEY takes part in the value. Where Text holds nothing of it any more, that is
// reported as an altered reference already.
func (v Value) FromReference() bool { return len(v.origin.marks) > 0 }

// An attributePath is the way to a value inside an argument.
type attributePath struct {
	text  string // as written in HCL
	name  string // the last name in it
	depth int    // lists and maps around it
}

func rootPath(name string) attributePath { return attributePath{text: name, name: name} }

func (p attributePath) key(name string) attributePath {
	return attributePath{text: p.text + step(name), name: name, depth: p.depth + 1}
}

func (p attributePath) index(i int) attributePath {
	return attributePath{text: p.text + "[" + strconv.Itoa(i) + "]", name: p.name, depth: p.depth + 1}
}

// KeyAttribute returns the path to a key block in a secret block, as it is written in HCL's traversals.
func KeyAttribute(key string) string { return "key" + step(key) }
