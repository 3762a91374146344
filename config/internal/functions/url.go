package functions

import (
	"errors"
	"net/url"

	"github.com/zclconf/go-cty/cty/function"
)

var errNoURLEncoding = errors.New("the text is not valid URL encoding")

func urlEncodeFunction() function.Function {
	return onText(func(source string) (string, error) { return url.QueryEscape(source), nil })
}

func urlDecodeFunction() function.Function {
	return onText(func(source string) (string, error) {
		decoded, err := url.QueryUnescape(source)
		if err != nil {
			return "", errNoURLEncoding
		}
		return asText([]byte(decoded))
	})
}
