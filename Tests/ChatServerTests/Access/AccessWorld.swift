import ChatProtocol
import ChatStore
import Credentials
import Foundation
import TestConnections
import Testing

@testable import ChatServer

/// A server with a caller of every kind, a public and a private room, and the direct room of two
/// others.
struct AccessWorld: Sendable {
    enum Person: String, CaseIterable, Sendable {
        case nobody, guest, stranger, member, muted, moderator, owner, tokenOperator
        case accountOperator, roomBanned, reading, posting, elsewhere
        case houseBanned, disabled, deleted, revoked, expired
    }

    let server: TestServer
    var credentials: [Person: String] = [:]
    /// The hash of the file in each room.
    private(set) var files: [String: String] = [:]
    /// A message of the owner's in each room.
    private(set) var messages: [String: Int] = [:]

    static let rooms = ["public", "private"]

    /// Runs one for the length of a test.
    static func run(
        _ mode: String,
        given more: [String: String] = [:],
        adjust: @Sendable (inout ServerLimits) -> Void = { _ in },
        _ body: @Sendable (AccessWorld) async throws -> Void
    ) async throws {
        let given = ["auth": mode, "registration": "open", "sign-in-rate": "1000000"]
            .merging(more) { $1 }
        let adjusted = { (limits: inout ServerLimits) in
            limits.tokensOfAccount = 10_000
            adjust(&limits)
        }
        try await TestServer.run(adjust: adjusted, given: given) { server in
            var world = AccessWorld(server: server)
            try await world.settle()
            try await body(world)
        }
    }

    // MARK: - Who

    private mutating func settle() async throws {
        credentials[.guest] = "Basic " + Data("gus:".utf8).base64EncodedString()
        credentials[.tokenOperator] = "Bearer \(try server.operatorToken())"
        for name in ["ann", "bob", "victim"] { _ = try await account(name) }
        for person in Person.allCases where ![.nobody, .guest, .tokenOperator].contains(person) {
            try await settle(person)
        }
        for room in Self.rooms { try await settle(room) }
        try await settleDirect()
        try await end()
    }

    private mutating func settle(_ person: Person) async throws {
        switch person {
        case .reading: credentials[person] = try await token("member", TokenWish(scope: .read))
        case .posting: credentials[person] = try await token("member", TokenWish(scope: .post))
        case .elsewhere:
            let wish = TokenWish(rooms: [try RoomName("elsewhere")])
            credentials[person] = try await token("member", wish)
        default: credentials[person] = try await account(person.rawValue)
        }
    }

    /// Makes an account without a password, and a token of it.
    func account(_ name: String, isOperator: Bool = false) async throws -> String {
        var account = Account(name: try MemberName(name), password: nil, createdAt: .now())
        account.isOperator = isOperator || name == Person.accountOperator.rawValue
        try await server.services.gate.accounts.change(by: nil) { [account] _ in [.put(account)] }
        return try await token(name, TokenWish())
    }

    /// Makes a token of an account.
    func token(_ name: String, _ wish: TokenWish) async throws -> String {
        let made = try await server.services.gate.makeToken(of: try MemberName(name), wish, by: nil)
        return "Bearer \(made.secret.text)"
    }

    /// Who somebody is to the gate.
    func caller(_ person: Person) async throws -> Caller {
        try await server.services.gate.caller(credentials[person], from: "", isPrivate: true)
    }

    private mutating func settle(_ room: String) async throws {
        try await done(.owner, "PUT", "/rooms/\(room)", #"{"visibility":"\#(room)"}"#)
        for (name, fields) in [
            ("member", #"{"role":"member"}"#), ("muted", #"{"role":"member"}"#),
            ("moderator", #"{"role":"moderator"}"#), ("roomBanned", #"{"role":"banned"}"#),
            ("victim", #"{"role":"member"}"#), ("muted", #"{"mutedUntil":"1000d"}"#),
        ] { try await done(.owner, "PUT", "/rooms/\(room)/members/\(name)", fields) }
        messages[room] = try await post("/rooms/\(room)/messages", "needle", as: .owner)
        files[room] = try await share("/rooms/\(room)/files/f.txt", "in \(room)", .owner)
    }

    private mutating func settleDirect() async throws {
        let ann = try await token("ann", TokenWish())
        let answer = try await ask("PUT", "/rooms/@bob/files/f.txt", by: ann, body: "in direct")
        try #require(answer.status == 201, "\(answer.body)")
        let hash: String = try #require(Self.hash(answer.body))
        files["direct"] = hash
    }

    private mutating func end() async throws {
        try await done(.tokenOperator, "POST", "/bans", #"{"name":"houseBanned"}"#)
        try await done(.tokenOperator, "PATCH", "/accounts/disabled", #"{"disabled":true}"#)
        try await done(.tokenOperator, "DELETE", "/accounts/deleted", nil)
        let (expired, revoked) = (try MemberName("expired"), try MemberName("revoked"))
        try await server.services.gate.accounts.change(by: nil) { book in
            let ended = book.tokens(of: expired).map { token in
                var token = token
                token.expiresAt = Timestamp(milliseconds: 1)
                return AccessChange.putToken(token)
            }
            return ended + book.tokens(of: revoked).map { .dropToken(id: $0.id) }
        }
    }

    // MARK: - Requests

    struct Answer: Sendable {
        var status: Int
        var fields: [String: String]
        var body: String

        /// The problem's code.
        var code: String? {
            // An invite has a code too.
            status == 201 ? nil : AccessWorld.word(after: #""code":""#, in: body)
        }
    }

    /// Asks once, on a connection of its own.
    func ask(
        _ method: String,
        _ path: String,
        by credentials: String?,
        fields: String = "",
        body: String? = nil
    ) async throws -> Answer {
        let who = credentials.map { "Authorization: \($0)\r\n" } ?? ""
        let length = body.map { "Content-Length: \($0.utf8.count)\r\n" } ?? ""
        let request =
            "\(method) \(path) HTTP/1.1\r\nHost: x\r\n\(who)\(fields)\(length)\r\n\(body ?? "")"
        return try await RawConnection.open(port: server.port) { client in
            try await client.send(request)
            return try await Self.answer(to: method, path, from: client)
        }
    }

    /// Asks once as somebody, on a connection of its own.
    func ask(
        _ method: String,
        _ path: String,
        as person: Person,
        fields: String = "",
        body: String? = nil
    ) async throws -> Answer {
        try await ask(method, path, by: credentials[person], fields: fields, body: body)
    }

    /// What a client gets: of a stream the head, and of one of several rooms what comes at once.
    private static func answer(
        to method: String,
        _ path: String,
        from client: RawConnection
    ) async throws -> Answer {
        var head = try await client.head()
        while head.status < 200 { head = try await client.head() }
        var answer = Answer(status: head.status, fields: head.fields, body: "")
        guard method != "HEAD" else { return answer }
        if head.status == 200, path.contains("stream?") {
            guard path.hasPrefix("/stream") else { return answer }
            while !answer.body.contains(#""type":"live""#) {
                let line = try await client.read(through: "\n")
                // Without what is put around each part on the wire.
                if line.hasPrefix("{") { answer.body += line }
            }
        } else if head.fields["transfer-encoding"] == "chunked" {
            guard !path.contains("stream") else { return answer }
            answer.body = String(decoding: try await client.chunks(), as: UTF8.self)
        } else if let length = head.fields["content-length"].flatMap({ Int($0) }) {
            answer.body = String(decoding: try await client.read(count: length), as: UTF8.self)
        }
        return answer
    }

    /// Does what has to go well.
    func done(
        _ person: Person,
        _ method: String,
        _ path: String,
        _ body: String? = nil
    ) async throws {
        let answer = try await ask(method, path, as: person, body: body)
        try #require((200..<300).contains(answer.status), "\(method) \(path): \(answer)")
    }

    /// Posts a message, and gives its number.
    func post(_ path: String, _ text: String, as person: Person) async throws -> Int {
        let answer = try await ask("POST", path, as: person, body: text)
        return try #require(Self.word(after: #""seq":"#, in: answer.body).flatMap { Int($0) })
    }

    private func share(_ path: String, _ text: String, _ person: Person) async throws -> String {
        let answer = try await ask("PUT", path, as: person, body: text)
        try #require(answer.status == 201, "\(answer)")
        let hash: String = try #require(Self.hash(answer.body))
        return hash
    }

    private static func hash(_ body: String) -> String? { word(after: #""sha256":""#, in: body) }

    /// The letters, digits and underscores behind a mark.
    static func word(after mark: String, in text: String) -> String? {
        guard let range = text.firstRange(of: mark) else { return nil }
        let rest = text[range.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return rest.isEmpty ? nil : String(rest)
    }
}
