// For close_range and posix_spawn's own way to it, which Swift does not import.
#define _GNU_SOURCE
#include "CDescriptors.h"

#include <limits.h>
#include <linux/close_range.h>
#include <spawn.h>
#include <unistd.h>

int burble_close_at_exec(unsigned first) {
    return close_range(first, UINT_MAX, CLOSE_RANGE_CLOEXEC);
}

int burble_close_from(void *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}
