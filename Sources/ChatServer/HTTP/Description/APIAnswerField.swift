import ChatProtocol

/// The fields of an answer's head that clients use, as `/openapi.json` describes them.
enum APIAnswerField {
    private static let known: [String: (help: String, schema: APISchema)] = [
        "Accept-Encoding": ("how a body may be encoded", .text()),
        "Accept-Ranges": ("parts of the file can be asked for", .choice(["bytes"])),
        "Allow": ("what may be asked here", .text()),
        "Content-Disposition": ("the name to keep it under", .text()),
        "Content-Range": ("which bytes these are", .text(pattern: "bytes .*")),
        "ETag": ("the file's version", .text()),
        "RateLimit": ("what is left of a rate, and the seconds until all of it is", .text()),
        "RateLimit-Policy": ("how many may go in how many seconds", .text()),
        "Location": ("where the event or the upload is", .text(pattern: "/.*")),
        "Retry-After": ("seconds to wait", .integer()),
        "Burble-Search-Behind": ("events that the index lacks", .integer()),
        "Upload-Complete": ("?1 when the file is whole", .choice(["?0", "?1"])),
        "Upload-Length": ("bytes of the whole file", .integer()),
        "Upload-Limit": ("max-size in bytes, max-age in seconds", .text()),
        "Upload-Offset": ("bytes that are there", .integer()),
        "Vary": ("which field of the request decides over the format", .text()),
        "WWW-Authenticate": ("how to say who asks", .text()),
        "X-Request-Id": ("what the server's log calls the request", .text()),
    ]

    /// What comes with every answer.
    static let ofAll = ["X-Request-Id"]

    /// What tells of a rate.
    static let ofRate = ["RateLimit", "RateLimit-Policy"]

    /// What comes with every problem of a status.
    private static let ofStatuses: [Int: [String]] = [
        401: ["WWW-Authenticate"], 406: ["Vary"], 429: ["Retry-After"] + ofRate,
        503: ["Retry-After"],
    ]

    /// What comes with a problem beside what its status has.
    private static let ofCodes: [ProblemCode: [String]] = [
        .importRunning: ["Retry-After"], .unsupportedEncoding: ["Accept-Encoding"],
        .preconditionFailed: ["Accept-Ranges", "ETag"],
        .wrongRange: ["Accept-Ranges", "Content-Range", "ETag"],
    ]

    /// The fields that the problems of a status may have.
    ///
    /// - Parameter isCharged: whether the request may have been charged for.
    static func ofProblems(_ codes: Set<ProblemCode>, _ status: Int, isCharged: Bool) -> [String] {
        var names = Set(ofAll + (ofStatuses[status] ?? []))
        for code in codes { names.formUnion(ofCodes[code] ?? []) }
        if isCharged, !codes.isSubset(of: APIRefusals.front) { names.formUnion(ofRate) }
        return names.sorted()
    }

    /// Writes an answer's `headers`, each of which stands once in the document (``write(to:)``).
    ///
    /// - Parameters:
    ///   - names: of fields that are known.
    ///   - json: within the object of the answer.
    static func write(_ names: [String], to json: inout JSONWriter) {
        guard !names.isEmpty else { return }
        json.object("headers") { json in
            for name in names {
                json.key(text: name)
                json.object { $0.field("$ref", "#/components/headers/\(name)") }
            }
        }
    }

    /// Writes all fields that there are.
    ///
    /// - Parameter json: within the object of the document's `headers`.
    static func write(to json: inout JSONWriter) {
        for (name, field) in known.sorted(by: { $0.key < $1.key }) {
            json.key(text: name)
            json.object { json in
                json.field("description", field.help)
                json.object("schema") { field.schema.write(to: &$0) }
            }
        }
    }

    /// The names that there are.
    static var names: Set<String> { Set(known.keys) }
}
