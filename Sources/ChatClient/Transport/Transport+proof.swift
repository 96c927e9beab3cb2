import ChatProtocol
import Synchronization

/// Who speaks.
extension Transport {
    /// By what a request proves to be of one speaker alone, whoever signs in meanwhile.
    ///
    /// - Parameter speaker: who is to speak; `nil` is whoever does.
    /// - Returns: `nil` while somebody else is signed in, and for who has signed out.
    func proof(of speaker: MemberName?) -> Request.Proof? {
        guard let speaker else { return .usual }
        let hasLeft = left.withLock { $0?.folded == speaker.folded }
        return signedIn.withLock { signedIn in
            // A guest has no password.
            guard let signedIn else { return hasLeft ? nil : .password("") }
            return signedIn.name.folded == speaker.folded ? .token(signedIn.token) : nil
        }
    }
}
