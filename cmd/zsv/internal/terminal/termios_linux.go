package terminal

import "golang.org/x/sys/unix"

const getTermios, setTermios, setTermiosForgetting = unix.TCGETS, unix.TCSETS, unix.TCSETSF
