import ChatServer
import Foundation
import NIOCore
import NIOHTTP1

/// Notes an answer of HTTP, and when each part of it came.
///
/// Confined to its channel's event loop.
final class ProbeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// Bytes of the body that are kept.
    private static let bodyBytes = 256 * 1024

    private let head: HTTPRequestHead
    private let limit: TimeAmount
    private let isEnough: (PathFacts.Answer) -> Bool
    private let done: EventLoopPromise<PathFacts.Answer>
    private let clock = ContinuousClock()
    private var sent: ContinuousClock.Instant?
    private var answer = PathFacts.Answer()
    private var isDone = false

    /// Makes the notes of one answer.
    ///
    /// - Parameters:
    ///   - limit: how long the answer is watched.
    ///   - isEnough: tells when no more has to be seen of it.
    init(
        _ head: HTTPRequestHead,
        limit: TimeAmount,
        isEnough: @escaping (PathFacts.Answer) -> Bool,
        done: EventLoopPromise<PathFacts.Answer>
    ) {
        self.head = head
        self.limit = limit
        self.isEnough = isEnough
        self.done = done
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: limit) {
            bound.value.handler.finish(.left, bound.value.context)
        }
        if context.channel.isActive { ask(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        ask(context)
        context.fireChannelActive()
    }

    private func ask(_ context: ChannelHandlerContext) {
        guard sent == nil else { return }
        sent = clock.now
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): take(head)
        case .body(let piece):
            answer.pieces.append(passed)
            if answer.body.utf8.count < Self.bodyBytes { answer.body += String(buffer: piece) }
        case .end:
            guard answer.status >= 200 else { return }
            return finish(.whole, context)
        }
        if isEnough(answer) { finish(.left, context) }
    }

    private func take(_ head: HTTPResponseHead) {
        answer.status = Int(head.status.code)
        answer.version = "\(head.version.major).\(head.version.minor)"
        for field in head.headers { answer.fields[field.name.lowercased()] = field.value }
        let date = answer.fields["date"].flatMap { Self.dates.date(from: $0) }
        // The field has whole seconds: half of one is added, so that the error goes either way.
        answer.skew = date.map { $0.timeIntervalSinceNow + 0.5 }
    }

    private var passed: Duration { sent.map { clock.now - $0 } ?? .zero }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.cut, context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.cut, context)
    }

    private func finish(_ end: PathFacts.End, _ context: ChannelHandlerContext) {
        guard !isDone else { return }
        isDone = true
        answer.end = end
        done.succeed(answer)
        context.close(promise: nil)
    }

    /// Source: RFC 9110, section 5.6.7.
    private static var dates: DateFormatter {
        let dates = DateFormatter()
        dates.locale = Locale(identifier: "en_US_POSIX")
        dates.timeZone = TimeZone(secondsFromGMT: 0)
        dates.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return dates
    }
}
