//go:build !unix

package envfile_test

func mkfifo(string) error { return nil }
