#ifndef BURBLE_CDESCRIPTORS_H
#define BURBLE_CDESCRIPTORS_H

/// Has the system close what is open when the process begins anew as another program: the
/// descriptor `first` and all above it. Until then they stay open.
///
/// Returns 0, or -1 where the kernel does not know how (before Linux 5.11).
int burble_close_at_exec(unsigned first);

/// Has a program that is to be started begin without the descriptor `first` and all above it.
///
/// The call only notes what is to be done, behind what `actions` has already. Returns 0, or an
/// error's number where memory lacks. `actions` is a `posix_spawn_file_actions_t`, which is the C
/// library's module in Swift.
int burble_close_from(void *actions, int first);

#endif
