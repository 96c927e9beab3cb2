import Glibc
import Synchronization

/// How streams open.
extension ReaderLoop {
    /// The longest head and control lines that may come before a stream is open, in bytes.
    private static let headBytesAtMost = 65_536
    /// The same where messages come before it that the stream had missed.
    private static let returnBytesAtMost = 16_777_216
    /// Bytes of a refusal that the report shows at most.
    private static let lineBytesKept = 120
    /// Bytes asked of one read before a stream is open; with the ones before they fit the buffer.
    private static let headReadBytes = 16_384
    /// The kernel's receive buffer of a stream that is held back, so that the server feels it soon.
    private static let heldReceiveBytes: Int32 = 4096

    /// Begins as many streams as may be opening at once.
    mutating func openMore() {
        while opened < plan.streams, openingCount < plan.openingAtMost {
            guard open(opened) else { return }
            opened += 1
        }
    }

    /// Begins one stream.
    ///
    /// - Parameter stream: from 0, below the plan's count; not open.
    /// - Returns: whether it could be begun.
    mutating func open(_ stream: Int) -> Bool {
        let isHeld = plan.pace == .stopped || plan.pace == .slow
        do throws(LoadError) {
            let socket = try Socket.connect(
                to: plan.dialect.address,
                receiveBytes: isHeld ? Self.heldReceiveBytes : nil,
                source: (plan.firstStream + stream) / Socket.connectionsPerSource
            )
            sockets[stream] = socket
            if let context {
                sessions[stream] = try TLSSession(context: context, socket: socket)
            }
            phases[stream] = .connecting
            openingCount += 1
            epoll.add(socket, token: stream)
            return true
        } catch {
            progress.note("stream \(stream): \(error)")
            return false
        }
    }

    /// Asks for the stream, over a connection that has become writable.
    ///
    /// - Parameter stream: one that is being connected.
    mutating func request(_ stream: Int) {
        let error = Socket.pendingError(sockets[stream])
        guard error == 0 else { return refuse(stream, "could not connect, error \(error)") }
        switch connection(stream).handshake() {
        case .unfinished:
            phases[stream] = .securing
            return
        case .failed: return refuse(stream, "its TLS handshake failed")
        case .done: break
        }
        let bytes = plan.dialect.streamRequest(
            room: plan.room(of: stream),
            since: plan.returning?.cursors[plan.seen(by: stream)],
            reader: plan.isNamed ? plan.firstStream + stream : nil
        )
        guard connection(stream).send(bytes) else { return refuse(stream, "takes no request") }
        phases[stream] = .opening
        heads[stream] = []
    }

    /// Counts and notes a stream that ended, and closes it.
    ///
    /// - Parameters:
    ///   - stream: one that has a socket.
    ///   - reason: for the report.
    mutating func refuse(_ stream: Int, _ reason: String) {
        progress.note("stream \(stream): \(reason)")
        result.faults.ended += 1
        shut(stream)
    }

    /// Closes a stream, which no longer counts as opening.
    ///
    /// - Parameter stream: one that has a socket.
    mutating func shut(_ stream: Int) {
        switch phases[stream] {
        case .connecting, .securing, .opening: openingCount -= 1
        case .live, .held, .closed: break
        }
        phases[stream] = .closed
        if plan.isSecure { sessions[stream] = nil }
        heads[stream] = nil
        close(sockets[stream])
        sockets[stream] = -1
    }

    /// Reads until the opening has ended or the socket is empty, and takes what is behind it.
    ///
    /// - Parameter stream: one whose request was sent.
    mutating func readHead(_ stream: Int) {
        while phases[stream] == .opening {
            let start = unsafe buffer + StreamScanner.headroom
            let outcome = unsafe connection(stream).receive(start, count: Self.headReadBytes)
            switch outcome {
            case .wouldBlock: return
            case .ended: return refuse(stream, "ended while it opened")
            case .bytes(let count):
                unsafe heads[stream]?.append(
                    contentsOf: UnsafeRawBufferPointer(start: start, count: count)
                )
                // What it had missed comes before it is live.
                if plan.returning != nil { take(count: count, stream: stream) }
                judgeHead(stream)
            }
        }
    }

    private mutating func judgeHead(_ stream: Int) {
        guard var head = heads[stream] else { return }
        guard
            head.prefix(plan.dialect.greeting.count).elementsEqual(
                plan.dialect.greeting.prefix(head.count)
            )
        else {
            let line = String(
                decoding: head.prefix(Self.lineBytesKept).prefix { $0 != 0x0D },
                as: UTF8.self
            )
            return refuse(stream, "refused: \(line)")
        }
        guard let end = head.firstEnd(of: plan.dialect.readyMark) else {
            let most =
                plan.returning == nil ? Self.headBytesAtMost : Self.returnBytesAtMost
            guard head.count < most else {
                return refuse(stream, "no end of its opening in \(head.count) bytes")
            }
            return
        }
        heads[stream] = nil
        becomeReady(stream)
        // All that came has been taken already.
        guard plan.returning == nil else { return read(stream) }
        if plan.isStrict, plan.dialect.isChunked {
            // The ready mark may lie inside a chunk, so the parser begins at the head's end.
            head.removeFirst(head.firstEnd(of: Array("\r\n\r\n".utf8)) ?? end)
        } else {
            head.removeFirst(end)
        }
        takeRest(head, stream: stream)
        if phases[stream] == .live { read(stream) }
    }

    private mutating func takeRest(_ rest: [UInt8], stream: Int) {
        guard !rest.isEmpty else { return }
        precondition(rest.count <= Self.bufferBytes, "a head is shorter than the buffer")
        unsafe rest.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe (buffer + StreamScanner.headroom).copyMemory(
                from: base,
                byteCount: bytes.count
            )
        }
        take(count: rest.count, stream: stream)
    }

    private mutating func becomeReady(_ stream: Int) {
        openingCount -= 1
        readyCount += 1
        phases[stream] = .live
        if plan.pace == .stopped || plan.pace == .slow, !isReleased {
            phases[stream] = .held
            epoll.remove(sockets[stream])
        }
        let now = progress.clock.now
        if plan.returning != nil { result.live.record(now &- began) }
        status.lastReady.store(now, ordering: .relaxed)
        status.ready.store(readyCount, ordering: .releasing)
    }
}
