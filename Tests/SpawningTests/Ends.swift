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
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return Ends(ends)
    }

    /// Makes two sockets.
    static func ofSockets() throws -> Ends {
        var ends: [CInt] = [-1, -1]
        // The call fills the two numbers.
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let result = unsafe socketpair(AF_UNIX, kind, 0, &ends)
        try #require(result == 0)
        return Ends(ends)
    }

    private init(_ ends: [CInt]) {
        (reading, writing) = (ends[0], ends[1])
    }

    /// Closes the end that is read from, and waits until the other one is told: a program that
    /// another test starts has it until it runs.
    func leave() {
        close(reading)
        var polled = pollfd(fd: writing, events: 0, revents: 0)
        // The call fills in the one value that it is given.
        _ = unsafe poll(&polled, 1, 300_000)
    }
}
