@testable import ChatStore

/// A session that counts how often a statement is asked for.
final class CountingSession: SQLSession {
    private let session: any SQLSession
    private(set) var prepared = 0

    init(_ session: any SQLSession) {
        self.session = session
    }

    func prepare(_ text: String) throws -> any SQLStatement {
        prepared += 1
        return try session.prepare(text)
    }
}
