import NIOCore

// MARK: - Answers

extension DirectHandler {
    /// Writes an answer when the earlier ones have been written.
    ///
    /// - Parameters:
    ///   - number: the request's.
    ///   - response: the answer.
    func answer(_ number: Int, with response: DirectResponse) {
        guard let context else { return }
        answers.fill(number, with: response.encoded(date: shared.date))
        while let answer = answers.next() {
            outlet.write(answer, context)
            isFlushDue = true
        }
        lastSign = .now()
        if answers.isEmpty, isLast, case .idle = state { return close(context) }
        handOverIfAnswered()
        scheduleFlush()
        readOnIfHeld()
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
        context.read()
    }

    /// Closes the connection behind all that was answered, and takes no further request.
    ///
    /// - Parameter context: of this handler.
    func close(_ context: ChannelHandlerContext) {
        isLast = true
        isFlushDue = true
        flushNow()
        outlet.close(context)
        let channel = context.channel
        // Behind all that the socket has not taken yet.
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in
            channel.close(promise: nil)
        }
    }
}
