#ifndef CFAULTDISK_H
#define CFAULTDISK_H

#include <stdint.h>

/// A disk below SQLite that fails on demand, for tests: the files of one folder at a time.
///
/// What SQLite writes is there to be read at once, and lasts only once it was synced. All calls are
/// safe from any thread.

/// What a disk does from some operation on.
typedef struct {
    /// The write or sync, counted from now, at which the power goes; 0 for never.
    int64_t cut_at;
    /// Of so many writes and syncs one fails; 0 for none.
    int64_t fail_one_in;
    /// What a failed one says: SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC or SQLITE_FULL.
    int fails_full;
    /// Whether a sync says that it is done and does nothing.
    int lies;
    /// Chance comes again with it.
    uint64_t seed;
} fault_disk_plan;

/// Puts the disk below every database that is opened in a folder from now on.
///
/// Other folders are left alone. Returns 0, or what SQLite said.
int fault_disk_mount(const char *folder);

/// Makes a plan hold from now on.
void fault_disk_follow(fault_disk_plan plan);

/// Whether the power has gone.
int fault_disk_is_cut(void);

/// Writes and syncs that were made to fail since the disk was mounted.
int64_t fault_disk_failures(void);

/// Leaves on the real disk what a power cut leaves: all that was synced, and of the rest some
/// writes, some torn, in no order. No database of the folder is open. Returns 0, or -1.
int fault_disk_cut(void);

/// Forgets the folder.
void fault_disk_unmount(void);

#endif
