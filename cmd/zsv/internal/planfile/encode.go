package planfile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

// Encode writes the file. The only errors are those of w.
func Encode(w io.Writer, p *Plan) error {
	var plan bytes.Buffer
	if err := view.WriteJSON(&plan, documentOf(p)); err != nil {
		return err
	}
	sum, err := checksum(plan.Bytes())
	if err != nil {
		return err
	}
	return view.WriteJSON(w, document{Version: FormatVersion, SHA256: sum, Plan: plan.Bytes()})
}

// checksum returns that of JSON, in whatever way it is indented.
func checksum(text []byte) (string, error) {
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		return "", err
	}
	sum := sha256.Sum256(compact.Bytes())
	return hex.EncodeToString(sum[:]), nil
}
