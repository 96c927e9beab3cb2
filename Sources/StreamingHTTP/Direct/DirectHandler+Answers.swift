import NIOCore
import Tracing

// MARK: - Answers

extension DirectHandler {
    /// Writes an answer when the earlier ones have been written.
    func answer(_ number: Int, with response: DirectResponse) {
        let mark = answers.mark(of: number)
        guard let context else {
            mark.span?.end()
            return
        }
        answers.fill(number, with: encoded(response, isLast: endsWith(number), mark))
        while let answer = answers.next() {
            clock.wrote(answer.readableBytes)
            outlet.write(answer, context)
            isFlushDue = true
        }
        clock.lastSign = shared.now()
        if answers.isEmpty, isLast, case .idle = state { return close(context) }
        handOverIfAnswered()
        scheduleFlush()
        if isHolding { goOn() } else { readOnIfHeld() }
    }

    /// Whether the connection closes behind an answer.
    private func endsWith(_ number: Int) -> Bool {
        guard isLast, answers.isNewest(number), case .idle = state else { return false }
        return true
    }

    /// The answer on the wire.
    func encoded(_ response: DirectResponse, isLast: Bool, _ mark: RequestMark) -> ByteBuffer {
        gate.answered(with: response.statusCode, in: mark.span)
        return response.encoded(date: shared.date, further: further(mark.id), isLast: isLast)
    }

    /// The fields of every answer, and what this one's request is called.
    func further(_ id: String?) -> [(name: String, value: String)] {
        guard let id else { return gate.fields }
        return gate.fields + [("X-Request-Id", id)]
    }

    /// Flushes behind the answers that come with this one, so that they leave together.
    private func scheduleFlush() {
        guard isFlushDue, let context else { return }
        context.eventLoop.assumeIsolated().execute { self.flushNow() }
    }

    /// Sends what was answered since the last time, if anything was.
    func flushNow() {
        guard isFlushDue else { return }
        isFlushDue = false
        guard let context, outlet.send(context) else { return }
        context.flush()
    }

    /// Reads the connection on if that was held back and may be done again.
    func readOnIfHeld() {
        guard isReadHeld, let context, takesRequests(context) else { return }
        isReadHeld = false
        clock.reads(shared.now())
        context.read()
    }

    // MARK: - The framework's

    /// Counts what the framework writes.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        clock.wrote(unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }

    /// Notes that the framework's answer is complete.
    func frameworkAnswered() {
        guard case .asking(var asked) = state else { return }
        asked.isAnswered = true
        state = .asking(asked)
        clock.lastSign = shared.now()
        endIfAnswered()
    }

    /// Ends the framework's request if it and its answer are complete.
    ///
    /// An answer behind which the connection closes does not wait for the rest of its request.
    func endIfAnswered() {
        guard case .asking(let asked) = state, asked.isAnswered, let context else { return }
        if isLast {
            if !asked.isWhole { isCutShort = true }
            return close(context)
        }
        guard asked.isWhole else { return }
        guard isHolding || heldError != nil || nothingComes else {
            state = .idle
            return readOnIfHeld()
        }
        state = .waiting
        // Not inside the write of the answer's end, before which nothing else may be written.
        context.eventLoop.assumeIsolated().execute { self.goOn() }
    }

    // MARK: - The end

    /// Closes the connection behind all that was answered, and takes no further request.
    func close(_ context: ChannelHandlerContext) {
        if case .closing = state { return }
        state = .closing(since: shared.now())
        isLast = true
        isFlushDue = true
        flushNow()
        outlet.close(context)
        // A server that ends waits for none of whom nothing more is known to come.
        let lingers = (isCutShort || !isQuiescing) && !isInputClosed && framework.isPlain
        let mode: CloseMode = lingers ? .output : .all
        let channel = context.channel
        // Behind all that the socket has not taken yet.
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in
            // A client that sends one byte more would lose the answer to a reset: its bytes are
            // taken until it stops, or until the loop's clock ends it.
            // Source: RFC 9112, section 9.6.
            channel.close(mode: mode).whenFailure { _ in channel.close(promise: nil) }
        }
        if isReadHeld {
            isReadHeld = false
            context.read()
        }
    }
}
