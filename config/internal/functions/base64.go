package functions

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty/function"
)

var (
	errNoBase64 = errors.New("the text is not valid base64")
	errNoText   = errors.New("the decoded bytes are not valid UTF-8, so they are not a string")
	errNoGzip   = errors.New("the decoded bytes are not valid gzip")
)

func base64EncodeFunction() function.Function {
	return onText(func(source string) (string, error) { return encodeBase64([]byte(source)), nil })
}

func base64DecodeFunction() function.Function {
	return onText(func(source string) (string, error) {
		decoded, err := decodeBase64(source)
		if err != nil {
			return "", err
		}
		return asText(decoded)
	})
}

func base64GzipFunction() function.Function {
	return onText(func(source string) (string, error) {
		var packed bytes.Buffer
		writer := gzip.NewWriter(&packed)
		if _, err := writer.Write([]byte(source)); err != nil {
			return "", err
		}
		// Terraform flushes, which adds an empty block. The bytes are compared, not only what they unpack to.
		if err := errors.Join(writer.Flush(), writer.Close()); err != nil {
			return "", err
		}
		return encodeBase64(packed.Bytes()), nil
	})
}

func base64GunzipFunction() function.Function {
	return onText(func(source string) (string, error) {
		packed, err := decodeBase64(source)
		if err != nil {
			return "", err
		}
		unpacked, err := unpack(packed)
		if err != nil {
			return "", err
		}
		return asText(unpacked)
	})
}

// unpack reads no more than the limit: a few bytes of gzip can stand for gigabytes.
func unpack(packed []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, errNoGzip
	}
	unpacked, err := io.ReadAll(io.LimitReader(reader, maxBytes+1))
	if err != nil {
		return nil, errNoGzip
	}
	if len(unpacked) > maxBytes {
		return nil, errTooLong
	}
	return unpacked, nil
}

func encodeBase64(source []byte) string { return base64.StdEncoding.EncodeToString(source) }

func decodeBase64(source string) ([]byte, error) {
	decoded, err := base64.StdEncoding.DecodeString(source)
	if err != nil {
		return nil, errNoBase64
	}
	return decoded, nil
}

func asText(source []byte) (string, error) {
	if !utf8.Valid(source) {
		return "", errNoText
	}
	return string(source), nil
}
