// A VFS of SQLite that stands before the system's own.
//
// Every write goes through to the real file, so that it is read as usual, and is kept in a list
// beside a copy of what was synced. A sync plays the list into the copy. A power cut writes the copy
// over the real file, with some of the list's writes on top.

#include "CFaultDisk.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECTOR = 512, PATHS = 16, PATH_BYTES = 512 };

typedef enum { WRITE, TRUNCATE, REMOVE } operation_kind;

typedef struct operation {
    operation_kind kind;
    int64_t offset;
    int64_t size;
    unsigned char *bytes;
    struct operation *next;
} operation;

/// What lasts of a file, and what was done to it since.
typedef struct {
    char path[PATH_BYTES];
    int exists;
    unsigned char *bytes;
    int64_t size;
    int64_t capacity;
    operation *first;
    operation **last;
} disk_file;

typedef struct {
    sqlite3_file base;
    sqlite3_file *real;
    disk_file *file;
} open_file;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char mounted[PATH_BYTES];
static disk_file files[PATHS];
static int file_count;
static fault_disk_plan plan;
static int64_t counted, failures;
static int is_cut;
static uint64_t chance;
static sqlite3_vfs *below;

// SplitMix64, https://prng.di.unimi.it/splitmix64.c
static uint64_t draw(void) {
    chance += 0x9e3779b97f4a7c15;
    uint64_t mixed = chance;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}

// MARK: What lasts

static void grow(disk_file *file, int64_t size) {
    if (size <= file->capacity) return;
    int64_t capacity = size * 2;
    file->bytes = realloc(file->bytes, (size_t)capacity);
    if (file->bytes == NULL) abort();
    file->capacity = capacity;
}

static void put(disk_file *file, int64_t offset, const unsigned char *bytes, int64_t size) {
    int64_t end = offset + size;
    grow(file, end);
    if (end > file->size) {
        memset(file->bytes + file->size, 0, (size_t)(end - file->size));
        file->size = end;
    }
    memcpy(file->bytes + offset, bytes, (size_t)size);
    file->exists = 1;
}

static void apply(disk_file *file, const operation *done) {
    switch (done->kind) {
    case WRITE: put(file, done->offset, done->bytes, done->size); break;
    case TRUNCATE:
        if (done->size < file->size) file->size = done->size;
        break;
    case REMOVE:
        file->size = 0;
        file->exists = 0;
        break;
    }
}

/// A part of a write: whole sectors of it, and of one more only the beginning, with rubbish behind.
static void apply_torn(disk_file *file, const operation *done) {
    if (done->kind != WRITE || done->size == 0) return;
    int64_t kept = (int64_t)(draw() % (uint64_t)done->size);
    put(file, done->offset, done->bytes, kept);
    int64_t end = (done->offset + kept) / SECTOR * SECTOR + SECTOR;
    if (end > done->offset + done->size) end = done->offset + done->size;
    for (int64_t place = done->offset + kept; place < end; place++) {
        unsigned char rubbish = (unsigned char)draw();
        put(file, place, &rubbish, 1);
    }
}

static void forget(disk_file *file) {
    for (operation *done = file->first; done != NULL;) {
        operation *next = done->next;
        free(done->bytes);
        free(done);
        done = next;
    }
    file->first = NULL;
    file->last = &file->first;
}

static void note(disk_file *file, operation_kind kind, int64_t offset, const void *bytes, int64_t size) {
    operation *done = calloc(1, sizeof *done);
    if (done == NULL) abort();
    *done = (operation){.kind = kind, .offset = offset, .size = size};
    if (bytes != NULL) {
        done->bytes = malloc((size_t)size + 1);
        if (done->bytes == NULL) abort();
        memcpy(done->bytes, bytes, (size_t)size);
    }
    *file->last = done;
    file->last = &done->next;
}

static disk_file *find(const char *path) {
    for (int index = 0; index < file_count; index++) {
        if (strcmp(files[index].path, path) == 0) return &files[index];
    }
    return NULL;
}

/// Takes a file as it lies on the real disk: all of that lasts.
static disk_file *found(const char *path) {
    disk_file *file = find(path);
    if (file != NULL || file_count == PATHS) return file;
    file = &files[file_count++];
    *file = (disk_file){0};
    file->last = &file->first;
    strncpy(file->path, path, PATH_BYTES - 1);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return file;
    file->exists = 1;
    unsigned char part[65536];
    for (ssize_t got; (got = read(descriptor, part, sizeof part)) > 0;) {
        put(file, file->size, part, got);
    }
    close(descriptor);
    return file;
}

// MARK: What fails

/// Counts a write or a sync; SQLITE_OK while it may be done.
static int permit(int failure) {
    if (is_cut) return SQLITE_IOERR;
    counted++;
    if (plan.cut_at > 0 && counted >= plan.cut_at) {
        is_cut = 1;
        return SQLITE_IOERR;
    }
    if (plan.fail_one_in > 0 && draw() % (uint64_t)plan.fail_one_in == 0) {
        failures++;
        return plan.fails_full && failure == SQLITE_IOERR_WRITE ? SQLITE_FULL : failure;
    }
    return SQLITE_OK;
}

static int file_write(sqlite3_file *opened, const void *bytes, int size, sqlite3_int64 offset) {
    open_file *of = (open_file *)opened;
    pthread_mutex_lock(&lock);
    int was_cut = is_cut;
    int said = permit(SQLITE_IOERR_WRITE);
    int done = size;
    // What fails may be done in part, and so may what the power cut comes into.
    if (said != SQLITE_OK) done = was_cut ? 0 : (int)(draw() % (uint64_t)size);
    if (done > 0) {
        note(of->file, WRITE, offset, bytes, done);
        int real = of->real->pMethods->xWrite(of->real, bytes, done, offset);
        if (said == SQLITE_OK) said = real;
    }
    pthread_mutex_unlock(&lock);
    return said;
}

static int file_truncate(sqlite3_file *opened, sqlite3_int64 size) {
    open_file *of = (open_file *)opened;
    pthread_mutex_lock(&lock);
    int said = permit(SQLITE_IOERR_TRUNCATE);
    if (said == SQLITE_OK) {
        note(of->file, TRUNCATE, 0, NULL, size);
        said = of->real->pMethods->xTruncate(of->real, size);
    }
    pthread_mutex_unlock(&lock);
    return said;
}

/// Puts the folder's list of files on disk: what was removed stays so.
static void sync_folder(void) {
    for (int index = 0; index < file_count; index++) {
        disk_file *file = &files[index];
        operation *last = NULL;
        for (operation *done = file->first; done != NULL; done = done->next) {
            if (done->kind == REMOVE) last = done;
        }
        while (last != NULL) {
            operation *done = file->first;
            apply(file, done);
            file->first = done->next;
            if (done == last) last = NULL;
            free(done->bytes);
            free(done);
        }
        if (file->first == NULL) file->last = &file->first;
    }
}

static int file_sync(sqlite3_file *opened, int flags) {
    (void)flags;
    open_file *of = (open_file *)opened;
    pthread_mutex_lock(&lock);
    int said = permit(SQLITE_IOERR_FSYNC);
    int is_new = !of->file->exists;
    if (said == SQLITE_OK && !plan.lies) {
        for (operation *done = of->file->first; done != NULL; done = done->next) {
            apply(of->file, done);
        }
        // SQLite syncs the folder with the first sync of what it made there.
        if (is_new) sync_folder();
        of->file->exists = 1;
        forget(of->file);
    } else if (said == SQLITE_IOERR_FSYNC) {
        // As the kernel has it: what could not be put on disk counts as clean from now on, and no
        // later sync brings it. Now and then all of it is there.
        int is_whole = draw() % 4 == 0;
        for (operation *done = of->file->first; done != NULL; done = done->next) {
            if (is_whole || draw() % 2 == 0) apply(of->file, done);
        }
        forget(of->file);
    }
    pthread_mutex_unlock(&lock);
    return said;
}

// MARK: The rest goes through

#define REAL(opened) (((open_file *)(opened))->real)

static int file_close(sqlite3_file *opened) {
    int said = REAL(opened)->pMethods->xClose(REAL(opened));
    sqlite3_free(REAL(opened));
    return said;
}
static int file_read(sqlite3_file *opened, void *bytes, int size, sqlite3_int64 offset) {
    return REAL(opened)->pMethods->xRead(REAL(opened), bytes, size, offset);
}
static int file_size(sqlite3_file *opened, sqlite3_int64 *size) {
    return REAL(opened)->pMethods->xFileSize(REAL(opened), size);
}
static int file_lock(sqlite3_file *opened, int level) {
    return REAL(opened)->pMethods->xLock(REAL(opened), level);
}
static int file_unlock(sqlite3_file *opened, int level) {
    return REAL(opened)->pMethods->xUnlock(REAL(opened), level);
}
static int file_reserved(sqlite3_file *opened, int *is_reserved) {
    return REAL(opened)->pMethods->xCheckReservedLock(REAL(opened), is_reserved);
}
static int file_control(sqlite3_file *opened, int code, void *argument) {
    // Space is set aside by a write that nobody counts.
    if (code == SQLITE_FCNTL_SIZE_HINT || code == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
    return REAL(opened)->pMethods->xFileControl(REAL(opened), code, argument);
}
static int file_sector(sqlite3_file *opened) { (void)opened; return SECTOR; }
static int file_traits(sqlite3_file *opened) {
    return REAL(opened)->pMethods->xDeviceCharacteristics(REAL(opened));
}
static int file_map(sqlite3_file *opened, int page, int size, int extends, void volatile **memory) {
    return REAL(opened)->pMethods->xShmMap(REAL(opened), page, size, extends, memory);
}
static int file_shared_lock(sqlite3_file *opened, int offset, int count, int flags) {
    return REAL(opened)->pMethods->xShmLock(REAL(opened), offset, count, flags);
}
static void file_barrier(sqlite3_file *opened) {
    REAL(opened)->pMethods->xShmBarrier(REAL(opened));
}
static int file_unmap(sqlite3_file *opened, int removes) {
    return REAL(opened)->pMethods->xShmUnmap(REAL(opened), removes);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = file_map,
    .xShmLock = file_shared_lock,
    .xShmBarrier = file_barrier,
    .xShmUnmap = file_unmap,
};

static int is_mounted(const char *path) {
    size_t length = strlen(mounted);
    return length > 0 && path != NULL && strncmp(path, mounted, length) == 0
        && path[length] == '/';
}

static int vfs_open(
    sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *opened, int flags, int *given
) {
    (void)vfs;
    pthread_mutex_lock(&lock);
    disk_file *file = is_mounted(path) ? found(path) : NULL;
    pthread_mutex_unlock(&lock);
    if (file == NULL) return below->xOpen(below, path, opened, flags, given);
    open_file *of = (open_file *)opened;
    *of = (open_file){.file = file};
    of->real = sqlite3_malloc(below->szOsFile);
    if (of->real == NULL) return SQLITE_NOMEM;
    memset(of->real, 0, (size_t)below->szOsFile);
    int said = below->xOpen(below, path, of->real, flags, given);
    if (said != SQLITE_OK) {
        sqlite3_free(of->real);
        return said;
    }
    opened->pMethods = &methods;
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int syncs) {
    (void)vfs;
    int said = SQLITE_OK;
    pthread_mutex_lock(&lock);
    if (is_mounted(path)) {
        said = permit(SQLITE_IOERR_DELETE);
        disk_file *file = said == SQLITE_OK ? found(path) : NULL;
        if (file != NULL) {
            note(file, REMOVE, 0, NULL, 0);
            if (syncs) {
                file->size = 0;
                file->exists = 0;
                forget(file);
            }
        }
    }
    pthread_mutex_unlock(&lock);
    return said == SQLITE_OK ? below->xDelete(below, path, syncs) : said;
}

// MARK: What a test calls

int fault_disk_mount(const char *folder) {
    static sqlite3_vfs vfs;
    pthread_mutex_lock(&lock);
    int said = SQLITE_OK;
    if (below == NULL) {
        below = sqlite3_vfs_find(NULL);
        vfs = *below;
        vfs.zName = "faultdisk";
        vfs.pNext = NULL;
        if (vfs.szOsFile < (int)sizeof(open_file)) vfs.szOsFile = sizeof(open_file);
        vfs.xOpen = vfs_open;
        vfs.xDelete = vfs_delete;
        said = sqlite3_vfs_register(&vfs, 1);
    }
    strncpy(mounted, folder, PATH_BYTES - 1);
    counted = failures = 0;
    is_cut = 0;
    plan = (fault_disk_plan){0};
    pthread_mutex_unlock(&lock);
    return said;
}

void fault_disk_follow(fault_disk_plan next) {
    pthread_mutex_lock(&lock);
    plan = next;
    chance = next.seed;
    counted = 0;
    pthread_mutex_unlock(&lock);
}

int fault_disk_is_cut(void) {
    pthread_mutex_lock(&lock);
    int value = is_cut;
    pthread_mutex_unlock(&lock);
    return value;
}

int64_t fault_disk_failures(void) {
    pthread_mutex_lock(&lock);
    int64_t value = failures;
    pthread_mutex_unlock(&lock);
    return value;
}

static int restore(const disk_file *file) {
    if (!file->exists) {
        unlink(file->path);
        return 0;
    }
    int descriptor = open(file->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return -1;
    int64_t written = 0;
    while (written < file->size) {
        ssize_t count = write(descriptor, file->bytes + written, (size_t)(file->size - written));
        if (count <= 0) break;
        written += count;
    }
    close(descriptor);
    return written == file->size ? 0 : -1;
}

int fault_disk_cut(void) {
    pthread_mutex_lock(&lock);
    int said = 0;
    for (int index = 0; index < file_count; index++) {
        disk_file *file = &files[index];
        for (operation *done = file->first; done != NULL; done = done->next) {
            switch (draw() % 4) {
            case 0: break;
            case 1: apply_torn(file, done); break;
            default: apply(file, done);
            }
        }
        forget(file);
        if (restore(file) != 0) said = -1;
        free(file->bytes);
    }
    file_count = 0;
    is_cut = 0;
    counted = 0;
    plan = (fault_disk_plan){0};
    pthread_mutex_unlock(&lock);
    return said;
}

void fault_disk_unmount(void) {
    pthread_mutex_lock(&lock);
    for (int index = 0; index < file_count; index++) {
        forget(&files[index]);
        free(files[index].bytes);
    }
    file_count = 0;
    mounted[0] = 0;
    pthread_mutex_unlock(&lock);
}
