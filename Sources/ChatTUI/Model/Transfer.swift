package import ChatProtocol

/// A file on its way to the server or from it.
package struct Transfer: Hashable, Sendable {
    /// Files on their way at the same time; a further one is refused, and the person is told.
    static let limit = 4

    /// By which the driver and the model know it.
    package let number: Int
    package let job: Job
    /// Bytes that have gone or come.
    var done: Int64 = 0
    /// Bytes in all, where that is known.
    var total: Int64?
    /// Why it stands still, for people; `nil` while it moves.
    var reason: String?
    /// Where the person was and what stood in the line when it began.
    var asked: Place?
    /// What ordered it; `nil` where a key did.
    var order: TypedLine?

    /// What is to be done.
    package enum Job: Hashable, Sendable {
        /// Send the file at a path to a room; `name` is what others see, the path's own if `nil`.
        case send(path: String, name: FileName?, room: RoomName)
        /// Fetch a message's file to a path, or into it if it is a folder; `nil` is the present
        /// folder.
        case fetch(FileReference, path: String?)
        /// Fetch a message's picture to a place of the driver's, to be shown.
        case show(FileReference)
    }

    /// What the person is in the middle of.
    struct Place: Hashable, Sendable {
        var room: RoomName
        var line: String
    }

    /// How it goes.
    package enum Report: Hashable, Sendable {
        /// So many bytes of all.
        case moved(Int64, of: Int64?)
        /// The connection was lost; it goes on by itself.
        case waiting(reason: String)
        /// A picture is there, in a folder of its own.
        case arrived(path: String)
        /// It is over; the words are for people.
        case ended(String)
        /// It came to nothing; the words are for people.
        case failed(String)
    }

    /// Makes one that has not moved.
    ///
    /// - Parameters:
    ///   - number: its own in this run.
    ///   - job: what is to be done.
    init(number: Int, job: Job) {
        self.number = number
        self.job = job
        switch job {
        case .fetch(let file, _), .show(let file): total = file.size
        case .send: break
        }
    }

    /// What people call it.
    var name: String {
        switch job {
        case .send(let path, let name, _):
            name?.description ?? String(path.split(separator: "/").last ?? "")
        case .fetch(let file, _), .show(let file): file.name
        }
    }

    /// How much of it is done, 0 to 100; `nil` where that is not known.
    var percent: Int? {
        guard let total else { return nil }
        guard total > 0 else { return done > 0 ? 100 : 0 }
        return Int(min(100, Double(max(0, done)) / Double(total) * 100))
    }
}
