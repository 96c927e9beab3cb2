#include "CTasks.h"

// Swift's calling convention passes two pointers as C's does.
extern void (*swift_task_enqueueGlobal_hook)(void *job, void *original);

static void (*taker)(void *job);

static void hook(void *job, void *original) {
    (void)original;
    taker(job);
}

void burble_take_tasks(void (*take)(void *job)) {
    taker = take;
    swift_task_enqueueGlobal_hook = hook;
}
