#if Postgres
import CPostgres

import Glibc

/// Safe to use: each `unsafe` here passes on `pointer`, which is valid until the connection ends,
/// or an array that lives until the call returns.
extension PostgresConnection {
    /// Milliseconds after which it is asked whether to wait on.
    private static let slice: Int32 = 20

    /// Waits until what comes next can be read without waiting; at once where nobody is to be asked
    /// whether to wait on.
    ///
    /// Blocks.
    ///
    /// - Throws: when it is not to be waited for any longer; nothing can be asked any more then.
    func waitForAnswer() throws(PostgresFailure) {
        guard let waitsOn else { return }
        while !isBroken, unsafe PQisBusy(pointer) == 1 {
            if !hasInput(), !waitsOn() {
                isGivenUp = true
                throw PostgresFailure.silence
            }
            // TLS may hold some of it that the socket has not any more. That the connection is lost
            // is told by whoever reads.
            guard unsafe PQconsumeInput(pointer) == 1 else { return }
        }
    }

    /// Whether something comes within a slice.
    private func hasInput() -> Bool {
        var ends = [pollfd(fd: socket, events: Int16(POLLIN), revents: 0)]
        return unsafe poll(&ends, nfds_t(ends.count), Self.slice) != 0
    }
}
#endif
