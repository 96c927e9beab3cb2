import ChatProtocol
import HTTPTypes
import Hummingbird
import NIOCore

/// `/healthz`, `/readyz`, and the help at `/`.
struct HealthRoutes {
    let services: Services

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/", [.get: help])
        routes.at("/healthz", [.get: { _, _ in Self.text("ok\n") }])
        routes.at("/readyz", [.get: ready])
        routes.at("/openapi.json", [.get: describe])
    }

    /// Fails as soon as the server begins to stop, and while the log does not answer or is not what
    /// the folder holds, so that no new work is sent here.
    private func ready(_ request: Request, _ context: ChatContext) async throws -> Response {
        try services.admitTraffic()
        return Self.text("ready\n")
    }

    private func help(_ request: Request, _ context: ChatContext) async throws -> Response {
        Self.text(Self.words(in: services.gate.mode))
    }

    private func describe(_ request: Request, _ context: ChatContext) async throws -> Response {
        .json(body: .whole(Self.description))
    }

    /// Shared by all who ask for it.
    private static let description = ByteBuffer(bytes: APIDescription.bytes + "\n".utf8)

    private static func text(_ text: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    /// The help, which names addresses of ``APIOperations`` alone.
    ///
    /// - Parameter mode: says whether a name is enough; the columns stay where they are.
    static func words(in mode: Admission.Mode) -> String {
        guard mode != .open else { return words }
        return words.replacing("-u NAME:", with: "-u NAME ") + """
            Who speaks here has an account, as chat-tui register makes one. -u NAME asks for the
            password; -H 'Authorization: Bearer TOKEN' needs none.

            """
    }

    private static let words = """
        Burble: a chat over streaming HTTP. With curl, where URL is this address:

          curl -N URL/rooms/general/stream                    the last 20 messages, and what follows
          curl -u NAME: -d 'hello' URL/rooms/general/messages say something
          curl -sN -T . -u NAME: URL/rooms/general/stream     both at once: what you type is posted
          curl URL/rooms                                      the rooms
          curl URL/rooms/general/messages                     messages as they are now
          curl 'URL/rooms/general/events?format=csv'          a room's whole log
          curl -T log.csv -H 'Authorization: Bearer TOKEN' URL/rooms/general/import
          curl 'URL/search?q=hello&format=text'               messages with a word, newest first
          curl -u NAME: -T FILE URL/rooms/general/files/      share a file; -C - -O resumes fetching
          curl -N URL/stats/stream                            what the server does, a line a second
          curl -N URL/rooms/general/stats/stream              what a room does
          curl URL/metrics                                    the same numbers for Prometheus
          curl -N -H 'Authorization: Bearer TOKEN' URL/logs/stream
          curl URL/openapi.json                               every address, for programs
          curl -u NAME: -X PATCH -d 'hallo' URL/rooms/general/messages/1
          curl -u NAME: -X DELETE URL/rooms/general/messages/1
          curl -u NAME: -X PUT URL/rooms/general/messages/1/reactions/👍

        A stream takes ?format=text|ndjson|sse|csv, ?since=CURSOR|all|10m|TIME, ?tail=N, ?limit=N,
        ?timeout=30s, ?types=, ?user=, ?match=, ?heartbeat=5..60, ?on_gap=tell|fail.
        Several rooms in one stream: URL/stream?rooms=general,random

        """
}
