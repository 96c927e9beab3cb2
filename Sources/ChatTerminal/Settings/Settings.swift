import ChatClient
import ChatProtocol
import ChatTUI

/// What the client was told, checked: nothing in it can be wrong any more.
package struct Settings: Sendable {
    /// Never empty; only the screen speaks to those behind the first.
    var servers: [ServerProfile]
    /// Where unsent text is kept; `nil` if the environment names no place.
    var state: StateFolder?
    /// Where changed settings are kept.
    var file: ConfigurationFile?
    /// Where the control socket is to be; `nil` for nowhere.
    package var control: String?
    var environment: [String: String]
    var theme = Theme()
    var options = ClientOptions()
    /// Whether lines are wanted on a terminal too.
    package var isPlain = false
    /// How the person is told to sign in.
    var signInHelp = SignInHelp.screen
    /// Whether the command line itself names several servers.
    var asksForSeveral = false
    package var script = ScriptOptions()

    /// The rooms of the first server.
    var rooms: [RoomName] { servers[0].rooms }
    /// The address of the first server.
    var server: ServerAddress { servers[0].address }
    /// Whom to speak as on the first server.
    var name: MemberName { servers[0].name }
    /// What the first server is called.
    var serverTitle: String { servers[0].title }

    /// The same for each server alone, in order.
    var ofEachServer: [Settings] {
        servers.map { server in
            var settings = self
            settings.servers = [server]
            return settings
        }
    }
}
