import HTTPTypes
public import Hummingbird
public import HummingbirdCore
public import Logging
import NIOHTTP1

extension HTTPResponder where Context: InitializableFromSource<ApplicationRequestContextSource> {
    /// The responder as connections call it: it makes a request's context, and gives each response
    /// the fields that all have.
    ///
    /// It does what the framework's application does, for a server that has none.
    ///
    /// - Parameters:
    ///   - name: the `Server` field.
    ///   - logger: of the requests.
    /// - Returns: answers one request, and throws when the client cannot be answered.
    public func onConnections(name: String, logger: Logger) -> HTTPChannelHandler.Responder {
        { request, writer, channel in
            let request = request.withPlainPath
            let context = Context(source: .init(channel: channel, logger: logger))
            // What changes nothing is not worth finishing for a client that has gone.
            var response =
                request.method == .get || request.method == .head
                ? try await OwnedWork.run(on: channel) {
                    try await answer(request, context, logger)
                } : try await answer(request, context, logger)
            response.headers[.date] = HTTPDate.now()
            response.headers[.server] = name
            do {
                try await writer.write(response: response.head, body: response.body)
            } catch is HTTPParserError {
                // Else a second answer would be written after the beginning of this one.
                throw AnswerCutOff()
            }
        }
    }

    private func answer(
        _ request: Request,
        _ context: Context,
        _ logger: Logger
    ) async throws -> Response {
        do {
            return try await respond(to: request, context: context)
        } catch let error as HTTPParserError {
            throw error
        } catch {
            logger.error("a request failed", metadata: ["error": "\(error)"])
            return Response(status: .internalServerError)
        }
    }
}

extension Request {
    /// The request under the plainest of all paths that mean the same: by that it is looked for.
    fileprivate var withPlainPath: Request {
        guard let target = head.path else { return self }
        let plain = UnreservedEscapes.removed(from: target)
        guard plain != target else { return self }
        var head = head
        head.path = plain
        return Request(head: head, body: body)
    }
}

/// A request that stopped being HTTP while it was answered.
private struct AnswerCutOff: Error {}
