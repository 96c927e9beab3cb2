#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

// All of this is written before a handler can run, and only read by it; `guarded` alone changes.
static struct termios kept;
static char restoring[512];
static size_t restoring_count;
static char farewell_text[512];
static size_t farewell_count;
static int terminal = -1;
static volatile sig_atomic_t guarded;

static const int fatal[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS};
static const int taken[] = {SIGHUP,  SIGINT,  SIGTERM,  SIGQUIT,
                            SIGTSTP, SIGCONT, SIGWINCH, SIGCHLD};

static void write_all(const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t put = write(terminal, bytes, count);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return;
        bytes += put;
        count -= (size_t)put;
    }
}

// Calls only what POSIX lists as safe in a handler (XSH 2.4.3).
static void restore(void) {
    if (!guarded) return;
    guarded = 0;
    write_all(restoring, restoring_count);
    tcsetattr(terminal, TCSANOW, &kept);
}

static void on_fatal(int signal_number) {
    int was_guarded = guarded;
    restore();
    if (was_guarded) write_all(farewell_text, farewell_count);
    // The default action ends the process with the signal as its reason, and no backtracer asks
    // its questions on a screen that is someone else's again.
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

int terminal_guard(int descriptor, const char *bytes, size_t count, const char *farewell) {
    static int is_registered;
    static char stack[64 * 1024];
    if (tcgetattr(descriptor, &kept) != 0) return -1;
    terminal = descriptor;
    restoring_count = count < sizeof restoring ? count : sizeof restoring;
    memcpy(restoring, bytes, restoring_count);
    farewell_count = strnlen(farewell, sizeof farewell_text);
    memcpy(farewell_text, farewell, farewell_count);
    guarded = 1;

    // A stack that overflowed has no room for a handler.
    stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&own, NULL);
    struct sigaction action = {.sa_handler = on_fatal, .sa_flags = SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &action, NULL);
    if (!is_registered) atexit(restore);
    is_registered = 1;
    return 0;
}

void terminal_reset(void) { tcsetattr(terminal, TCSADRAIN, &kept); }
void terminal_unguard(void) { guarded = 0; }
void terminal_reguard(void) { guarded = terminal >= 0; }

int terminal_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) sigaddset(&set, taken[i]);
    if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0) return -1;
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

void terminal_signals_end(int descriptor) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        struct sigaction action;
        // ncurses has a handler of its own that ends the process with 1: one that came meanwhile is
        // to end it by its name. What was ignored stays so.
        if (sigaction(taken[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            signal(taken[i], SIG_DFL);
        sigaddset(&set, taken[i]);
    }
    close(descriptor);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int terminal_next_signal(int descriptor) {
    struct signalfd_siginfo info;
    return read(descriptor, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}

int terminal_memory(void) { return memfd_create("screen", MFD_CLOEXEC); }

void terminal_stop(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    signal(SIGTSTP, SIG_DFL);
    // A blocked signal waits until it is let through, in this thread, on the next line.
    raise(SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}
