package import ChatProtocol

/// Why the store did not do it.
///
/// The text is for an operator; callers match on the case.
package enum StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Another process holds the data folder.
    case inUse(folder: String)
    /// Root was to use another user's data folder; nothing was made in it.
    case othersFolder(String, user: String)
    /// The file is not a log of Burble, or not whole; it was left as it is.
    case damaged(detail: String)
    /// A newer Burble wrote the file: schema `found`, where this one knows `known`.
    case newer(found: Int, known: Int)
    /// No room on the disk: nothing of the transaction was kept; it works again when there is room.
    case storageFull
    /// The disk has `free` bytes left, and `limit` of them are to stay free.
    case diskFloor(limit: Int64, free: Int64)
    /// The log takes `bytes`, and may have `limit`.
    case logQuota(limit: Int64, bytes: Int64)
    /// `limit` drafts, or bytes of drafts, wait already.
    case overloaded(limit: Int)
    /// `limit` wait for a turn already: reads of a kind, sign-ins, decisions over a room.
    case tooManyWait(limit: Int)
    /// The read took more steps than any may.
    case tooCostly
    /// The search found nothing in the time that it may take.
    case searchTooCostly(limit: Duration)
    /// The search index cannot be used; the log is as it was.
    case searchUnavailable(String)
    /// The idempotency key was used for something else.
    case keyUsed
    /// The store takes no more work.
    case closed
    /// The server has, or the query names, `limit` rooms already.
    case tooManyRooms(limit: Int)
    case roomNotFound(RoomName)
    /// What was to be read next of the room was removed, as too old.
    case eventsRemoved(RoomName)
    /// The member said something less than `pause` seconds ago, and has to wait.
    case tooSoon(pause: Int64, wait: Duration)
    /// What the message answers to is not in the room.
    case noReplyTarget(Int64)
    /// A guest spoke under the name, which is an account's now.
    case nameTaken(MemberName)
    /// The author may not speak in the room until then.
    case muted(until: Timestamp)
    /// Whoever asked may not go on: what made the asker known does not hold any more.
    case credentialsEnded
    /// Whoever asked is banned from the server, until then or without an end.
    case banned(until: Timestamp?, reason: String?)
    /// Others have changed meanwhile who may do what, which is known by now: it is to be judged
    /// again. Nothing was done.
    case judgedTooEarly
    /// The task that asked was cancelled; nothing was read.
    case cancelled
    /// The disk or the database failed in another way; nothing of the transaction was kept.
    case unavailable(String)
    /// The database could not be asked; nothing was done.
    case unreachable(String)
    /// The transaction was to be committed, and nobody can tell whether it was: it is in the log
    /// whole or not at all.
    case outcomeUnknown(String)

    package var description: String {
        switch self {
        case .inUse(let folder): "another process uses the data folder \(folder)"
        case .othersFolder(let folder, let user):
            "\(folder) is \(user)'s: run this as that user (runuser -u \(user) -- …)"
        case .damaged(let detail): "the database is damaged and was left untouched: \(detail)"
        case .newer(let found, let known):
            "a newer version wrote the database (schema \(found), this version knows \(known))"
        case .storageFull: "no space is left for the database"
        case .diskFloor(let limit, let free):
            "the disk has \(free) bytes left, and \(limit) are to stay free"
        case .logQuota(let limit, let bytes): "the log has \(bytes) bytes, and may have \(limit)"
        case .overloaded(let limit): "more writes wait than the queue holds (\(limit))"
        case .tooManyWait(let limit): "more wait for a turn than the queue holds (\(limit))"
        case .tooCostly: "the read was ended: it took too many steps"
        case .searchTooCostly(let limit): "the search found nothing in \(limit)"
        case .searchUnavailable(let detail):
            "the search index cannot be used, and the log is untouched: \(detail)"
        case .keyUsed: "the key was used for something else"
        case .closed: "the store is closing"
        case .tooManyRooms(let limit): "there are \(limit) rooms, and no more are allowed"
        case .roomNotFound(let room): "there is no room \(room)"
        case .eventsRemoved(let room): "events of the room \(room) were removed before their turn"
        case .tooSoon(let pause, _): "a member may say something every \(pause) seconds"
        case .noReplyTarget(let seq): "there is no message \(seq) to answer"
        case .nameTaken(let name): "the name \(name) is an account's"
        case .muted(let until): "the author is muted until \(until)"
        case .credentialsEnded: "the credentials have ended"
        case .banned: "the reader is banned from the server"
        case .judgedTooEarly: "who may do what was changed meanwhile"
        case .cancelled: "the read was cancelled"
        case .unavailable(let detail): "the database is not available: \(detail)"
        case .unreachable(let detail): "the database cannot be reached: \(detail)"
        case .outcomeUnknown(let detail): "it is not known whether it was committed: \(detail)"
        }
    }
}
