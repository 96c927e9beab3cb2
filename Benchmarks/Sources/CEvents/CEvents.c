#define _GNU_SOURCE
#include "CEvents.h"

#include <string.h>

const void *events_find(const void *bytes, size_t count, const void *mark, size_t mark_count) {
    return memmem(bytes, count, mark, mark_count);
}
