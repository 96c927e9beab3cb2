import ChatProtocol
import ChatStore

/// Who came to a server and who left it, as it tells the others.
enum PresenceNotice: Hashable, Sendable {
    /// In order; a member who is told of twice changes nothing.
    case changes([Change])
    /// More changed than could be told: what the server wrote is to be read.
    case unknown

    /// One member in one room.
    struct Change: Hashable, Sendable {
        let place: PresencePlace
        let isHere: Bool
    }

    private static let unknownText = "?"

    /// As a notice says it: a line for each change.
    var text: String {
        switch self {
        case .unknown: Self.unknownText
        case .changes(let changes): changes.map(\.text).joined(separator: "\n")
        }
    }

    /// Reads a notice; what cannot be read has to be found out otherwise: ``unknown``.
    init(_ text: String) {
        let lines = text.split(separator: "\n")
        let changes = lines.compactMap { Change($0) }
        self =
            text == Self.unknownText || changes.count < lines.count ? .unknown : .changes(changes)
    }

    /// Parts changes, so that each notice is as long as one may be at the most.
    static func texts(of changes: [Change]) -> [String] {
        Notice.texts(of: changes.lazy.map(\.text))
    }
}

extension PresenceNotice.Change {
    fileprivate var text: String { "\(isHere ? "+" : "-")\(place.room) \(place.member)" }

    fileprivate init?(_ line: Substring) {
        let words = line.dropFirst().split(separator: " ", omittingEmptySubsequences: false)
        // A line with what is no name is not understood.
        guard let sign = line.first, "+-".contains(sign), words.count == 2,
            let room = RoomName(logged: String(words[0])), let member = try? MemberName(words[1])
        else { return nil }
        self.init(place: .init(member: member, room: room), isHere: sign == "+")
    }
}
