import ChatProtocol

@testable import ChatTUI

let ops = room("ops")
let home = 1

/// Two servers whose streams are live: `work` with the rooms general and dev, and `home` with
/// general and ops.
///
/// - Returns: the workspace, `work` in front at its general.
func workspace(_ columns: Int = 80, _ rows: Int = 24) -> Workspace {
    Workspace(
        [
            liveModel(columns, rows, rooms: [general, room("dev")]),
            liveModel(columns, rows, rooms: [general, ops]),
        ],
        names: ["work", "home"]
    )
}

extension Workspace {
    /// Presses keys.
    @discardableResult
    mutating func press(_ keys: Key...) -> [ServerEffect] {
        var effects: [ServerEffect] = []
        for key in keys { effects += take(.key(key)).effects }
        return effects
    }

    /// Types a text, a cluster a key; a line break is Enter.
    @discardableResult
    mutating func type(_ text: String) -> [ServerEffect] {
        var effects: [ServerEffect] = []
        for character in text {
            effects += press(character == "\n" ? Key(.enter) : Key(.character(character)))
        }
        return effects
    }

    /// Takes messages from a server's stream.
    ///
    /// - Returns: whether any of them can be seen.
    @discardableResult
    mutating func hear(from server: Int, _ events: DurableEvent...) -> Bool {
        var isSeen = false
        for event in events where take(.event(.durable(event)), from: server).isSeen {
            isSeen = true
        }
        return isSeen
    }

    /// Takes an input of the terminal or the clock.
    ///
    /// - Returns: whether it can be seen.
    mutating func shows(_ input: Input) -> Bool { take(input).isSeen }

    /// Takes an input of a server's driver.
    ///
    /// - Returns: whether it can be seen.
    mutating func shows(_ input: Input, from server: Int) -> Bool {
        take(input, from: server).isSeen
    }

    /// Lets time go by.
    @discardableResult
    mutating func wait(_ milliseconds: Int64 = 1_000) -> [ServerEffect] {
        take(.tick(model.now.adding(milliseconds: milliseconds))).effects
    }

    /// The server and the room that show: `home/ops`.
    var place: String { "\(model.serverName)/\(model.frontRoom)" }

    /// The screen as text, without blanks at the ends of rows.
    var picture: [String] {
        view(self, capabilities: Capabilities()).lines.map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
