package program

import (
	"fmt"
	"os"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// ownGroup takes a process out of the console's group: zsv decides what Ctrl-C ends.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
}

// A group is a job: a process with those that it starts. Windows ends them with zsv too. What the process starts before it
// is in the job, in its first moment, is not.
type group struct{ job *job }

type job struct {
	once   sync.Once
	handle windows.Handle
}

// groupOf returns the group of a process that was started with ownGroup.
func groupOf(leader *os.Process) group {
	handle, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return group{}
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{
		LimitFlags: windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE}}
	_, err = windows.SetInformationJobObject(handle, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits))) //nolint:gosec // the call takes it so
	if err == nil {
		err = assign(handle, leader.Pid)
	}
	if err != nil {
		_ = windows.CloseHandle(handle)
		return group{}
	}
	return group{&job{handle: handle}}
}

func assign(handle windows.Handle, pid int) error {
	const access = windows.PROCESS_SET_QUOTA | windows.PROCESS_TERMINATE
	process, err := windows.OpenProcess(access, false, uint32(pid)) //nolint:gosec // Windows made it one
	if err != nil {
		return err
	}
	defer func() { _ = windows.CloseHandle(process) }()
	return windows.AssignProcessToJobObject(handle, process)
}

// kill ends all that is left of the group.
func (g group) kill() {
	if g.job != nil {
		g.job.once.Do(func() { _ = windows.CloseHandle(g.job.handle) })
	}
}

// endOf says how a process ended, as a clause behind its name.
func endOf(state *os.ProcessState) string {
	return fmt.Sprintf("exited with code %d", state.ExitCode())
}

// hasTerminal says that a program can ask the user whatever group it is in, so that it needs not be in zsv's.
func hasTerminal() bool { return false }
