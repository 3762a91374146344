package sops

import (
	"encoding/base64"
	"regexp"
	"strings"
	"sync"
)

// IsCiphertext says whether a value is meant to be one that SOPS encrypted.
func IsCiphertext(value string) bool { return strings.HasPrefix(value, "ENC[AES256_GCM,") }

// IsEncrypted says whether a value is one that SOPS encrypted.
func IsEncrypted(value string) bool { return typeOfEncrypted(value) != "" }

// typeOfEncrypted returns the type that SOPS notes with a value that it encrypted; "" if it did not.
func typeOfEncrypted(value string) string {
	parts := ciphertext().FindStringSubmatch(value)
	if parts == nil {
		return ""
	}
	for _, part := range parts[1:4] {
		if _, err := base64.StdEncoding.DecodeString(part); err != nil {
			return ""
		}
	}
	return parts[4]
}

// IsEncryptedOther says whether a value is one that SOPS encrypted and that is no text.
func IsEncryptedOther(value string) bool {
	kind := typeOfEncrypted(value)
	return kind != "" && kind != "str" && kind != "bytes"
}

var ciphertext = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^ENC\[AES256_GCM,data:([^,]+),iv:([^,]+),tag:([^,]+),type:(str|int|float|bytes|bool|time)\]\n?$`)
})
