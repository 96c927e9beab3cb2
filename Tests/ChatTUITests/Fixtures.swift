import ChatProtocol

@testable import ChatTUI

/// 2026-11-22T07:40:00Z.
let morning = Timestamp(milliseconds: 1_795_333_200_000)

/// A member's name that is known to be one.
func member(_ text: String) -> MemberName {
    do { return try MemberName(text) } catch { fatalError("\(error)") }
}

/// A room's name that is known to be one.
func room(_ text: String) -> RoomName {
    do { return try RoomName(text) } catch { fatalError("\(error)") }
}

let general = room("general")
let random = room("random")
let anna = member("anna")
let alice = member("alice")
let bob = member("bob")

/// An event of the log.
///
/// - Parameter minutes: after ``morning``; the `seq` if `nil`.
func event(
    _ seq: Int64,
    _ user: MemberName,
    _ content: DurableEvent.Content,
    in name: RoomName = general,
    minutes: Int64? = nil
) -> DurableEvent {
    DurableEvent(
        room: name,
        seq: seq,
        cursor: nil,
        at: Timestamp(milliseconds: morning.milliseconds + (minutes ?? seq) * 60_000),
        user: user,
        content: content
    )
}

/// A message in the log.
///
/// - Parameter minutes: after ``morning``.
func said(
    _ seq: Int64,
    _ user: MemberName,
    _ text: String,
    in name: RoomName = general,
    key: String? = nil,
    minutes: Int64? = nil
) -> DurableEvent {
    event(seq, user, .message(Message(text: text, key: key)), in: name, minutes: minutes)
}

/// A model that has just started.
///
/// - Returns: the model, with no page on its way.
func model(_ columns: Int = 80, _ rows: Int = 24, rooms: [RoomName] = [general]) -> Model {
    Model(
        name: anna,
        rooms: rooms,
        server: "http://127.0.0.1:8080",
        size: Size(columns: columns, rows: rows),
        now: morning,
        zone: .fixed(0),
        session: "k"
    )
}

/// A model whose stream is live and whose rooms are empty.
func liveModel(_ columns: Int = 80, _ rows: Int = 24, rooms: [RoomName] = [general]) -> Model {
    var model = model(columns, rows, rooms: rooms)
    model.take(
        .stream(.catchingUp),
        .event(
            .control(
                .open(rooms: rooms.map { .init(room: $0, oldest: 1, newest: 0) }, heartbeat: 20)
            )
        ),
        .event(.control(.live)),
        .stream(.live),
        .key(Key(.escape))
    )
    return model
}

extension Model {
    /// Takes inputs.
    @discardableResult
    mutating func take(_ inputs: Input...) -> [Effect] {
        alone(inputs)
    }

    /// Takes inputs as the one server of a workspace.
    mutating func alone(_ inputs: [Input]) -> [Effect] {
        var workspace = Workspace([self])
        defer { self = workspace.models[0] }
        return inputs.flatMap { workspace.take($0).effects.map(\.effect) }
    }

    /// Takes events of the stream.
    @discardableResult
    mutating func hear(_ events: DurableEvent...) -> [Effect] {
        events.flatMap { update(&self, .event(.durable($0))) }
    }

    /// Types a text, a cluster a key; a line break is Enter.
    @discardableResult
    mutating func type(_ text: String) -> [Effect] {
        alone(text.map { .key($0 == "\n" ? Key(.enter) : Key(.character($0))) })
    }

    /// Presses keys.
    @discardableResult
    mutating func press(_ keys: Key...) -> [Effect] {
        alone(keys.map { .key($0) })
    }

    /// Lets time go by.
    @discardableResult
    mutating func wait(_ milliseconds: Int64 = 1_000) -> [Effect] {
        let (later, overflow) = now.milliseconds.addingReportingOverflow(milliseconds)
        return update(&self, .tick(Timestamp(milliseconds: overflow ? .max : later)))
    }

    /// The screen as text, without blanks at the ends of rows.
    var picture: [String] {
        view(self, capabilities: Capabilities()).lines.map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}

/// Draws the model of one server alone.
func view(_ model: Model, capabilities: Capabilities) -> Frame {
    view(Workspace([model]), capabilities: capabilities)
}

extension LocalZone {
    /// A zone whose clocks are never changed, so many seconds east of UTC.
    static func fixed(_ offset: Int) -> LocalZone { LocalZone { _ in offset } }
}

extension PlainVoice {
    /// What is new, where there is one server.
    ///
    /// - Parameter model: after an update.
    /// - Returns: lines that are safe for a terminal.
    mutating func lines(of model: Model) -> [String] { lines(of: Workspace([model])) }
}

extension Key {
    /// Ctrl and a letter.
    static func control(_ character: Character) -> Key { Key(.character(character), .control) }

    /// Alt and a character.
    static func alt(_ character: Character) -> Key { Key(.character(character), .alt) }
}

extension Effect {
    var isPost: Bool { if case .post = self { true } else { false } }
}

extension [Effect] {
    /// What the last of them posts, if it does.
    var lastPost: OutgoingMessage? {
        guard case .post(let message)? = last else { return nil }
        return message
    }
}
