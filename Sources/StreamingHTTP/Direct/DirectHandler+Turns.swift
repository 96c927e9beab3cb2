import DequeModule
import NIOCore
import NIOHTTP1

// MARK: - What comes, and what waits

extension DirectHandler {
    /// Parts of one read that are taken whatever the other connections do: a request, and another.
    static let partsAlways = 4
    /// Parts of one read, or bytes of bodies, from which on reads are given in portions.
    private static let manyParts = 16
    private static let manyBytes = 1_024
    /// The most bytes of a read, before and after that.
    static let firstReadBytes = 2_048
    private static let readBytes = 65_536

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        count(part)
        switch state {
        // What comes behind the last request is dropped.
        case .handedOver, .closing: return
        default: break
        }
        if mustWait || !mayTake() { hold(part) } else { take(part, context) }
        // What it costs beside its bytes is counted before the decoder.
        if chunks.isChunked, portions == nil { addPortions(context) }
    }

    private func count(_ part: HTTPServerRequestPart) {
        partCount &+= 1
        partsOfRead += 1
        switch part {
        case .head(let head):
            bodyLeft = portions == nil ? 0 : head.bodyBytes
            chunks.begin(isChunked: head.isChunked)
        case .body(let piece):
            chunks.came(piece.readableBytes)
            bodyLeft -= piece.readableBytes
            bytesOfRead += piece.readableBytes
            return clock.came(piece.readableBytes, shared.now())
        case .end:
            bodyLeft = 0
            chunks.begin(isChunked: false)
        }
        clock.came(0, shared.now())
    }

    /// Notes that what comes from now on was read by itself.
    func beginsRead() {
        partsOfRead = 0
        bytesOfRead = 0
    }

    /// Has what is read from now on given in portions, if this read brought much.
    func portionReads(_ context: ChannelHandlerContext) {
        guard portions == nil else { return }
        defer { beginsRead() }
        guard partsOfRead >= Self.manyParts || bytesOfRead >= Self.manyBytes else { return }
        addPortions(context)
    }

    /// Has what is read given in portions.
    func addPortions(_ context: ChannelHandlerContext) {
        let portions = ReadPortions(front: self)
        let pipeline = context.pipeline.syncOperations
        do {
            try pipeline.addHandler(portions, position: .before(decoder))
            self.portions = portions
            try context.channel.syncOptions?.setOption(
                .recvAllocator,
                value: Self.reads(upTo: Self.readBytes)
            )
        } catch {
            // The pipeline is being taken down: nothing is read any more.
        }
    }

    /// How much a connection takes in one read.
    static func reads(upTo maximum: Int) -> AdaptiveRecvByteBufferAllocator {
        AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 512, maximum: maximum)
    }

    // MARK: - Turns

    /// Whether a part may be taken before the loop has looked at its sockets again.
    private func mayTake() -> Bool {
        if partsOfRead <= Self.partsAlways || shared.turns.take() { return true }
        awaitTurn()
        return false
    }

    private func awaitTurn() {
        guard !awaitsTurn else { return }
        awaitsTurn = true
        shared.turns.wait {
            self.awaitsTurn = false
            self.goOn(atMost: self.shared.turns.partsAtOnce)
        }
    }

    /// Keeps a part until its turn; pieces of a body become one.
    private func hold(_ part: HTTPServerRequestPart) {
        guard !isOverfull else { return }
        if case .body(var piece) = part, case .body(var body)? = held.last {
            // Taken out first, so that the buffer is not copied.
            held.removeLast()
            body.writeBuffer(&piece)
            return held.append(.body(body))
        }
        held.append(part)
        guard held.count > Self.heldLimit else { return }
        isOverfull = true
        isCutShort = true
        while let last = held.last, !last.isEnd { held.removeLast() }
    }

    /// Ends the connection behind what was taken of it: more came than is kept.
    func isTooMuch() {
        isOverfull = true
        isCutShort = true
        goOn()
    }

    /// True while a part that comes has to wait for what came before it.
    private var mustWait: Bool {
        switch state {
        case .waiting: true
        case .asking(let asked): asked.isWhole || !held.isEmpty
        default: !held.isEmpty
        }
    }

    /// Goes on with what was held, as far as it can be taken now.
    ///
    /// A request may be answered while it is taken, which comes back here: what it makes possible
    /// is done by the outer call.
    ///
    /// - Parameter limit: parts, behind which others have their turn.
    func goOn(atMost limit: Int = .max) {
        guard !isGoingOn, let context else { return }
        isGoingOn = true
        defer { isGoingOn = false }
        if case .waiting = state, answers.isEmpty, context.channel.isWritable { state = .idle }
        if takeHeld(limit, context) { context.fireChannelReadComplete() }
        endIfNothingComes(context)
        readOnIfHeld()
    }

    /// Takes what was held; true if some of it was the framework's.
    private func takeHeld(_ limit: Int, _ context: ChannelHandlerContext) -> Bool {
        var (count, hasPassed) = (0, false)
        while !held.isEmpty, !mustWaitFurther {
            guard count < limit, shared.turns.take() else {
                awaitTurn()
                break
            }
            count += 1
            take(held.removeFirst(), context)
            if case .asking = state { hasPassed = true }
        }
        return hasPassed
    }

    private var mustWaitFurther: Bool {
        switch state {
        case .waiting, .streamHeld, .handedOver, .closing: true
        case .asking(let asked): asked.isWhole
        default: false
        }
    }

    /// Once all that was held has been taken: tells what came behind it.
    private func endIfNothingComes(_ context: ChannelHandlerContext) {
        guard held.isEmpty else { return }
        if let error = heldError, canFail {
            heldError = nil
            return fail(with: error, context)
        }
        guard nothingComes else { return }
        switch state {
        case .idle where answers.isEmpty: close(context)
        case .asking(let asked) where asked.isAnswered || asked.isWhole && !isInputClosed: break
        case .asking(let asked) where !asked.isWhole && isOverfull:
            isLast = true
            context.fireErrorCaught(HTTPParserError.invalidEOFState)
        case .asking(let asked):
            if !asked.isWhole, !isInputClosed { break }
            if !asked.isWhole { isLast = true }
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        default: isLast = true
        }
    }

    /// True when no request comes behind those that are held.
    var nothingComes: Bool { isInputClosed || isOverfull || isQuiescing }
}

extension HTTPServerRequestPart {
    fileprivate var isEnd: Bool {
        if case .end = self { return true }
        return false
    }
}

extension HTTPRequestHead {
    /// Whether the body comes in chunks.
    fileprivate var isChunked: Bool { headers.contains(name: "transfer-encoding") }

    /// The bytes that are still to come of a request that tells them.
    var bodyBytes: Int {
        headers.first(name: "content-length").flatMap { Int($0) }.map { max(0, $0) } ?? 0
    }
}
