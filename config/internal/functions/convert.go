package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// conversionTo makes tostring and its like.
func conversionTo(wanted cty.Type) function.Function { return stdlib.MakeToFunc(wanted) }
