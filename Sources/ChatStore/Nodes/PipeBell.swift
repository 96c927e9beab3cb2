import Glibc
import Synchronization

/// Wakes a thread that waits for a socket too.
final class PipeBell: Sendable {
    private let reader: Int32
    private let writer: Int32
    /// At most one byte is in the pipe, so that nothing written to it waits.
    private let isRung = Atomic<Bool>(false)

    /// Makes one; `nil` when the process has no descriptor left.
    init?() {
        var ends: [Int32] = [-1, -1]
        // The array outlives the call, which writes both.
        guard unsafe pipe(&ends) == 0 else { return nil }
        (reader, writer) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        Self.end(reader)
        Self.end(writer)
    }

    private static func end(_ descriptor: Int32) {
        #if canImport(Glibc)
        _ = Glibc.close(descriptor)
        #else
        _ = Darwin.close(descriptor)
        #endif
    }

    /// Ends the wait that goes on, or the next one.
    ///
    /// Does not block.
    func ring() {
        guard !isRung.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 1
        // One byte of the stack, which outlives the call.
        _ = unsafe write(writer, &byte, 1)
    }

    /// Waits until it is rung, a socket has something to read, or a time has come.
    ///
    /// Blocks.
    ///
    /// - Parameter socket: any descriptor; `nil` for none.
    func wait(for socket: Int32?, until time: ContinuousClock.Instant) {
        let left = max(.zero, ContinuousClock.now.duration(to: time))
        let milliseconds = min(left / .milliseconds(1), 60_000).rounded(.up)
        var ends = [pollfd(fd: reader, events: Int16(POLLIN), revents: 0)]
        if let socket { ends.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        // The array outlives the call, which knows its length.
        _ = unsafe poll(&ends, nfds_t(ends.count), Int32(milliseconds))
        guard ends[0].revents != 0 else { return }
        var byte: UInt8 = 0
        _ = unsafe read(reader, &byte, 1)
        isRung.store(false, ordering: .releasing)
    }
}
