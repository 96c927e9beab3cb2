import ChatProtocol
import NIOCore
import Synchronization

/// An upload that may come in several requests.
///
/// One request at a time appends to it. The next one that asks for it ends the one before, whose
/// client has usually gone without the server knowing.
///
/// Source: draft-ietf-httpbis-resumable-upload, section 4.
final class Upload: Sendable {
    /// Drawn at random: who knows it is who began it.
    let id: String
    /// What it is to become.
    let ticket: UploadTicket
    /// Where its client is, as ``ClientNetwork`` tells; `nil` after a restart.
    let address: String?
    private let stage: Mutex<Stage>

    /// What there is of it.
    private struct Stage {
        var file: IncomingFile?
        var reservation: FileReservation?
        var length: Int64?
        var touched: Timestamp
        var posted: UploadedFile?
        var active: ActiveRequest?
        /// Whether it was cancelled, given up, or has made way for another one.
        var isGone = false

        /// Lets a request have it unless another one does, which is returned.
        mutating func taken(by request: ActiveRequest) -> ActiveRequest? {
            if let active { return active }
            active = request
            return nil
        }
    }

    /// A request that has the upload for itself.
    struct ActiveRequest: Sendable {
        fileprivate let channel: any Channel
        fileprivate let ended: EventLoopPromise<Void>
    }

    /// Begins one.
    ///
    /// - Parameters:
    ///   - ticket: what it is to become.
    ///   - length: in bytes, where it is known.
    init(
        id: String,
        _ ticket: UploadTicket,
        file: IncomingFile,
        reservation: FileReservation,
        length: Int64?,
        address: String? = nil,
        now: Timestamp
    ) {
        self.id = id
        self.ticket = ticket
        self.address = address
        stage = Mutex(Stage(file: file, reservation: reservation, length: length, touched: now))
    }

    var room: RoomName { ticket.room }
    var author: MemberName { ticket.author }

    /// The file and its room; `nil` once it was posted.
    var parts: (file: IncomingFile, reservation: FileReservation)? {
        stage.withLock { stage in
            guard let file = stage.file, let reservation = stage.reservation else { return nil }
            return (file, reservation)
        }
    }

    /// How long it is going to be, where that is known; what is stored stays as long as it is.
    var length: Int64? {
        get {
            stage.withLock { stage in
                guard let file = stage.file, file.isWhole else { return stage.length }
                return file.count
            }
        }
        set { stage.withLock { $0.length = newValue } }
    }

    /// What it became.
    var posted: UploadedFile? { stage.withLock { $0.posted } }

    /// Bytes that it has.
    var offset: Int64 { parts?.file.count ?? posted?.size ?? 0 }

    /// When something of it came last.
    var touched: Timestamp { stage.withLock { $0.touched } }

    /// Whether it only holds a place: nothing has come of it, and no request has it.
    var isEmpty: Bool { posted == nil && !isBusy && offset == 0 }

    /// Whether nobody finds it any more.
    var isGone: Bool { stage.withLock { $0.isGone } }

    /// Whether a request has it at present.
    var isBusy: Bool { stage.withLock { $0.active != nil } }

    /// Notes that it was posted.
    func became(_ file: UploadedFile) {
        stage.withLock { stage in
            stage.posted = file
            stage.file = nil
            stage.reservation = nil
        }
    }

    /// Takes the upload for a request, and ends the one that has it.
    ///
    /// Suspends until that one has ended.
    ///
    /// - Returns: to be given back by ``end(_:now:)``.
    /// - Throws: `404 upload_not_found` once it is gone.
    func begin(on channel: any Channel) async throws(Problem) -> ActiveRequest {
        let request = ActiveRequest(channel: channel, ended: channel.eventLoop.makePromise())
        while let earlier = stage.withLock({ $0.taken(by: request) }) {
            earlier.channel.close(promise: nil)
            // It is never failed.
            try? await earlier.ended.futureResult.get()
        }
        guard stage.withLock({ $0.isGone }) else { return request }
        end(request, now: touched)
        throw .uploadNotFound
    }

    /// Lets no further request have it.
    ///
    /// Does not suspend.
    ///
    /// - Parameter unlessBusy: whether one that a request has stays as it is.
    /// - Returns: false if it stays.
    func leave(unlessBusy: Bool = false) -> Bool {
        stage.withLock { stage in
            if unlessBusy, stage.active != nil { return false }
            stage.isGone = true
            return true
        }
    }

    /// Takes it for good: no request has it, and none ever will.
    ///
    /// Suspends until the request that has it has ended: it may be at work on the file.
    func cutOff() async {
        let active = stage.withLock { stage in
            stage.isGone = true
            return stage.active
        }
        guard let active else { return }
        active.channel.close(promise: nil)
        // It is never failed.
        try? await active.ended.futureResult.get()
    }

    /// Gives the upload back.
    func end(_ request: ActiveRequest, now: Timestamp) {
        stage.withLock { stage in
            stage.active = nil
            stage.touched = now
        }
        request.ended.succeed()
    }
}

/// What an upload is to become: who posts which file where.
struct UploadTicket: Hashable, Sendable {
    let room: RoomName
    let name: FileName
    let author: MemberName
    /// The client's idempotency key.
    let key: String?
    /// When the room was made, which tells it from another one that has its name later; `nil` where
    /// there was none, and of uploads that an earlier version began.
    var roomMadeAt: Timestamp?
}

/// What an upload became.
struct UploadedFile: Sendable {
    let size: Int64
    let answer: Answer

    /// The answer to the request that completed it.
    struct Answer: Sendable {
        let isNew: Bool
        let location: String
        let body: [UInt8]
    }
}
