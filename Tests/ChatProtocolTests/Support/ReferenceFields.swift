import FoundationEssentials

@testable import ChatProtocol

/// The fields of an event as the decoder of FoundationEssentials reads them: slow, and by others.
///
/// `@testable`, since it is compared with what the reader makes before it becomes an event.
struct ReferenceFields: Decodable {
    private typealias Fields = KeyedDecodingContainer<CodingKeys>

    private enum CodingKeys: CodingKey {
        case type, room, seq, cursor, at, user
        case text, replyTo, file, kind, key, editedAt, deleted, reactions
        case target, emoji, on, topic, visibility, member, role, here
        case until, mutedUntil, was, slowSeconds, retention
        case rooms, heartbeat, from, to, reason, behind, problem, reconnect, retryAfter
    }

    private struct File: Decodable {
        var name: String
        var size: WireNumber
        var type: String
        var sha256: String
        var url: String
    }

    private struct Range: Decodable {
        var room: String
        var oldest: WireNumber
        var newest: WireNumber
    }

    private struct Kept: Decodable {
        var days: WireNumber?
        var events: WireNumber?
    }

    private struct Fault: Decodable {
        var status: WireNumber
        var code: String
        var title: String?
        var detail: String?
        var limit: WireNumber?
        var value: WireNumber?
        var configKey: String?
        var retryAfter: WireNumber?
        var oldest: String?
        var newest: String?
    }

    private let result: Result<Event?, DecodingFailure>

    /// Reads an event's JSON object.
    ///
    /// - Returns: as `Event(json:)`.
    static func event(json: [UInt8]) -> Result<Event?, DecodingFailure> {
        guard String(validating: json, as: UTF8.self) != nil else { return .failure(.notUTF8) }
        do {
            return try JSONDecoder().decode(Self.self, from: Data(json)).result
        } catch let error as DecodingError {
            return .failure(failure(for: error))
        } catch let error as WireNumber.OutOfBounds {
            return .failure(.wrongField(error.field))
        } catch {
            return .failure(.notJSON)
        }
    }

    /// Reads the fields that the type has, and no others, in the order of ``WireFields``.
    ///
    /// - Throws: `DecodingError`.
    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        var wire = WireFields()
        wire.type = try fields.decodeIfPresent(String.self, forKey: .type)
        switch wire.type {
        case nil:
            try Self.readMessage(fields, into: &wire)
            try Self.readChange(fields, into: &wire)
            try Self.readRules(fields, into: &wire)
            try Self.readControl(fields, into: &wire)
        case "message":
            try Self.readAddress(fields, into: &wire)
            try Self.readMessage(fields, into: &wire)
        case "edit", "delete", "react", "room", "member", "presence", "typing", "read":
            try Self.readAddress(fields, into: &wire)
            wire.text = try fields.decodeIfPresent(String.self, forKey: .text)
            try Self.readChange(fields, into: &wire)
            if ["delete", "room", "member"].contains(wire.type) {
                try Self.readRules(fields, into: &wire)
            }
        case "open", "live", "ping", "gap", "lag", "error", "bye":
            wire.room = try fields.decodeIfPresent(String.self, forKey: .room)
            wire.at = try Self.moment(fields)
            try Self.readControl(fields, into: &wire)
        default:
            break
        }
        guard wire.type != nil else {
            result = .failure(.wrongField("type"))
            return
        }
        do {
            result = .success(try wire.event())
        } catch {
            result = .failure(error)
        }
    }

    private static func moment(_ fields: Fields, _ key: CodingKeys = .at) throws -> Timestamp? {
        try fields.decodeIfPresent(String.self, forKey: key).flatMap { Timestamp($0) }
    }

    private static func readAddress(_ fields: Fields, into wire: inout WireFields) throws {
        wire.room = try fields.decodeIfPresent(String.self, forKey: .room)
        wire.seq = try fields.decodeIfPresent(WireNumber.self, forKey: .seq)?.value
        wire.cursor = try fields.decodeIfPresent(String.self, forKey: .cursor)
        wire.at = try moment(fields)
        wire.user = try fields.decodeIfPresent(String.self, forKey: .user)
    }

    private static func readMessage(_ fields: Fields, into wire: inout WireFields) throws {
        wire.text = try fields.decodeIfPresent(String.self, forKey: .text)
        wire.replyTo = try fields.decodeIfPresent(WireNumber.self, forKey: .replyTo)?.value
        wire.file = try fields.decodeIfPresent(File.self, forKey: .file).map { file in
            WireFields.File(
                name: file.name,
                size: file.size.value,
                type: file.type,
                sha256: file.sha256,
                url: file.url
            )
        }
        wire.kind = try fields.decodeIfPresent(String.self, forKey: .kind)
        wire.key = try fields.decodeIfPresent(String.self, forKey: .key)
        var state = MessageState()
        state.editedAt = try fields.decodeIfPresent(String.self, forKey: .editedAt)
            .flatMap { Timestamp($0) }
        state.isDeleted = try fields.decodeIfPresent(Bool.self, forKey: .deleted) ?? false
        // The reader keeps the order of the text, which the generator's names follow.
        let reactions =
            try fields.decodeIfPresent([String: WireNumber].self, forKey: .reactions) ?? [:]
        state.reactions = reactions.sorted { $0.key < $1.key }.filter { $0.value.value > 0 }
            .map { MessageState.Count(emoji: $0.key, count: $0.value.value) }
        wire.state = state.isUntouched ? nil : state
    }

    private static func readChange(_ fields: Fields, into wire: inout WireFields) throws {
        wire.target = try fields.decodeIfPresent(WireNumber.self, forKey: .target)?.value
        wire.emoji = try fields.decodeIfPresent(String.self, forKey: .emoji)
        wire.on = try fields.decodeIfPresent(Bool.self, forKey: .on)
        wire.topic = try fields.decodeIfPresent(String.self, forKey: .topic)
        wire.visibility = try fields.decodeIfPresent(String.self, forKey: .visibility)
        wire.member = try fields.decodeIfPresent(String.self, forKey: .member)
        wire.role = try fields.decodeIfPresent(String.self, forKey: .role)
        wire.here = try fields.decodeIfPresent(Bool.self, forKey: .here)
    }

    private static func readRules(_ fields: Fields, into wire: inout WireFields) throws {
        wire.reason = try fields.decodeIfPresent(String.self, forKey: .reason)
        wire.until = try moment(fields, .until)
        wire.mutedUntil = try moment(fields, .mutedUntil)
        wire.was = try fields.decodeIfPresent(String.self, forKey: .was)
        wire.slowSeconds = try fields.decodeIfPresent(WireNumber.self, forKey: .slowSeconds)?.value
        wire.retention = try fields.decodeIfPresent(Kept.self, forKey: .retention).map { kept in
            Retention(days: kept.days?.value, events: kept.events?.value)
        }
    }

    private static func readControl(_ fields: Fields, into wire: inout WireFields) throws {
        wire.cursor = try fields.decodeIfPresent(String.self, forKey: .cursor)
        wire.rooms = try fields.decodeIfPresent([Range].self, forKey: .rooms)?.map { range in
            WireFields.Range(
                room: range.room,
                oldest: range.oldest.value,
                newest: range.newest.value
            )
        }
        wire.heartbeat = try fields.decodeIfPresent(WireNumber.self, forKey: .heartbeat)
            .map { Int($0.value) }
        wire.from = try fields.decodeIfPresent(WireNumber.self, forKey: .from)?.value
        wire.to = try fields.decodeIfPresent(WireNumber.self, forKey: .to)?.value
        wire.reason = try fields.decodeIfPresent(String.self, forKey: .reason)
        wire.behind = try fields.decodeIfPresent(WireNumber.self, forKey: .behind)?.value
        wire.problem = try fields.decodeIfPresent(Fault.self, forKey: .problem).map { fault in
            WireProblem(
                status: Int(fault.status.value),
                code: fault.code,
                title: fault.title,
                detail: fault.detail,
                limit: fault.limit?.value,
                value: fault.value?.value,
                configKey: fault.configKey,
                retryAfter: fault.retryAfter.map { Int($0.value) },
                oldest: fault.oldest,
                newest: fault.newest
            )
        }
        wire.reconnect = try fields.decodeIfPresent(Bool.self, forKey: .reconnect)
        wire.retryAfter = try fields.decodeIfPresent(WireNumber.self, forKey: .retryAfter)
            .map { Int($0.value) }
    }

    private static func failure(for error: DecodingError) -> DecodingFailure {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            .wrongField(path(context.codingPath))
        case .keyNotFound(let key, let context):
            .wrongField(path(context.codingPath + [key]))
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            .wrongField(path(context.codingPath))
        default:
            .notJSON
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "(the object)" : keys.map(\.stringValue).joined(separator: ".")
    }
}
