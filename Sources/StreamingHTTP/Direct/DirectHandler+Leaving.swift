import DequeModule
import NIOCore
import NIOHTTP1
import Tracing

// MARK: - Who else answers

extension DirectHandler {
    /// Puts the framework's handlers behind this one, with the first request that is theirs.
    ///
    /// - Returns: false if the pipeline is being taken down.
    func addFramework(_ context: ChannelHandlerContext) -> Bool {
        guard !hasFramework else { return true }
        hasFramework = true
        flushNow()
        // The framework writes through the channel, and nothing may pass it.
        outlet.close(context)
        do {
            task.succeed(.conversation(try framework.add(to: context.channel, behind: self)))
            return true
        } catch {
            task.succeed(.ended)
            context.close(promise: nil)
            return false
        }
    }

    /// Gives the connection to its stream, once every earlier request is answered.
    func handOverIfAnswered() {
        guard case .streamHeld(let opener) = state, answers.isEmpty, let context else { return }
        state = .handedOver
        // What comes behind a stream is never answered.
        held = []
        flushNow()
        outlet.close(context)
        shared.remove(self)
        let opening = DirectOpening(handler: bound, span: mark.span, requestID: mark.id)
        switch opener {
        case .stream(let open): task.succeed(.task { await open(opening) })
        case .streamAtOnce(let open):
            task.succeed(.ended)
            open(opening)
        }
    }

    /// Writes a stream's head, and leaves the pipeline to the stream.
    func stream(contentType: String, _ begin: (any StreamBody) -> Void) {
        let body = ChunkedStream(
            isInputClosed: context == nil || isInputClosed,
            isPlain: framework.isPlain,
            socket: socket
        )
        guard let context, context.channel.isActive else {
            mark.span?.end()
            return begin(body)
        }
        let head = DirectResponse.streamHead(
            contentType: contentType,
            date: shared.date,
            further: further(mark.id)
        )
        let pipeline = context.pipeline.syncOperations
        do {
            try pipeline.addHandler(body, position: .after(self))
            pipeline.removeHandler(decoder, promise: nil)
            if let portions { pipeline.removeHandler(portions, promise: nil) }
        } catch {
            // The pipeline is being taken down: the client has gone.
            mark.span?.end()
            return begin(body)
        }
        let channel = context.channel
        pipeline.removeHandler(context: context, promise: nil)
        // It leaves with what the stream says first.
        body.write(framed: head)
        begin(body)
        gate.answered(with: 200, in: mark.span)
        channel.read()
    }

    /// Answers a request that was to be a stream, and closes.
    func refuse(with response: DirectResponse) {
        guard let context else {
            mark.span?.end()
            return
        }
        // The clock ends it if the client does not.
        shared.add(self)
        outlet.write(encoded(response, isLast: true, mark), context)
        close(context)
    }
}

// MARK: - Channel events

extension DirectHandler {
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: inputClosed(context)
        case is ChannelShouldQuiesceEvent: quiesce(context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    private func inputClosed(_ context: ChannelHandlerContext) {
        // Noted also while a stream is being made, which has nobody else to hear of it.
        isInputClosed = true
        switch state {
        case .closing: context.close(promise: nil)
        case .handedOver: context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        // What was asked already is still answered.
        case .idle where answers.isEmpty && held.isEmpty: context.close(promise: nil)
        case .asking where held.isEmpty:
            isLast = true
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        default: if held.isEmpty { isLast = true }
        }
    }

    private func quiesce(_ context: ChannelHandlerContext) {
        isQuiescing = true
        switch state {
        case .idle where answers.isEmpty && held.isEmpty: context.close(promise: nil)
        case .closing: break
        case .handedOver: context.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        default: if held.isEmpty { isLast = true }
        }
    }

    /// Notes that the framework's answer has become a stream.
    func triggerUserOutboundEvent(
        context: ChannelHandlerContext,
        event: Any,
        promise: EventLoopPromise<Void>?
    ) {
        guard event is StreamStarted, case .asking(var asked) = state else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        asked.isStream = true
        state = .asking(asked)
        promise?.succeed()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What comes behind what cannot be parsed is dropped: the answers before it still leave.
        if case ByteToMessageDecoderError.dataReceivedInErrorState = error { return }
        guard error is HTTPParserError else {
            if hasFramework { return context.fireErrorCaught(error) }
            return context.close(promise: nil)
        }
        isCutShort = true
        switch state {
        case .closing, .handedOver: break
        case .asking(let asked) where !asked.isWhole && held.isEmpty:
            // The request has no end: whoever answers it is told.
            isLast = true
            context.fireErrorCaught(error)
        default:
            // The request that came before it is whole, and is answered by whom it is for.
            if canFail { fail(with: error, context) } else { heldError = error }
        }
    }

    /// Whether what cannot be parsed can be refused now.
    var canFail: Bool {
        switch state {
        case .idle, .body, .streamDue: held.isEmpty
        default: false
        }
    }

    /// Whether what cannot be parsed is the rest of a request that was begun.
    private var isTaking: Bool {
        switch state {
        case .body, .streamDue: true
        default: false
        }
    }

    /// Refuses what cannot be parsed: it has no end, so that nothing after it can be answered.
    func fail(with error: any Error, _ context: ChannelHandlerContext) {
        // Nothing is read behind the last request.
        if isLast, case .idle = state { return }
        let isBegun = isTaking
        let failed = isBegun ? mark : mark(of: nil)
        state = .idle
        isLast = true
        answer(answers.add(failed), with: isBegun ? gate.brokenBody(error) : unreadable(error))
    }

    private func unreadable(_ error: any Error) -> DirectResponse {
        var isTooLong = false
        if case HTTPParserError.headerOverflow = error { isTooLong = true }
        return gate.unreadable(isTooLong: isTooLong)
    }
}
