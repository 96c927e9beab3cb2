import Glibc
import Testing

/// Two descriptors: what is written to one is read from the other.
struct Ends {
    let reading: CInt
    let writing: CInt

    /// Makes those of a pipe.
    static func ofPipe() throws -> Ends {
        var ends: [CInt] = [-1, -1]
        // The call fills the two numbers.
        try #require(unsafe pipe(&ends) == 0)
        return Ends(ends)
    }

    /// Makes two sockets.
    static func ofSockets() throws -> Ends {
        var ends: [CInt] = [-1, -1]
        // The call fills the two numbers.
        let result = unsafe socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends)
        try #require(result == 0)
        return Ends(ends)
    }

    private init(_ ends: [CInt]) {
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reading, writing) = (ends[0], ends[1])
    }

    /// Closes the end that is read from, and waits until the other one is told: a program that
    /// another test starts may hold it for a moment.
    func leave() {
        close(reading)
        var polled = pollfd(fd: writing, events: 0, revents: 0)
        // The call fills in the one value that it is given.
        _ = unsafe poll(&polled, 1, 30_000)
    }
}
