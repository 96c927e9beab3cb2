import ChatProtocol
import ChatStore
import ContentHash
import HTTPTypes

/// The message that tells of a file.
struct FilePosting: Sendable {
    let ticket: UploadTicket
    let file: StoredFile

    /// Posts it.
    ///
    /// The same file under the same name in the same room from the same member is one message for
    /// as long as keys are kept, unless it was deleted meanwhile.
    ///
    /// Suspends until it is durable.
    ///
    /// - Returns: what the client is answered.
    /// - Throws: a problem for the client.
    func post(by writer: Writer) async throws(Problem) -> UploadedFile {
        let appended = try await writer.post(draft(by: writer))
        let answer = Posting.answer(to: appended)
        var location = url
        if case .message(let message) = appended.event.content {
            location = message.file?.url ?? url
        }
        return UploadedFile(
            size: file.size,
            answer: UploadedFile.Answer(
                isNew: answer.status == .created,
                location: location,
                body: answer.body
            )
        )
    }

    /// Where the file is fetched.
    private var url: String { "/files/\(file.hash)/\(ticket.name.description.percentEncoded)" }

    private func draft(by writer: Writer) -> Draft {
        let file = FileReference(
            name: ticket.name.description,
            size: file.size,
            type: FileType(of: ticket.name).name,
            sha256: file.hash,
            url: url
        )
        var draft = writer.draft(SaidMessage(ticket.name, file), key: ticket.key)
        guard ticket.key == nil else { return draft }
        // What the server holds for the type of a file may have changed since the key was kept.
        (draft.key, draft.renewsKey) = (ownKey, true)
        return draft
    }

    /// Stands for this file in this room; no client's key has a space.
    private var ownKey: String {
        let parts = [ticket.room.description, ticket.name.description, file.hash]
        var hash = SHA256()
        hash.update(Array(parts.joined(separator: "\n").utf8).span)
        return "file " + hash.hexadecimal.prefix(Limits.keyBytes - 5)
    }
}
