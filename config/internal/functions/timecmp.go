package functions

import (
	"errors"
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

var errNoTimestamp = errors.New("a timestamp as in RFC 3339 is required, such as 2024-01-31T12:00:00Z")

// timeCompareFunction gives -1, 0 or 1, as the first timestamp is before, at or after the second.
func timeCompareFunction() function.Function {
	return define(cty.Number, func(args []cty.Value) (cty.Value, error) {
		first, err := timestamp(args, 0)
		if err != nil {
			return cty.NilVal, err
		}
		second, err := timestamp(args, 1)
		if err != nil {
			return cty.NilVal, err
		}
		return cty.NumberIntVal(int64(first.Compare(second))), nil
	}, param("timestamp_a", cty.String), param("timestamp_b", cty.String))
}

func timestamp(args []cty.Value, i int) (time.Time, error) {
	parsed, err := time.Parse(time.RFC3339, args[i].AsString())
	if err != nil {
		return time.Time{}, function.NewArgError(i, errNoTimestamp)
	}
	return parsed, nil
}
