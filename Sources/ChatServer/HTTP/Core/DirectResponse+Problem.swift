import ChatProtocol
import HTTPTypes
import Hummingbird
import NIOHTTP1
import StreamingHTTP

extension DirectResponse {
    /// The answer that tells a problem, as the router's does.
    init(_ problem: Problem) {
        var body: [UInt8] = []
        problem.appendJSON(to: &body)
        body.append(UInt8(ascii: "\n"))
        let response = Response(problem)
        let words = HTTPResponseStatus(statusCode: problem.status).reasonPhrase
        self.init(
            status: "\(problem.status) \(words)",
            fields: response.headers.filter { $0.name != .contentLength }
                .map { ($0.name.rawName, $0.value) },
            body: body
        )
    }
}
