#ifndef BURBLE_CTASKS_H
#define BURBLE_CTASKS_H

/// Has a function take each task that is ready to run on no actor's executor.
///
/// `take` gets the runtime's job, which it must have run soon, once, on any thread. To be called
/// before there is a task.
///
/// Source: swift/include/swift/Runtime/Concurrency.h, swift_task_enqueueGlobal_hook.
void burble_take_tasks(void (*_Nonnull take)(void *_Nonnull job));

#endif
