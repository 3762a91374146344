package resolve

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// holds are the blocks in which people put secrets where none belong, with all arguments that they take. Whatever else
// is given there is hidden: it may be a secret under a name that does not tell, or one that is misspelt.
var holds = map[string][]string{
	"secret":   inSecrets,
	"key":      inSecrets,
	"variable": {"condition", "description", "error_message", "nullable", "sensitive", "type"},
}

var inSecrets = []string{"description", "length", "optional", "path", "provider"}

// nesting are the arguments in holds that take an object or a block, so that any other value of them is hidden.
var nesting = []string{"generate", "validation"}

// blockNames are all that may begin a block.
var blockNames = append(slices.Collect(maps.Keys(labels)), "key", "validation")

// blockNamed returns the block that a name stands for, also where it is misspelt, or "".
func blockNamed(name string) string {
	if slices.Contains(blockNames, name) {
		return name
	}
	return suggest.Closest(name, blockNames)
}

// block returns the name of the block that is being read, or "" outside of all blocks.
func (m *masker) block() string {
	if n := len(m.open); n > 0 {
		return m.open[n-1].in
	}
	return ""
}

// blockOpened returns the name of the block that the brace at hand opens, or of the one it stands in.
func (m *masker) blockOpened(key string) string {
	in := m.block()
	switch _, strict := holds[in]; {
	case m.inside:
		return in
	case m.json && in == "" && m.at(0) == hclsyntax.TokenOBrace:
		if n := len(m.open); key == "" && n > 0 && m.open[n-1].kind == hclsyntax.TokenOBrack {
			key = m.open[n-1].key // an object in a list has the list's name
		}
		if _, known := labels[key]; known {
			return key
		}
	case !m.json:
		name, count := m.blockHeaded()
		block := name
		if strict || in == "" {
			block = blockNamed(name)
		}
		wanted, known := labels[block]
		if block == "key" || known && (!strict || count == wanted) {
			return block
		}
	}
	return in
}

// blockHeaded returns the name in the header before the brace at hand, and how many labels it has.
func (m *masker) blockHeaded() (name string, labels int) {
	const longest = 16 // tokens
	for n := -1; n > -longest; n-- {
		switch m.at(n) {
		case hclsyntax.TokenOQuote:
			labels++
		case hclsyntax.TokenIdent:
			if i := m.i + n; m.beginsItem(i) {
				return m.text(m.tokens[i]), labels
			}
			labels++
		case hclsyntax.TokenQuotedLit, hclsyntax.TokenCQuote:
		default:
			return "", 0
		}
	}
	return "", 0
}

// direct says whether an argument of a block may stand here, and not only one of an object.
func (m *masker) direct() bool {
	n := len(m.open)
	return n == 0 || m.open[n-1].block
}

// unknown says whether the block that is being read takes no argument of this name, and is one that is hidden then.
func (m *masker) unknown(name string) bool {
	known, strict := holds[m.block()]
	return strict && !slices.Contains(known, name) && !slices.Contains(nesting, name)
}

// unknownHere is unknown for the name that begins with token i, and that the token at hand ends.
func (m *masker) unknownHere(name string, i int) bool {
	if _, strict := holds[m.block()]; !strict {
		return false
	}
	sign, value := m.at(1), m.at(2)
	signed := sign == hclsyntax.TokenEqual || sign == hclsyntax.TokenColon
	if !signed {
		value = sign
	}
	switch {
	case slices.Contains(nesting, name):
		return value != hclsyntax.TokenOBrace && (!m.json || value != hclsyntax.TokenOBrack)
	case !m.unknown(name):
		return false
	case m.json:
		return true
	case sign == hclsyntax.TokenColon && !m.beginsItem(i):
		return false // a conditional
	case !signed:
		return m.direct() && len(m.open) > 0
	}
	return !m.inCall() || slices.Contains(literals, value)
}

// inCall says whether a call is being read, as object({…}) in the type of a variable.
func (m *masker) inCall() bool {
	n := len(m.open)
	return n > 0 && m.open[n-1].call
}

// literals are what the values of secrets begin with, and those of types do not.
var literals = []hclsyntax.TokenType{
	hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc, hclsyntax.TokenNumberLit, hclsyntax.TokenOBrace, hclsyntax.TokenOBrack,
}

// nameless says whether a value without a name may begin here, in a block where what is not known is hidden.
func (m *masker) nameless() bool {
	if _, strict := holds[m.block()]; !strict {
		return false
	}
	n := len(m.open)
	return m.json && n > 0 && m.open[n-1].kind == hclsyntax.TokenOBrack
}

// findPairs notes the objects that have a name, and maybe a value, as the environment of a container in Kubernetes.
func (m *masker) findPairs() {
	m.named = map[int]bool{}
	var open []int
	for i, t := range m.tokens {
		switch t.kind {
		case hclsyntax.TokenOBrace:
			open = append(open, i)
		case hclsyntax.TokenCBrace:
			open = open[:max(0, len(open)-1)]
		case hclsyntax.TokenEqual, hclsyntax.TokenColon:
			if len(open) > 0 && slices.Contains(pairNames, snakeCase(m.nameBefore(i))) {
				m.named[open[len(open)-1]] = true
			}
		}
	}
}

var pairNames = []string{"key", "name", "variable"}

// nameBefore returns the name before a sign, or "".
func (m *masker) nameBefore(sign int) string {
	i := sign - 1
	if i >= 1 && m.tokens[i].kind == hclsyntax.TokenCQuote {
		i--
	}
	if i < 0 || m.tokens[i].kind != hclsyntax.TokenIdent && m.tokens[i].kind != hclsyntax.TokenQuotedLit {
		return ""
	}
	return unescaped(m.text(m.tokens[i]))
}

// paired says whether a name is that of the value in an object that says what the value is for.
func (m *masker) paired(name string) bool {
	n := len(m.open)
	return n > 0 && strings.EqualFold(name, "value") && m.named[m.open[n-1].token]
}

// holdsSecret says whether what follows the name that begins with token i, and that the token at hand ends, is hidden.
func (m *masker) holdsSecret(name string, i int) bool {
	everywhere := m.json && name == "variable" && m.block() == ""
	return everywhere || m.sensitive(name) || m.paired(name) || m.unknownHere(name, i)
}
