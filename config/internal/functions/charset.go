package functions

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"
)

var (
	errNoCharset   = errors.New("this is no IANA name of a supported character encoding")
	errNotInSet    = errors.New("the text has characters that this encoding does not have")
	errNotDecoding = errors.New("the decoded bytes are not text in this encoding")
)

func textEncodeFunction() function.Function {
	return withCharset(func(charset encoding.Encoding, source string) (string, error) {
		encoded, err := charset.NewEncoder().Bytes([]byte(source))
		if err != nil {
			return "", function.NewArgError(0, errNotInSet)
		}
		return encodeBase64(encoded), nil
	}, "string")
}

func textDecodeFunction() function.Function {
	return withCharset(func(charset encoding.Encoding, source string) (string, error) {
		encoded, err := decodeBase64(source)
		if err != nil {
			return "", function.NewArgError(0, err)
		}
		decoded, err := charset.NewDecoder().Bytes(encoded)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
			return "", function.NewArgError(0, errNotDecoding)
		}
		return string(decoded), nil
	}, "source")
}

func withCharset(apply func(charset encoding.Encoding, source string) (string, error),
	sourceName string,
) function.Function {
	return define(cty.String, func(args []cty.Value) (cty.Value, error) {
		charset, err := ianaindex.IANA.Encoding(args[1].AsString())
		if err != nil || charset == nil {
			return cty.NilVal, function.NewArgError(1, errNoCharset)
		}
		result, err := apply(charset, args[0].AsString())
		if err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(result), nil
	}, param(sourceName, cty.String), param("encoding", cty.String))
}
