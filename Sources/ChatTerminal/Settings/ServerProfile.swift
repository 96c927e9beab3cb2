import ChatClient
import ChatProtocol
import ChatTUI

/// One of the servers, and who one is there.
struct ServerProfile: Sendable {
    /// What people call it; of several servers all have different ones.
    var title: String
    var address: ServerAddress
    /// Whom to speak as.
    var name: MemberName
    /// Never empty, and none of them twice.
    var rooms: [RoomName]
    /// Whether the person chose the name, and not the system.
    var isNameChosen = false
    /// The token that is used there; `nil` speaks as a guest.
    var signedIn: SignedIn?
    /// What the person is told of a token that is not used.
    var warning: String?

    /// What a server is called of which only the address is known: the address without its scheme.
    ///
    /// - Returns: at least one character.
    static func title(of address: ServerAddress) -> String {
        let text = address.description
        if text.hasPrefix("unix:") {
            return text.split(separator: "/").last.map(String.init) ?? text
        }
        return text.firstRange(of: "://").map { String(text[$0.upperBound...]) } ?? text
    }
}
