import ArgumentParser

/// How long something is to be good, as the command line says it: digits alone are sent as the
/// number of seconds that the server takes them for.
struct SpanArgument: ExpressibleByArgument, Encodable, Sendable {
    private let text: String

    init(argument: String) {
        text = argument
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if isNumber, let seconds = Int64(text) {
            try container.encode(seconds)
        } else {
            try container.encode(text)
        }
    }
}
