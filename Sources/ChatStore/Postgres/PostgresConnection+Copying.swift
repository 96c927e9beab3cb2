#if Postgres
import CPostgres

/// Safe to use: each `unsafe` here passes on `pointer`, which is valid until the connection ends,
/// or bytes that live until the call returns.
extension PostgresConnection {
    /// Runs a `COPY … FROM STDIN`, outside of the pipeline, which does not take one.
    ///
    /// Blocks. Everything that was sent has been answered.
    ///
    /// - Parameter body: is given what takes the next lines, whole or in part.
    /// - Throws: what the body threw, and then nothing was copied; or why PostgreSQL refused it.
    func copy(_ text: String, _ body: (([UInt8]) throws -> Void) throws -> Void) throws {
        guard unsafe PQexitPipelineMode(pointer) == 1 else { throw lost() }
        do {
            try beginCopy(text)
            try body(put)
            try endCopy(nil)
        } catch {
            // Whether it is told of it or not, nothing of the transaction stays.
            try? endCopy("given up")
            // Where this fails, the connection is broken.
            unsafe PQenterPipelineMode(pointer)
            throw error
        }
        guard unsafe PQenterPipelineMode(pointer) == 1 else { throw lost() }
    }

    private func beginCopy(_ text: String) throws(PostgresFailure) {
        guard let result = unsafe PQexec(pointer, text) else { throw lost() }
        defer { unsafe PQclear(result) }
        if let failure = unsafe Self.failure(result) { throw failure }
    }

    private func put(_ bytes: [UInt8]) throws(PostgresFailure) {
        // The library has copied or sent them when it returns.
        let isTaken = unsafe bytes.withUnsafeBytes { bytes in
            let start = unsafe bytes.bindMemory(to: CChar.self).baseAddress
            return unsafe PQputCopyData(pointer, start, Int32(clamping: bytes.count))
        }
        guard isTaken == 1 else { throw lost() }
    }

    private func endCopy(_ reason: String?) throws(PostgresFailure) {
        guard unsafe PQputCopyEnd(pointer, reason) == 1 else { throw lost() }
        var failure: PostgresFailure?
        while let result = unsafe PQgetResult(pointer) {
            if let failed = unsafe Self.failure(result) { failure = failure ?? failed }
            unsafe PQclear(result)
        }
        if let failure { throw failure }
    }
}
#endif
