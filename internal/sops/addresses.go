package sops

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/yamltext"
	"github.com/zsv-dev/zsv/providers"
)

// noteSealAddresses notes the addresses of all that sops may take for the seal: up to version 3.12 it reads JSON as Go does,
// for which "Sops" is the same member, and merges what stands twice.
func (s *Seal) noteSealAddresses(root *yaml.Node) {
	if root.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if strings.EqualFold(yamltext.Aliased(root.Content[i]).Value, Name) {
			s.noteAddresses(yamltext.Aliased(root.Content[i+1]), map[*yaml.Node]bool{})
		}
	}
}

// noteAddresses notes all addresses of Vault in what SOPS notes, in whatever depth, since SOPS finds them by several ways. A node
// that several aliases stand for, or that is in itself, is looked at once.
func (s *Seal) noteAddresses(node *yaml.Node, seen map[*yaml.Node]bool) {
	if seen[node] {
		return
	}
	seen[node] = true
	for i, child := range node.Content {
		child = yamltext.Aliased(child)
		isValue := node.Kind == yaml.MappingNode && i%2 == 1 && yamltext.IsScalar(child)
		if isValue && strings.EqualFold(yamltext.Aliased(node.Content[i-1]).Value, addressName) {
			s.addresses = append(s.addresses, child.Value)
		}
		s.noteAddresses(child, seen)
	}
}

const addressName = "vault_address"

// checkAddresses refuses a file whose data key lies with a Vault server that the user did not choose. The file may come from
// anyone, and sops would send the user's token for Vault there.
func (t Text) checkAddresses() error {
	for _, address := range t.Seal.addresses {
		if slices.ContainsFunc(t.Program.allowed, func(allowed string) bool { return isOneOrigin(address, allowed) }) {
			continue
		}
		file := "zsv's user configuration"
		if t.Program.config != "" {
			file = strconv.Quote(t.Program.config)
		}
		where, line := "an address that is no URL of a server", ""
		if origin := originOf(address); origin != "" {
			where = origin
			line = fmt.Sprintf("; if your token may go there, set VAULT_ADDR, or add to %s: trusted_addresses = [%q]", file, origin)
		}
		return &providers.Error{Reason: providers.Untrusted, Detail: fmt.Sprintf("%q is encrypted with a key in Vault at %s, to "+
			"which sops would send your token for Vault, so sops was not started%s", t.Shown, where, line)}
	}
	return nil
}

// isOneOrigin says whether an address and one that is allowed are of one server.
func isOneOrigin(text, allowed string) bool {
	address, err := providers.ParseAddress(text)
	return err == nil && address.User == nil && providers.SameOrigin(address, allowed)
}

// originOf returns what credentials are bound to; "" for an address that is none.
func originOf(text string) string {
	address, err := providers.ParseAddress(text)
	if err != nil || address.User != nil {
		return ""
	}
	return providers.Origin(address)
}
