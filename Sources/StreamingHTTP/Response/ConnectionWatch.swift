import NIOCore

/// The event loop's part in a response, for the task that sends it.
struct ConnectionWatch: Sendable {
    /// How long what comes fast may wait to be joined by more: not noticed by a reader, and long
    /// enough for some ten kilobytes of rows.
    private static let gatheringTime = TimeAmount.milliseconds(1)

    let connection: ResponseConnection
    private let watch: NIOLoopBoundBox<ReaderWatch?>

    /// Begins to look after a response; does not suspend.
    ///
    /// - Parameter start: makes the watch, on the event loop; `nil` if the client has gone.
    init(_ connection: ResponseConnection, _ start: @escaping @Sendable () -> ReaderWatch?) {
        self.connection = connection
        let loop = connection.channel.eventLoop
        let watch = NIOLoopBoundBox<ReaderWatch?>.makeEmptyBox(eventLoop: loop)
        self.watch = watch
        loop.execute { watch.value = start() }
    }

    /// Suspends until the event loop has seen what was written and takes more.
    ///
    /// - Parameter buffer: what is written next; it gathers for a moment if it is filled fast.
    /// - Throws: when the loop has shut down.
    func settle(_ buffer: StreamBuffer) async throws {
        let loop = connection.channel.eventLoop
        let room = loop.flatSubmit {
            if let mark = buffer.changedMark() { connection.setMark(mark) }
            if buffer.gather() {
                loop.scheduleTask(in: Self.gatheringTime) { buffer.stopGathering() }
            }
            return watch.value?.whenRoom() ?? loop.makeSucceededVoidFuture()
        }
        // The future knows nothing of tasks.
        try await withTaskCancellationHandler {
            try await room.get()
        } onCancel: {
            loop.execute { watch.value?.giveUp() }
        }
    }

    /// Does what is due after a while; does not suspend.
    func look(in duration: Duration) {
        connection.channel.eventLoop.scheduleTask(in: TimeAmount(duration)) { watch.value?.look() }
    }

    /// Ends the watch; does not suspend.
    func end() {
        connection.channel.eventLoop.execute { watch.value?.stop() }
    }
}
