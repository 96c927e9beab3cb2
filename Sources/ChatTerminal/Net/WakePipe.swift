import Glibc

/// A pipe that wakes a thread from `poll`.
struct WakePipe: Sendable {
    /// What the thread polls.
    let reading: CInt
    private let writing: CInt

    /// Makes a pipe; `nil` if the process has no more descriptors.
    ///
    /// It lives as long as the process.
    init?() {
        var ends: [CInt] = [-1, -1]
        // The call fills the two numbers.
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        reading = ends[0]
        writing = ends[1]
    }

    /// Wakes the thread, now or when it polls next.
    func wake() {
        var byte: UInt8 = 1
        // A full pipe wakes as well as one more byte would.
        unsafe _ = write(writing, &byte, 1)
    }

    /// Forgets the wake-ups so far.
    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        // The call fills at most as many bytes as there are.
        while unsafe read(reading, &bytes, bytes.count) > 0 {}
    }
}
