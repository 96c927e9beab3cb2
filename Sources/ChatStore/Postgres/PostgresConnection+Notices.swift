#if Postgres
import CPostgres

/// Safe to use: each `unsafe` here passes on `pointer`, which is valid until the connection ends,
/// or what libpq has given away, which is read before it is freed.
extension PostgresConnection {
    /// What becomes readable when the server has something to say.
    var socket: Int32 { unsafe PQsocket(pointer) }

    /// Takes what the server has said without being asked.
    ///
    /// Does not block.
    ///
    /// - Returns: what was sent to the channels that are listened to, in order.
    /// - Throws: when the connection is lost.
    func notices() throws(PostgresFailure) -> [String] {
        guard unsafe PQconsumeInput(pointer) == 1 else { throw lost() }
        var texts: [String] = []
        // A notice and its text are one piece of memory, which is read before it is freed.
        while let notice = unsafe PQnotifies(pointer) {
            if let text = unsafe notice.pointee.extra {
                unsafe texts.append(String(cString: text))
            }
            unsafe PQfreemem(notice)
        }
        return texts
    }
}
#endif
