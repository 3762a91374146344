package resolve

import (
	"cmp"
	"crypto/rand"
	"math/big"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// defaultAlphabet needs no quotes in shells, URLs and configuration files.
const defaultAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// Generated makes a value as a key's block says: so many characters of the alphabet, each drawn by itself, all alike
// likely.
func Generated(g config.Generate) (providers.Value, error) {
	alphabet := []rune(cmp.Or(g.Alphabet, defaultAlphabet))
	text := make([]rune, g.Length)
	for i := range text {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet))))
		if err != nil {
			return providers.Value{}, err
		}
		text[i] = alphabet[n.Int64()]
	}
	return providers.NewValue(string(text)), nil
}
