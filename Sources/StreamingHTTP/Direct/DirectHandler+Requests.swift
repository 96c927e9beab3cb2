import DequeModule
import NIOCore
import NIOHTTP1

// MARK: - Requests

extension DirectHandler {
    func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        if case .end(let trailers?) = part, trailers.haveConnectionOption("close") { isLast = true }
        switch (state, part) {
        case (.idle, .head(let head)) where !isLast: began(head, context)
        case (.body(var body, let answer), .body(var piece)):
            // Emptied first, so that the buffer is not copied.
            state = .idle
            body.writeBuffer(&piece)
            state = .body(body, answer: answer)
        case (.body(let body, let answer), .end):
            state = .idle
            let reply = DirectReply(
                replies: shared.replies,
                handler: bound,
                number: answers.add(mark),
                span: mark.span
            )
            answer(body, reply)
        case (.streamDue(let opener), .end):
            state = .streamHeld(opener)
            handOverIfAnswered()
        case (.asking, _): pass(part, context)
        default:
            // What comes behind the last request is dropped.
            isCutShort = true
        }
    }

    private func began(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var head = head
        let refusal = refusal(of: &head)
        if let refusal, refusal.ends || head.version != .http1_1 || head.announcesBody {
            isLast = true
            isCutShort = true
            return answer(answers.add(mark(of: head)), with: refusal)
        }
        clock.began()
        let endsHere = head.asksForClose || head.asksForUpgrade || isQuiescing
        let way = refusal.map(DirectWay.refusal) ?? way(of: head)
        if way.isDirect { mark = mark(of: head) }
        switch way {
        case .answer(let answer):
            state = .body(ByteBuffer(), answer: answer)
            isLast = endsHere
        case .stream(let open): state = .streamDue(.stream(open))
        case .streamAtOnce(let open): state = .streamDue(.streamAtOnce(open))
        case .framework:
            guard answers.isEmpty, context.channel.isWritable else {
                held.prepend(.head(head))
                return state = .waiting
            }
            isLast = endsHere
            ask(head, context)
        }
    }

    /// What is kept of a request that is answered here.
    func mark(of head: HTTPRequestHead?) -> RequestMark {
        let id = gate.requestID(of: head)
        return RequestMark(id: id, span: gate.span(of: head, called: id))
    }

    private func refusal(of head: inout HTTPRequestHead) -> DirectResponse? {
        if let passed, gate.passes(head, like: passed) { return nil }
        head.trimValues()
        let refusal = gate.refusal(of: head)
        // It is held for as long as the connection, whatever comes on it.
        passed = refusal == nil && head.isSmall ? head : nil
        return refusal
    }

    private func way(of head: HTTPRequestHead) -> DirectWay {
        guard head.version == .http1_1 else { return .framework }
        let way = session.way(of: head)
        // A stream needs the pipeline for itself, and the framework's handlers stay in it.
        if hasFramework, !way.isAnswer { return .framework }
        return way
    }

    /// Gives the framework a request.
    private func ask(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        state = .asking(
            AskedRequest(
                isVersion0: head.version != .http1_1,
                isHead: head.method == .HEAD,
                awaitsContinue: head.version == .http1_1 && head.headers.contains(name: "expect")
            )
        )
        // Portions that its own body brings about begin behind its head.
        if portions == nil { bodyLeft = head.bodyBytes }
        guard addFramework(context) else { return }
        context.fireChannelRead(wrapInboundOut(.head(head.forFramework)))
    }

    private func pass(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        guard case .asking(var asked) = state else { return }
        if case .end = part {
            asked.isWhole = true
            state = .asking(asked)
        }
        context.fireChannelRead(wrapInboundOut(part))
        if asked.isWhole { endIfAnswered() }
    }
}

// MARK: - Reading

extension DirectHandler {
    func channelReadComplete(context: ChannelHandlerContext) {
        flushNow()
        portionReads(context)
        if case .body = state { clock.reads(shared.now()) }
        context.fireChannelReadComplete()
    }

    /// Lets the connection be read only while it takes requests.
    func read(context: ChannelHandlerContext) {
        guard takesRequests(context) else {
            isReadHeld = true
            return
        }
        clock.reads(shared.now())
        context.read()
    }

    /// Goes on when the client has taken its answers.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if case .waiting = state { goOn() } else { readOnIfHeld() }
        context.fireChannelWritabilityChanged()
    }

    /// Tells whether more requests can be read: not too many wait for their answers, nor too many
    /// answers for the client.
    func takesRequests(_ context: ChannelHandlerContext) -> Bool {
        switch state {
        case .handedOver, .closing: true
        case .asking: held.isEmpty
        default:
            answers.count < Self.pipelineLimit && !isHolding && context.channel.isWritable
        }
    }

    /// Whether more of what was read can be taken apart.
    var takesMore: Bool {
        guard let context else { return true }
        return takesRequests(context)
    }

    var isHolding: Bool {
        switch state {
        case .waiting, .streamHeld: true
        default: !held.isEmpty
        }
    }
}

extension DirectWay {
    fileprivate var isDirect: Bool {
        if case .framework = self { return false }
        return true
    }

    fileprivate var isAnswer: Bool {
        if case .answer = self { return true }
        return false
    }

    /// Tells a request that brings nothing why it goes no further.
    fileprivate static func refusal(_ response: DirectResponse) -> DirectWay {
        .answer { _, reply in reply.send { response } }
    }
}

extension HTTPRequestHead {
    /// Bytes of a head that may be held for as long as its connection, which may be idle.
    static let smallBytes = 1024

    /// Whether the head is as small as most are.
    fileprivate var isSmall: Bool {
        var bytes = uri.utf8.count
        return headers.allSatisfy { name, value in
            // Two texts take some bytes, however short they are.
            bytes += 32 + name.utf8.count + value.utf8.count
            return bytes <= Self.smallBytes
        }
    }

    /// Takes blanks and tabs out where the decoder leaves them: those behind a value, which are
    /// none of it, and the tabs of a list that is read here.
    ///
    /// The decoder has framed the request by then. It takes the blanks behind the fields that say
    /// how, and refuses their tabs.
    /// Source: RFC 9110, sections 5.5 and 5.6.1, and RFC 9112, section 5.1.
    fileprivate mutating func trimValues() {
        let (tab, blank) = (UInt8(ascii: "\t"), UInt8(ascii: " "))
        let isDue = headers.contains { _, value in
            value.utf8.last == blank || value.utf8.contains(tab)
        }
        guard isDue else { return }
        headers = HTTPHeaders(
            headers.map { name, value in
                let isList = name.lowercased() == "connection"
                let bytes = value.utf8.map { isList && $0 == tab ? blank : $0 }
                let blanks = bytes.reversed().prefix { $0 == tab || $0 == blank }
                return (name, String(decoding: bytes.dropLast(blanks.count), as: UTF8.self))
            }
        )
    }

    /// Whether a body may follow, which nobody would read.
    fileprivate var announcesBody: Bool {
        headers.contains(name: "content-length") || headers.contains(name: "transfer-encoding")
    }

    /// Whether the connection closes behind the answer: a client of HTTP/1.0 may ask for both, and
    /// then means to close.
    ///
    /// Source: RFC 9112, section 9.3.
    fileprivate var asksForClose: Bool {
        !isKeepAlive || headers.haveConnectionOption("close")
    }

    /// Whether the decoder takes what follows for another protocol, and so reads no further
    /// request: the connection can only close.
    ///
    /// Source: RFC 9110, sections 7.8 (an offer may be ignored) and 9.3.6.
    fileprivate var asksForUpgrade: Bool {
        method == .CONNECT
            || headers.contains(name: "upgrade") && headers.haveConnectionOption("upgrade")
    }

    /// The head without the fields that are between the client and this server alone.
    ///
    /// Whether the connection closes is decided here, and a client of HTTP/1.0 waits for nothing.
    /// Source: RFC 9110, sections 7.6.1 and 10.1.1.
    fileprivate var forFramework: HTTPRequestHead {
        var head = self
        head.headers.remove(name: "connection")
        head.headers.remove(name: "upgrade")
        if version != .http1_1 { head.headers.remove(name: "expect") }
        if asksForServer { head.uri = "*" }
        return head
    }

    /// Whether the server as a whole is asked about, by an address without a path.
    ///
    /// Source: RFC 9112, section 3.2.4.
    private var asksForServer: Bool {
        guard method == .OPTIONS, uri.utf8.first != UInt8(ascii: "/"),
            let mark = uri.firstRange(of: "://")
        else { return false }
        return !uri[mark.upperBound...].contains { "/?".contains($0) }
    }
}

extension HTTPHeaders {
    /// Whether the decoder finds an option of the connection: it looks for it by bytes, in a field
    /// of no standard too, and in trailers as in a head.
    ///
    /// Behind a message with `close` it reads no other.
    fileprivate func haveConnectionOption(_ option: String) -> Bool {
        contains { name, value in
            // Told apart by their length first: most are none of these.
            guard name.utf8.count == 10 || name.utf8.count == 16,
                ["connection", "proxy-connection"].contains(name.lowercased())
            else { return false }
            return FieldList.elements(of: value).contains { $0.lowercased() == option }
        }
    }
}
