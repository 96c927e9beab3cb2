/// A code that lets people in, as the server made it.
package struct InviteCode: Hashable, Sendable {
    /// As it is handed on.
    package var code: String
    /// How many it lets in, 1 or more.
    package var uses: Int64
    /// Until when; `nil` where the server did not tell.
    package var expiresAt: Timestamp?

    /// Makes a code.
    ///
    /// - Parameters:
    ///   - code: as it is handed on.
    ///   - uses: how many it lets in.
    ///   - expiresAt: until when.
    package init(code: String, uses: Int64 = 1, expiresAt: Timestamp? = nil) {
        self.code = code
        self.uses = uses
        self.expiresAt = expiresAt
    }
}
