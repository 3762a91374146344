package file

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// checkAddresses refuses a file whose data key lies with a Vault server that the user did not choose. The file may come from
// anyone, and sops would send the user's token for Vault there.
func (s sealedText) checkAddresses() error {
	for _, address := range s.seal.addresses {
		if slices.ContainsFunc(s.format.sops.allowed, func(allowed string) bool { return isOneOrigin(address, allowed) }) {
			continue
		}
		file := "zsv's user configuration"
		if s.format.sops.config != "" {
			file = strconv.Quote(s.format.sops.config)
		}
		where, line := "an address that is no URL of a server", ""
		if origin := originOf(address); origin != "" {
			where = origin
			line = fmt.Sprintf("; if your token may go there, add to %s: trusted_addresses = [%s], or set "+
				"VAULT_ADDR", file, quoteHCL(origin))
		}
		return &providers.Error{Reason: providers.Untrusted, Detail: fmt.Sprintf("%q is encrypted with a key in Vault at %s, to "+
			"which sops "+
			"would send your token for Vault, so sops was not started%s", s.format.shown, where, line)}
	}
	return nil
}

func isOneOrigin(address, other string) bool {
	origin := originOf(address)
	return origin != "" && origin == originOf(other)
}

// originOf returns scheme, host and port of an address, which is what credentials are bound to; "" for what is none.
func originOf(text string) string {
	address, err := url.Parse(text)
	if err != nil || address.User != nil || address.Hostname() == "" {
		return ""
	}
	port, known := map[string]string{"http": "80", "https": "443"}[address.Scheme]
	if !known {
		return ""
	}
	if given := address.Port(); given != "" {
		port = given
	}
	return address.Scheme + "://" + net.JoinHostPort(strings.ToLower(address.Hostname()), port)
}
