import ChatProtocol
import ChatServer
import Foundation
import NIOCore
import NIOHTTP1

/// What is read when nobody posts any more: the log in all formats, the pages, what is unread.
struct TrialEnd: Sendable {
    private static let pageMessages = 500
    /// Events that the server looks at to count what is unread, of all rooms of a list together.
    private static let lookedEvents = 100_000
    private static let pause = Duration.milliseconds(20)

    /// The further formats of whole events.
    static let exports = [Format.csv, .sse]

    /// A page of `GET /rooms/{room}/messages`.
    private struct Page: Decodable {
        struct Message: Decodable {
            var seq: Int64
            var user: String
            var text: String
            var editedAt: String?
            var deleted: Bool?
            var reactions: [String: Int64]?
        }

        var messages: [Message]
        var atEnd: Bool
    }

    /// What `GET /rooms` answers.
    private struct Listing: Decodable {
        struct Room: Decodable {
            var name: String
            var read: Int64
            var unread: Int64
            var unreadMore: Bool?
        }

        var rooms: [Room]
    }

    let link: TrialLink
    let rooms: [String]
    let users: [String]
    /// The operator's, who is shown what was deleted.
    let token: String
    let record: TrialRecord
    /// How long each answer is asked for again.
    let patience: Duration

    private var operatorFields: [(String, String)] { [("Authorization", "Bearer " + token)] }

    /// Reads all of it into the record.
    ///
    /// Suspends for as long as that takes.
    ///
    /// - Throws: ``CommandFailure`` when the server does not answer.
    func read() async throws {
        for format in [Format.ndjson] + Self.exports {
            var log: [String: [TestHistory.Entry]] = [:]
            for room in rooms {
                log[room] = try await untilAnswered { () async throws in
                    try await link.events(of: room, as: format, "", operatorFields)
                }
                .compactMap(TestHistory.Entry.init)
            }
            let told = log
            record.write { history in
                if format == .ndjson {
                    history.log = told
                } else {
                    history.exports["\(format)"] = told
                }
            }
        }
        let log = record.history.log
        // Nobody came to say anything in the others.
        for room in rooms where log[room]?.isEmpty == false {
            try await exportText(of: room)
            try await pages(of: room)
        }
        for user in users { try await unread(of: user) }
    }

    /// Asks until there is a whole answer: what is between may still break off.
    private func untilAnswered<Answer>(_ ask: () async throws -> Answer) async throws -> Answer {
        let end = ContinuousClock.now + patience
        while true {
            do { return try await ask() } catch let failure as CommandFailure
                where [.temporary, .unavailable].contains(failure.exit)
                && ContinuousClock.now < end
            {
                try await Task.sleep(for: Self.pause)
            }
        }
    }

    private func ask(_ path: String, _ fields: [(String, String)] = []) async throws -> [UInt8] {
        try await untilAnswered { try await link.ask(.GET, path, fields) }
    }

    private func exportText(of room: String) async throws {
        let path = "/rooms/\(room)/events?format=text&types=message"
        var decoder = TextDecoder()
        let lines = try decoder.decode(try await ask(path, operatorFields))
        let told = lines.compactMap { line -> TestHistory.Line? in
            guard case .message(_, _, let user, let text) = line else { return nil }
            return TestHistory.Line(user: user, text)
        }
        record.write { $0.textExport[room] = told }
    }

    private func pages(of room: String) async throws {
        var after: Int64 = 0
        var isWhole = false
        while !isWhole {
            let path = "/rooms/\(room)/messages?after=\(after)&limit=\(Self.pageMessages)"
            let answer = try await ask(path)
            let page = try JSONDecoder().decode(Page.self, from: Data(answer))
            let last = page.messages.last?.seq ?? after
            // One that does not lead on would be asked for again for ever.
            isWhole = page.atEnd || last <= after
            after = last
            record.write { history in
                history.pages[room, default: []] += page.messages.map(Self.shown)
            }
        }
    }

    private static func shown(_ message: Page.Message) -> TestHistory.Shown {
        let text = TestHistory.shortened(message.text)
        var shown = TestHistory.Shown(seq: message.seq, user: message.user, text: text)
        shown.isEdited = message.editedAt != nil
        shown.isDeleted = message.deleted ?? false
        shown.reactions = message.reactions ?? [:]
        return shown
    }

    private func unread(of user: String) async throws {
        let answer = try await ask("/rooms", [TrialLink.credentials(of: user)])
        let listing = try JSONDecoder().decode(Listing.self, from: Data(answer))
        let share = Int64(Self.lookedEvents / max(1, listing.rooms.count))
        for room in listing.rooms where rooms.contains(room.name) {
            let told = TestHistory.Unread(
                room: room.name,
                user: user,
                marked: record.marked(by: user, in: room.name),
                read: room.read,
                count: room.unread,
                hasMore: room.unreadMore ?? false,
                looked: share
            )
            record.write { $0.unread.append(told) }
        }
    }
}
