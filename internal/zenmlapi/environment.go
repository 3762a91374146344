package zenmlapi

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// The variables of ZenML's own client, and of its Terraform provider, which has shorter names for three of them. The first
// one that is set counts.
var (
	addressNames  = []string{"ZENML_STORE_URL", "ZENML_SERVER_URL"}
	keyNames      = []string{"ZENML_STORE_API_KEY", "ZENML_API_KEY"}
	tokenNames    = []string{"ZENML_STORE_API_TOKEN", "ZENML_API_TOKEN"}
	userNames     = []string{"ZENML_STORE_USERNAME"}
	passwordNames = []string{"ZENML_STORE_PASSWORD"}
	verifyNames   = []string{"ZENML_STORE_VERIFY_SSL"}
	timeoutNames  = []string{"ZENML_STORE_HTTP_TIMEOUT"}
)

// An environment reads these variables. Empty means not set.
type environment struct{ getenv func(string) string }

func (e environment) get(names []string) string { return e.getenv(e.name(names)) }

// name returns the name of the one that is set, else the first.
func (e environment) name(names []string) string {
	for _, name := range names {
		if e.getenv(name) != "" {
			return name
		}
	}
	return names[0]
}

// address returns the address in the environment, nil where there is none.
func (e environment) address() (*url.URL, error) {
	text := e.get(addressNames)
	if text == "" {
		return nil, nil
	}
	address, err := ParseAddress(text)
	if err != nil {
		return nil, &providers.Error{Reason: providers.Unreachable, Detail: fmt.Sprintf(
			"%s is not the address of a ZenML server: %s; write it as https://zenml.example.com", e.name(addressNames), err)}
	}
	return address, nil
}

// timeout takes seconds, as ZenML does.
func (e environment) timeout() (time.Duration, error) {
	text := e.get(timeoutNames)
	if text == "" {
		return defaultTimeout, nil
	}
	seconds, err := strconv.ParseUint(text, 10, 31)
	if err != nil || seconds == 0 {
		return 0, e.malformed(timeoutNames, "a number of seconds greater than zero")
	}
	return time.Duration(seconds) * time.Second, nil
}

// What ZENML_STORE_VERIFY_SSL may say beside a file with certificates, or the certificates themselves.
var (
	yes = []string{"true", "t", "yes", "y", "on", "1"}
	no  = []string{"false", "f", "no", "n", "off", "0"}
)

func (e environment) tls(log *slog.Logger) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	text := e.get(verifyNames)
	switch lower := strings.ToLower(text); {
	case text == "", slices.Contains(yes, lower):
	case slices.Contains(no, lower):
		log.Warn("zenml: the server's certificate is not verified", "because", e.name(verifyNames))
		config.InsecureSkipVerify = true
	default:
		roots, err := e.roots(text)
		if err != nil {
			return nil, err
		}
		config.RootCAs = roots
	}
	return config, nil
}

// roots returns the authorities in a file, or in PEM text.
func (e environment) roots(text string) (*x509.CertPool, error) {
	pem := []byte(text)
	if !strings.Contains(text, "-----BEGIN") {
		var err error
		if pem, err = os.ReadFile(text); err != nil {
			return nil, e.malformed(verifyNames, "true, false, or a file with certificates in PEM form that can be read")
		}
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, e.malformed(verifyNames, "true, false, or certificates in PEM form, or a file with them")
	}
	return pool, nil
}

// malformed says that a variable does not hold what it must, without its text.
func (e environment) malformed(names []string, want string) error {
	return &providers.Error{Reason: providers.Unreachable,
		Detail: fmt.Sprintf("%s must be %s; correct it or unset it", e.name(names), want)}
}
