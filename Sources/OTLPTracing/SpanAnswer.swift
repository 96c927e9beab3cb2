import FoundationEssentials

/// What a collector answers to spans.
///
/// Source: https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
struct SpanAnswer {
    let status: Int
    let type: String?
    let retryAfter: String?
    let body: [UInt8]

    /// What became of the spans.
    var outcome: SpanOutcome {
        switch status {
        case 200..<300:
            // A web page is the answer of something else.
            type?.lowercased().hasPrefix("text/html") == true
                ? .refused("what answers there is not a collector") : .taken(rejected: rejected)
        case 429, 502, 503, 504:
            .later("it answers \(status)", seconds: retryAfter.flatMap { Int($0) })
        default: .refused("it answers \(status)")
        }
    }

    private struct Partial: Decodable {
        struct Success: Decodable {
            let rejectedSpans: Count?
        }

        /// A number, which JSON writes as a text, and some collectors as a number.
        struct Count: Decodable {
            let value: Int

            init(from decoder: any Decoder) throws {
                let single = try decoder.singleValueContainer()
                // What is no text is a number, or none of both.
                let text = try? single.decode(String.self)
                value = try text.flatMap { Int($0) } ?? single.decode(Int.self)
            }
        }

        let partialSuccess: Success?
    }

    /// How many of the spans were rejected; none where the answer says nothing that can be read.
    private var rejected: Int {
        // Most answers are empty, or in no form that has to be understood.
        let partial = try? JSONDecoder().decode(Partial.self, from: Data(body))
        return partial?.partialSuccess?.rejectedSpans?.value ?? 0
    }
}
