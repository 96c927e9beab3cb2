// What Glibc's Swift module leaves out: epoll, timers as descriptors, and a search for bytes.
#ifndef CEVENTS_H
#define CEVENTS_H

#include <stddef.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

// The first occurrence of `mark` in `bytes`, or null. It is memmem(3), a GNU extension.
const void *events_find(const void *bytes, size_t count, const void *mark, size_t mark_count);

#endif
