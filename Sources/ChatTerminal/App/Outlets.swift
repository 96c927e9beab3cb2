import ChatProtocol
import ChatTUI
import Glibc

/// The programs that take part in what the client does: hooks, and those at the control socket.
@MainActor
final class Outlets {
    private let companions: Companions
    private let socket: ControlSocket?
    private var hooks: [(name: String, program: Companion)] = []

    /// Makes the outlets.
    ///
    /// - Parameter socket: where others come; `nil` for nowhere.
    init(companions: Companions, socket: ControlSocket?) {
        self.companions = companions
        self.socket = socket
    }

    /// Whether somebody wants the events.
    var isEmpty: Bool { hooks.isEmpty && (socket?.isEmpty ?? true) }

    /// What the loop is to poll for the socket; the hooks are among the companions.
    var polled: [pollfd] { socket?.polled ?? [] }

    /// Starts the hooks.
    ///
    /// - Parameters:
    ///   - greeting: what each is told first.
    ///   - obey: does what a line says; the name is the program's.
    ///   - tell: takes words for the person.
    func start(
        hooks paths: [String],
        greeting: [UInt8],
        obey: @escaping (String, String) -> Void,
        tell: @escaping (String) -> Void
    ) {
        for path in paths {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let program = companions.start(
                [path],
                take: { line in
                    switch line {
                    case .text(let text): obey(text, name)
                    case .tooLong: tell("\(name): \(ProgramLine.tooLong)")
                    case .notUTF8: tell("\(name): \(ProgramLine.notUTF8)")
                    }
                },
                ended: { [weak self] end in
                    self?.hooks.removeAll { $0.name == name }
                    if !end.isGood { tell("the hook \(name) \(end.words)") }
                }
            )
            guard let program else { continue }
            hooks.append((name, program))
            program.send(greeting)
        }
    }

    /// Gives an event to all.
    ///
    /// - Parameter server: its name, where there are several.
    func send(_ event: Event, of server: String?) {
        guard !isEmpty else { return }
        var line: [UInt8] = []
        EventEncoder(format: .ndjson, namesRooms: true).append(event, to: &line)
        send(line, of: server)
    }

    /// Tells all what the person is told.
    ///
    /// - Parameter server: whose they are, where there are several.
    func tell(_ words: String, of server: String?) {
        send(ProgramLine.notice(words), of: server)
    }

    private func send(_ line: [UInt8], of server: String?) {
        let line = server.map { ProgramLine.named(line, $0) } ?? line
        for hook in hooks { hook.program.send(line) }
        socket?.send(line)
    }

    /// Takes who comes to the socket and what they say.
    ///
    /// - Parameters:
    ///   - greeting: what a new one is told first.
    ///   - obey: does what a line says, and gives the answer.
    func serve(greeting: () -> [UInt8], obey: (String) -> [UInt8]) {
        socket?.serve(greeting: greeting(), obey: obey)
    }

    /// Ends all of it.
    func end() { socket?.end() }
}
