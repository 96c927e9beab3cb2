import NIOCore
import NIOHTTP1

// MARK: - The end of our part

extension DirectHandler {
    /// Gives the connection to who is to have it, once every earlier request is answered.
    func handOverIfAnswered() {
        guard case .held(let parts, let successor) = state, answers.isEmpty, let context else {
            return
        }
        state = .handedOver
        flushNow()
        outlet.close(context)
        switch successor {
        case .stream(let open):
            shared.remove(self)
            let opening = DirectOpening(handler: bound)
            turn.succeed(.task { await open(opening) })
        case .streamAtOnce(let open):
            shared.remove(self)
            turn.succeed(.ended)
            open(DirectOpening(handler: bound))
        case .framework:
            shared.remove(self)
            handOver(parts, context)
        }
    }

    private func handOver(_ parts: [HTTPServerRequestPart], _ context: ChannelHandlerContext) {
        do {
            turn.succeed(.conversation(try framework.add(to: context.channel)))
        } catch {
            turn.succeed(.ended)
            return context.close(promise: nil)
        }
        for part in parts { context.fireChannelRead(wrapInboundOut(part)) }
        context.fireChannelReadComplete()
        if let heldError { context.fireErrorCaught(heldError) }
        if isInputClosed { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        if isQuiescing { context.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        if isReadHeld { context.read() }
    }

    /// Writes a stream's head, and leaves the pipeline to the stream.
    ///
    /// - Parameters:
    ///   - contentType: of the body.
    ///   - begin: given the body.
    func stream(contentType: String, _ begin: (any StreamBody) -> Void) {
        let body = ChunkedStream(
            isInputClosed: context == nil || isInputClosed,
            isPlain: framework.isPlain
        )
        guard let context, context.channel.isActive else { return begin(body) }
        let head = DirectResponse.streamHead(contentType: contentType, date: shared.date)
        context.write(wrapOutboundOut(head), promise: nil)
        let pipeline = context.pipeline.syncOperations
        do {
            try pipeline.addHandler(body, position: .after(self))
            pipeline.removeHandler(decoder, promise: nil)
        } catch {
            // The pipeline is being taken down: the client has gone.
            return begin(body)
        }
        let channel = context.channel
        pipeline.removeHandler(context: context, promise: nil)
        begin(body)
        channel.read()
    }

    /// Answers a request that was to be a stream, and closes.
    ///
    /// - Parameter response: the answer.
    func refuse(with response: DirectResponse) {
        guard let context else { return }
        var response = response
        response.fields.append((name: "Connection", value: "close"))
        outlet.write(response.encoded(date: shared.date), context)
        close(context)
    }
}

// MARK: - Channel events

extension DirectHandler {
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Noted also while a stream is being made, which has nobody else to hear of it.
        if case ChannelEvent.inputClosed = event { isInputClosed = true }
        if case .handedOver = state { return context.fireUserInboundEventTriggered(event) }
        if event is ChannelShouldQuiesceEvent { isQuiescing = true }
        switch event {
        case ChannelEvent.inputClosed, is ChannelShouldQuiesceEvent:
            isLast = true
            // What was asked already is still answered.
            if answers.isEmpty, case .idle = state { context.close(promise: nil) }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .handedOver = state { return context.fireErrorCaught(error) }
        guard error is HTTPParserError else { return context.close(promise: nil) }
        // The request that came before it is whole, and is answered by whom it is for.
        if isHolding {
            heldError = error
            return
        }
        // Nothing is read behind the last request.
        if isLast, case .idle = state { return }
        // What cannot be parsed has no end, so that nothing after it can be answered either.
        state = .idle
        isLast = true
        let close = [(name: "Connection", value: "close")]
        answer(
            answers.add(),
            with: DirectResponse(status: "400 Bad Request", fields: close, body: [])
        )
    }
}
