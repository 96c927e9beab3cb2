import ChatProtocol
import ChatStore
import ContentHash
import HTTPTypes

/// The message that tells of a file.
struct FilePosting: Sendable {
    let ticket: UploadTicket
    /// Of the file's bytes.
    let hash: String
    let size: Int64

    /// Posts it.
    ///
    /// The same file under the same name in the same room from the same member is one message for
    /// as long as keys are kept, unless it was deleted meanwhile.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter house: posts it.
    /// - Returns: what the client is answered.
    /// - Throws: a problem for the client.
    func post(in house: House) async throws(Problem) -> UploadedFile.Answer {
        var appended = try await house.post(draft(key: ticket.key ?? ownKey))
        if case .known(let event) = appended, ticket.key == nil {
            let now = try await attempt { () async throws(StoreError) in
                try await house.store.event(room: event.room, seq: event.seq, view: .now)
            }
            if case .message(let message)? = now?.content, message.state?.isDeleted == true {
                appended = try await house.post(draft(key: nil))
            }
        }
        let answer = Posting.answer(to: appended)
        var location = url
        if case .message(let message) = appended.event.content {
            location = message.file?.url ?? url
        }
        return UploadedFile.Answer(
            isNew: answer.status == .created,
            location: location,
            body: answer.body
        )
    }

    /// Where the file is fetched.
    private var url: String { "/files/\(hash)/\(ticket.name.percentEncoded)" }

    private func draft(key: String?) -> Draft {
        let file = FileReference(
            name: ticket.name.description,
            size: size,
            type: FileType(of: ticket.name).name,
            sha256: hash,
            url: url
        )
        let message = Message(text: ticket.name.description, file: file, key: ticket.key)
        return Draft(room: ticket.room, user: ticket.author, content: .message(message), key: key)
    }

    /// Stands for this file in this room; no client's key has a space.
    private var ownKey: String {
        let parts = [ticket.room.description, ticket.name.description, hash]
        var hash = SHA256()
        hash.update(Array(parts.joined(separator: "\n").utf8).span)
        return "file " + hash.hexadecimal.prefix(Limits.keyBytes - 5)
    }
}
