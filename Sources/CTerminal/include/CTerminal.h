#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stddef.h>

/// What of a terminal must work where Swift may not run: in the handler of a fatal signal.

/// Keeps the state of the terminal behind `descriptor` as it is now, and arranges that a fatal
/// signal, or an exit that nobody saw coming, puts it back: writes `bytes` and sets the kept state.
/// `farewell` is written to it after that, when a signal was fatal. Both are copied.
/// Returns 0, or -1 if `descriptor` is no terminal.
int terminal_guard(int descriptor, const char *bytes, size_t count, const char *farewell);

/// Puts the kept state back, without the bytes.
void terminal_reset(void);

/// From now on a fatal signal leaves the terminal alone, which is as it was.
void terminal_unguard(void);

/// After `terminal_unguard`: from now on a fatal signal puts the terminal back again.
void terminal_reguard(void);

/// Takes SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH and SIGCHLD out of their usual
/// course, in this thread and all that it starts: they are read from the descriptor that is returned,
/// or -1.
int terminal_signals(void);

/// Gives the signals back to their usual course, in this thread.
void terminal_signals_end(int descriptor);

/// The next signal that waits, or 0.
int terminal_next_signal(int descriptor);

/// Stops the process as SIGTSTP does by default; returns when it is continued.
void terminal_stop(void);

/// A file in memory, to which writing waits for nobody; -1 if there can be none.
int terminal_memory(void);

#endif
