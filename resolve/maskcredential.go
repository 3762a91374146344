package resolve

import (
	"bytes"
	"regexp"
	"sync"
)

// credential matches what is a credential for a store by its looks alone, whatever the name beside it: private keys of age,
// which people paste in place of public ones, and tokens of Vault
// (https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes).
var credential = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)AGE-SECRET-KEY-[a-z0-9-]+|\bhv[sbr]\.[\w-]{16,}`)
})

// credentials returns the credentials in a file.
func credentials(src []byte) (found []span) {
	lower := bytes.ToLower(src)
	if !bytes.Contains(lower, []byte("age-secret-key-")) && !bytes.Contains(lower, []byte("hv")) {
		return nil
	}
	for _, match := range credential().FindAllIndex(src, -1) {
		found = append(found, span{match[0], match[1]})
	}
	return found
}
