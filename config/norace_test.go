//go:build !race

package config_test

import "testing"

func skipUnderRace(*testing.T) {}
