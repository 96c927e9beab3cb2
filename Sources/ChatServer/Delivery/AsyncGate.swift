import DequeModule

/// Lets a fixed number of tasks in at once; the others wait in the order in which they came.
///
/// What waits is bounded by its callers: here, the one task that hands out work.
actor AsyncGate {
    private var free: Int
    private var waiting: Deque<CheckedContinuation<Void, Never>> = []

    /// Makes a gate.
    ///
    /// - Parameter width: how many may be inside; 1 or more.
    init(width: Int) {
        free = width
    }

    /// Goes in; suspends while the gate is full.
    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Goes out, and lets the next one in.
    ///
    /// Does not suspend.
    func leave() {
        if let next = waiting.popFirst() { next.resume() } else { free += 1 }
    }
}
