import ChatClient
import ChatProtocol
import ChatTUI

/// What the client was told, checked: nothing in it can be wrong any more.
struct Settings: Sendable {
    /// Never empty.
    var rooms: [RoomName]
    var server: ServerAddress
    var name: MemberName
    /// Where unsent text is kept; `nil` if the environment names no place.
    var state: StateFolder?
    var environment: [String: String]
    var theme = Theme()
    var options = ClientOptions()
    /// Whether lines are wanted on a terminal too.
    var isPlain = false
    var script = ScriptOptions()
}
