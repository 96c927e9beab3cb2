import ChatClient
import ChatProtocol
import ChatTUI

extension Model {
    /// A server's model before anything is known of the server.
    ///
    /// - Parameter settings: what the client was told of this server.
    init(_ settings: Settings, size: Size) {
        self.init(
            name: settings.name,
            rooms: settings.rooms,
            server: settings.server.description,
            size: size,
            now: .now(),
            zone: .ofProcess,
            options: settings.options,
            session: String(UInt64.random(in: 0...UInt64.max), radix: 36)
        )
        theme = settings.theme
        signInHelp = settings.signInHelp
        signedIn = settings.servers[0].signedIn.map { SignedInAccount(name: $0.name) }
        if let words = settings.servers[0].warning { _ = update(&self, .notice(words)) }
        let ground = settings.environment["COLORFGBG", default: ""]
        isGroundLight = TerminalKind.isGroundLight(colorFGBG: ground) ?? false
    }
}
