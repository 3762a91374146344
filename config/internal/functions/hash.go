package functions

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"

	"github.com/zclconf/go-cty/cty/function"
)

func hashes() map[string]entry {
	return map[string]entry{
		"base64sha256": {hashFunction(sha256.New, encodeBase64), nil},
		"base64sha512": {hashFunction(sha512.New, encodeBase64), nil},
		"md5":          {hashFunction(md5.New, hex.EncodeToString), nil},
		"sha1":         {hashFunction(sha1.New, hex.EncodeToString), nil},
		"sha256":       {hashFunction(sha256.New, hex.EncodeToString), nil},
		"sha512":       {hashFunction(sha512.New, hex.EncodeToString), nil},
		"uuidv5":       {uuidV5Function(), nil},
	}
}

func hashFunction(newHash func() hash.Hash, encode func([]byte) string) function.Function {
	return onText(func(source string) (string, error) {
		digest := newHash()
		digest.Write([]byte(source))
		return encode(digest.Sum(nil)), nil
	})
}
