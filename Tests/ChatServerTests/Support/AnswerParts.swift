import Foundation
import NIOHTTP1
import Testing

/// The object of a JSON body.
func object(of body: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
}

/// The status of an answer, and the code of its problem.
func code(_ answer: (head: HTTPResponseHead, body: [UInt8])) -> String {
    let code = (try? object(of: answer.body)["code"]) as? String
    return "\(answer.head.status.code) \(code ?? "")"
}
