import ChatProtocol
import ChatStore

/// What a one-time secret may stand for: it can be written for the other servers of the log.
protocol SharedSecretValue: Sendable {
    /// As a text without secrets.
    var shared: String { get }

    /// Reads the text; `nil` for what ``shared`` does not write.
    init?(shared: String)
}

extension MemberName: SharedSecretValue {
    var shared: String { description }

    // What is no name was written by no server of this log, here and below.
    init?(shared: String) { try? self.init(shared) }
}

extension Identity: SharedSecretValue {
    private static let separator: Character = "\t"

    var shared: String {
        switch self {
        case .reader: "reader"
        case .operator: "operator"
        case .guest(let name): "guest\t\(name)"
        case .account(let credential): "account\t" + credential.shared
        }
    }

    init?(shared: String) {
        let fields = shared.split(separator: Self.separator, omittingEmptySubsequences: false)
        switch fields.first {
        case "reader" where fields.count == 1: self = .reader
        case "operator" where fields.count == 1: self = .operator
        case "guest" where fields.count == 2:
            // As above.
            guard let name = try? MemberName(fields[1]) else { return nil }
            self = .guest(name)
        case "account":
            guard let credential = Credential(fields.dropFirst()) else { return nil }
            self = .account(credential)
        default: return nil
        }
    }
}

extension Credential {
    /// Its fields, of which none holds a tab.
    fileprivate var shared: String {
        [
            account.description, isOperator ? "operator" : "member", token ?? "",
            mark.map { "\($0)" } ?? "", scope.rawValue,
            rooms.map { "=" + $0.map(\.description).sorted().joined(separator: " ") } ?? "",
        ].joined(separator: "\t")
    }

    fileprivate init?(_ fields: ArraySlice<Substring>) {
        let fields = Array(fields)
        // As above.
        guard fields.count == 6, let account = try? MemberName(fields[0]),
            ["operator", "member"].contains(fields[1]),
            let scope = AccountToken.Scope(rawValue: String(fields[4]))
        else { return nil }
        self.init(account: account, isOperator: fields[1] == "operator")
        token = fields[2].isEmpty ? nil : String(fields[2])
        mark = fields[3].isEmpty ? nil : Int(fields[3])
        self.scope = scope
        guard fields[5].first == "=" else { return }
        var rooms: Set<RoomName> = []
        for text in fields[5].dropFirst().split(separator: " ") {
            guard let room = RoomName(logged: String(text)) else { return nil }
            rooms.insert(room)
        }
        self.rooms = rooms
    }
}
