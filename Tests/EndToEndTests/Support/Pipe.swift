import Glibc

/// A pipe whose ends no other child inherits, so that its end is seen when its own child ends.
struct Pipe {
    let reading: Int32
    let writing: Int32

    /// Makes one.
    ///
    /// No child may be started meanwhile: ``Subprocess`` sees to that.
    ///
    /// - Throws: ``Subprocess/Failure`` when there are too many.
    static func make() throws -> Pipe {
        var ends: [Int32] = [0, 0]
        // `pipe` fills in the two elements.
        guard unsafe pipe(&ends) == 0 else {
            throw Subprocess.Failure(description: "no pipe: error \(errno)")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return Pipe(reading: ends[0], writing: ends[1])
    }
}
