import ChatProtocol

/// What is remembered between two tries of a transfer.
struct TransferTries {
    /// How long nothing may come about before it is given up.
    let patience: Duration
    /// The waits between two tries.
    var backOff = BackOff()
    /// The most bytes that had gone or come.
    private(set) var reached: Int64 = 0
    private var since = ContinuousClock.now

    /// Begins with the first try.
    ///
    /// - Parameter patience: how long nothing may come about.
    init(patience: Duration) {
        self.patience = patience
    }

    /// Notes that it went on.
    ///
    /// - Parameter bytes: that have gone or come.
    mutating func moved(to bytes: Int64) {
        reached = bytes
        since = .now
        backOff.reset()
    }

    /// Notes a failure.
    ///
    /// - Parameters:
    ///   - sparesMissing: whether what is not there may be there at the next try: an upload that
    ///     the server forgot is begun anew, but a room that is not there does not come about.
    /// - Throws: a ``TransferFailure`` if it is no use to try again.
    func note(_ failure: CallFailure, sparesMissing: Bool = false) throws(TransferFailure) {
        if case .refused(let problem) = failure, problem.isPermanent, problem.status != 409,
            problem.status != 404 || !sparesMissing
        {
            throw TransferFailure(failure.description, status: problem.status)
        }
        if case .refused(let problem) = failure, problem.status == 507 {
            throw TransferFailure(failure.description, status: 507)
        }
        guard since.duration(to: .now) < patience else {
            throw TransferFailure(failure.description, isOfStranger: failure.isOfStranger)
        }
    }
}
