import ChatProtocol
import Foundation
import NIOCore
import NIOHTTP1

/// Why an import or an export did not come to its end.
struct CommandFailure: Error, CustomStringConvertible {
    let exit: Exit
    /// One line for the operator.
    let description: String

    /// Makes a failure.
    ///
    /// - Parameters:
    ///   - exit: how the process ends.
    ///   - description: one line for the operator.
    init(_ exit: Exit, _ description: String) {
        self.exit = exit
        // It may quote a file or a server, and is shown on a terminal.
        self.description = SafeText(description).singleLine
    }

    /// Makes the failure of a refusal.
    ///
    /// - Parameters:
    ///   - refusal: a problem's JSON, or anything else.
    ///   - status: of the answer.
    ///   - address: whose answer it is.
    init(refusal: ByteBuffer, status: HTTPResponseStatus, from address: String) {
        struct Told: Decodable {
            var detail: String
            var code: String?
        }
        let data = Data(refusal.readableBytesView)
        // What explains itself in no way we know is told by its status.
        let told = try? JSONDecoder().decode(Told.self, from: data)
        let exit: Exit =
            switch status.code {
            case 401, 403: .noPermission
            case 404: .noInput
            // What lasts: the same again is refused as well.
            case 409 where ["name_taken", "too_many"].contains(told?.code): .data
            case 409, 429, 500...: .temporary
            default: .data
            }
        self.init(exit, "\(address): \(told?.detail ?? "refused with \(status.code)")")
    }
}
