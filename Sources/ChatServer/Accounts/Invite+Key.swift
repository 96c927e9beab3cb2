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
    var shownCode: String { code ?? hiddenCode }

    /// What others see of it, the audit too: its first group.
    var hiddenCode: String { "\(key.prefix(Self.hintCount))-****-****-****" }

    /// What the audit tells of an account that was made with it.
    var words: String { "invited by \(madeBy) (\(hiddenCode))" }
}
