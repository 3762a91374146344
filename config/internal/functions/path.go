package functions

import (
	"path"

	"github.com/zclconf/go-cty/cty/function"
)

// Paths are text here, and separated by "/" on every system, so that a configuration means the same everywhere.

func basenameFunction() function.Function {
	return onText(func(source string) (string, error) { return path.Base(source), nil })
}

func dirnameFunction() function.Function {
	return onText(func(source string) (string, error) { return path.Dir(source), nil })
}
