/* Makes each fsync and fdatasync take SLOWSYNC_US microseconds: a disk that is the same each time.
   cc -shared -fPIC -o slowsync.so slowsync.c -ldl; for LD_PRELOAD, with the data on a tmpfs. */
#include <stdlib.h>
#include <unistd.h>

static int wait_for_disk(void)
{
    const char *set = getenv("SLOWSYNC_US");
    usleep(set ? (useconds_t)atoi(set) : 2000);
    return 0;
}

int fsync(int descriptor) { (void)descriptor; return wait_for_disk(); }
int fdatasync(int descriptor) { (void)descriptor; return wait_for_disk(); }
