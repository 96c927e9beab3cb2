/// What waits to be sent to other servers, within bounds.
struct NoticeQueue {
    /// Notices that wait.
    static let limit = 1024
    /// How long one waits for others to go with it.
    static let pause = Duration.milliseconds(100)

    private var texts: [String] = []
    private var sent: Int64 = 0
    /// When the oldest has waited long enough; `nil` when none waits.
    private var due: ContinuousClock.Instant?
    private var hasCommitted = false
    private(set) var isClosed = false

    /// Adds a notice.
    ///
    /// - Returns: false when it is not taken.
    mutating func add(_ notice: Notice, at now: ContinuousClock.Instant) -> Bool {
        let bytes = notice.text.utf8
        guard !isClosed, texts.count < Self.limit, bytes.count <= Notice.textLimit,
            !bytes.contains(0)
        else { return false }
        sent += 1
        texts.append(NoticeText.text(of: notice, number: sent))
        due = due ?? now.advanced(by: Self.pause)
        return true
    }

    /// Notes that the log has grown, which is told at once.
    mutating func addCommit() { hasCommitted = true }

    /// Takes no more.
    mutating func close() { isClosed = true }

    /// Lets go of the notices that wait: nobody has to hear of them any more.
    ///
    /// That the log has grown is still to be told.
    mutating func removeNotices() {
        texts = []
        due = nil
    }

    /// When there is something to send; `nil` when nothing waits.
    ///
    /// - Returns: `now` or later.
    func next(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        hasCommitted ? now : due
    }

    /// Takes what is to be sent.
    ///
    /// - Returns: the texts, in order; none when it is too early.
    mutating func take(for node: NodeNumber, at now: ContinuousClock.Instant) -> [String] {
        let commits = hasCommitted ? [NoticeText.commit(by: node)] : []
        hasCommitted = false
        guard let due, due <= now || isClosed else { return commits }
        defer {
            texts = []
            self.due = nil
        }
        return commits + texts
    }
}
