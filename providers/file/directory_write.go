package file

import (
	"context"
	"errors"

	"github.com/zsv-dev/zsv/providers"
)

type directoryWriter struct{}

func (*directoryWriter) write(providers.Change) (providers.Written, error) {
	return providers.Written{}, errNoWay
}
func (*directoryWriter) remove(string) error         { return errNoWay }
func (*directoryWriter) rename(string, string) error { return errNoWay }

func vetDirectory(providers.Change) error { return nil }

func (c *checker) updateDirectory(context.Context, transaction, place, func(*directoryWriter) error) ([]string, error) {
	return nil, errors.ErrUnsupported
}
