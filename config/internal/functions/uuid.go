package functions

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

var errNoNamespace = errors.New(`the namespace must be "dns", "url", "oid", "x500" or a UUID`)

// uuidV5Function names things in a namespace, as RFC 9562 has it: the same name gives the same UUID.
func uuidV5Function() function.Function {
	return define(cty.String, func(args []cty.Value) (cty.Value, error) {
		within, err := uuidNamespace(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		return cty.StringVal(uuidV5(within, args[1].AsString())), nil
	}, param("namespace", cty.String), param("name", cty.String))
}

func uuidV5(within []byte, name string) string {
	digest := sha1.Sum(append(within, name...))
	id := digest[:16]
	id[6] = id[6]&0x0f | 5<<4
	id[8] = id[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// uuidNamespace reads one of RFC 9562's namespaces by its name, or a UUID.
func uuidNamespace(source string) ([]byte, error) {
	switch source {
	case "dns":
		source = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
	case "url":
		source = "6ba7b811-9dad-11d1-80b4-00c04fd430c8"
	case "oid":
		source = "6ba7b812-9dad-11d1-80b4-00c04fd430c8"
	case "x500":
		source = "6ba7b814-9dad-11d1-80b4-00c04fd430c8"
	}
	return parseUUID(source)
}

// parseUUID reads the forms that Terraform reads: with hyphens, also in braces or after "urn:uuid:", and bare.
func parseUUID(source string) ([]byte, error) {
	const bare, hyphened, prefix = 32, 36, "urn:uuid:"
	switch len(source) {
	case hyphened + len(prefix):
		if !strings.EqualFold(source[:len(prefix)], prefix) {
			return nil, errNoNamespace
		}
		source = source[len(prefix):]
	case hyphened + len("{}"):
		source = source[1 : len(source)-1]
	}
	if len(source) == hyphened {
		if source[8] != '-' || source[13] != '-' || source[18] != '-' || source[23] != '-' {
			return nil, errNoNamespace
		}
		source = source[:8] + source[9:13] + source[14:18] + source[19:23] + source[24:]
	}
	id, err := hex.DecodeString(source)
	if err != nil || len(source) != bare {
		return nil, errNoNamespace
	}
	return id, nil
}
