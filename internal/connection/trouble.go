package connection

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// Trouble is what is wrong with a connection. It is told from the types of errors: their texts may quote what the server
// sent.
type Trouble uint8

// The troubles. The zero value is BrokenOff: the connection ended before the answer, or within it.
const (
	BrokenOff        Trouble = iota
	Late                     // no answer, or no end of it, within the time that it was given
	NoProxy                  // the proxy cannot be reached
	NoHost                   // the host's name cannot be resolved
	NoHostNow                // the same, for the moment
	NoAnswer                 // nothing answers at the address
	Refused                  // nothing listens there
	PlainHTTP                // the server speaks no TLS, and says so in HTTP
	NoHandshake              // the server broke off the handshake of TLS
	UnknownAuthority         // the certificate is signed by one who is not trusted
	OtherName                // the certificate is for another name
	Expired                  // the certificate is not valid any more, or not yet
	BadCertificate           // the certificate is not valid for another reason
	NoTLS                    // what answers does not speak TLS
)

// IsPassing says whether another try may help.
func (t Trouble) IsPassing() bool { return t == BrokenOff || t == NoHostNow || t == Refused }

// Diagnose says what is wrong, by the error of http.Client.Do.
func Diagnose(err error) Trouble {
	var (
		operation  *net.OpError
		resolution *net.DNSError
		alert      tls.AlertError
	)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return Late
	case errors.As(err, &operation) && operation.Op == "proxyconnect":
		return NoProxy
	case errors.As(err, &resolution) && resolution.IsTemporary:
		return NoHostNow
	case errors.As(err, &resolution):
		return NoHost
	case isTimeout(err):
		return NoAnswer
	case errors.Is(err, syscall.ECONNREFUSED):
		return Refused
	case errors.Is(err, http.ErrSchemeMismatch):
		return PlainHTTP
	case errors.As(err, &alert), operation != nil && operation.Op == "remote error":
		return NoHandshake
	}
	return diagnoseCertificate(err)
}

func diagnoseCertificate(err error) Trouble {
	var (
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		other    *tls.CertificateVerificationError
		record   tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &unknown):
		return UnknownAuthority
	case errors.As(err, &hostname):
		return OtherName
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return Expired
	case errors.As(err, &invalid), errors.As(err, &other):
		return BadCertificate
	case errors.As(err, &record):
		return NoTLS
	}
	return BrokenOff
}

// NeverSent says whether the error of http.Client.Do means, for certain, that the server did not see the request.
func NeverSent(err error) bool {
	var (
		operation   *net.OpError
		certificate *tls.CertificateVerificationError
	)
	return errors.As(err, &operation) && (operation.Op == "dial" || operation.Op == "proxyconnect") || errors.As(err, &certificate)
}

// DiagnoseBody says whether a body could not be read to its end because of the connection, and why: Late or BrokenOff. Any
// other error is about what was read.
func DiagnoseBody(err error) (Trouble, bool) {
	var network *net.OpError
	switch {
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return Late, true
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &network), errors.Is(err, syscall.ECONNRESET),
		strings.Contains(err.Error(), "http2: "): // net/http gives these no type
		return BrokenOff, true
	}
	return BrokenOff, false
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}
