import ChatStore
import Credentials

extension Secret {
    /// By what an invite with this code is kept: who reads it learns a quarter of the code.
    var inviteKey: String { "\(text.prefix(Invite.hintCount)):\(digest.hexadecimal)" }
}

extension Invite {
    /// Characters of a code by which people know it again.
    fileprivate static let hintCount = 4

    /// What its maker sees of it: the code, or its first group after a restart.
    var shownCode: String { code ?? "\(key.prefix(Self.hintCount))-****-****-****" }
}
