import ChatProtocol
import HTTPTypes

/// The document of `/openapi.json`.
///
/// Source: the OpenAPI Specification, version 3.1.0.
enum APIDescription {
    /// The document of everything that can be asked, made once.
    static let bytes = document(of: APIOperations.all)

    /// Writes the document.
    ///
    /// - Parameter operations: everything that can be asked.
    static func document(of operations: [APIOperation]) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("openapi", "3.1.0")
            json.object("info") { json in
                json.field("title", "Burble")
                json.field("version", "1")
                json.field("description", "A chat over streaming HTTP.")
            }
            json.key("servers")
            json.array { json in json.object { $0.field("url", "/") } }
            json.object("paths") { write(operations, to: &$0) }
            json.object("components") { json in
                json.object("securitySchemes", writeSchemes)
                json.object("headers") { APIAnswerField.write(to: &$0) }
                json.object("schemas") { APISchemas.write(to: &$0) }
            }
        }
        return json.bytes
    }

    private static func write(_ operations: [APIOperation], to json: inout JSONWriter) {
        var paths: [String] = []
        for operation in operations where !paths.contains(operation.path) {
            paths.append(operation.path)
        }
        for path in paths {
            json.key(text: path)
            json.object { json in
                for operation in operations where operation.path == path {
                    json.key(text: operation.method.rawValue.lowercased())
                    json.object { operation.write(to: &$0) }
                    guard operation.method == .get else { continue }
                    json.object("head") { operation.asHead.write(to: &$0) }
                }
            }
        }
    }

    private static func writeSchemes(to json: inout JSONWriter) {
        for (name, scheme) in [("basic", "basic"), ("bearer", "bearer")] {
            json.key(text: name)
            json.object { json in
                json.field("type", "http")
                json.field("scheme", scheme)
            }
        }
    }
}

extension APIOperation {
    /// The same by `HEAD`, which goes wherever `GET` does and ends with the head.
    fileprivate var asHead: APIOperation {
        var head = APIOperation(
            .head,
            path,
            summary + ": the head alone",
            access: access,
            parameters: parameters,
            gives: successes.map { Success($0.status, $0.meaning, nil, fields: $0.fields) }
        )
        head.refusals = isJSONAlone ? refusals.union([.unknownFormat]) : refusals
        return head
    }

    /// Writes the operation's fields.
    fileprivate func write(to json: inout JSONWriter) {
        json.field("summary", summary)
        json.field("operationId", identity)
        if isEndless {
            json.key("tags")
            json.array { $0.string("endless") }
        }
        json.key("security")
        json.array(writeSecurity)
        json.key("parameters")
        json.array { json in
            for one in ofPath + parameters { json.object { one.write(to: &$0) } }
        }
        if let takes {
            json.object("requestBody") { json in
                json.field("required", takes.isNeeded)
                takes.writeContent(to: &json)
            }
        }
        json.object("responses", writeAnswers)
    }

    /// Such as `getRoomsRoomStream`: unique, as method and path are.
    private var identity: String {
        path.split { !$0.isLetter && !$0.isNumber }.reduce(method.rawValue.lowercased()) {
            $0 + $1.prefix(1).uppercased() + $1.dropFirst()
        }
    }

    private var ofPath: [Parameter] {
        placeholders.map { name in
            var parameter = Parameter(name, "", APIOperations.pathSchemas[name] ?? .text())
            parameter.place = "path"
            parameter.isNeeded = true
            return parameter
        }
    }

    private func writeSecurity(to json: inout JSONWriter) {
        let names = access == .operator ? ["bearer"] : ["basic", "bearer"]
        for name in names {
            json.object { json in
                json.key(text: name)
                json.array { _ in }
            }
        }
        // Who gives no credentials is `guest` where names are free.
        if access != .operator { json.object { _ in } }
    }

    /// Whether a request may be charged for: reading has no rate, but for the password that may
    /// come with it.
    private var isCharged: Bool { refusals.contains(.rateLimited) }

    private func writeAnswers(to json: inout JSONWriter) {
        for success in successes {
            json.key(text: "\(success.status)")
            json.object { json in
                json.field("description", success.meaning)
                let ofRate = isCharged ? APIAnswerField.ofRate : []
                APIAnswerField.write(success.fields + ofRate + APIAnswerField.ofAll, to: &json)
                success.body?.writeContent(to: &json)
            }
        }
        for (status, codes) in problems.sorted(by: { $0.key < $1.key }) {
            json.key(text: "\(status)")
            json.object { json in
                json.field("description", codes.map(\.rawValue).sorted().joined(separator: ", "))
                APIAnswerField.write(
                    APIAnswerField.ofProblems(codes, status, isCharged: isCharged),
                    to: &json
                )
                if method != .head { Body.problem.writeContent(to: &json) }
            }
        }
    }
}

extension APIOperation.Parameter {
    /// Writes the parameter's fields.
    fileprivate func write(to json: inout JSONWriter) {
        json.field("name", name)
        json.field("in", place)
        if !help.isEmpty { json.field("description", help) }
        json.field("required", isNeeded)
        json.object("schema") { schema.write(to: &$0) }
    }
}

extension APIOperation.Body {
    fileprivate static let problem = Self(types: ["application/problem+json"], schema: "Problem")

    fileprivate func writeContent(to json: inout JSONWriter) {
        json.object("content") { json in
            for type in types {
                json.key(text: type)
                json.object { json in
                    json.object("schema") { schema(of: type).write(to: &$0) }
                }
            }
        }
    }

    private func schema(of type: String) -> APISchema {
        // A stream's schema is each event's.
        if type == "text/event-stream" { return .named("ServerSentEvent") }
        guard let schema, type.hasSuffix("/json") || type.hasSuffix("+json") else { return text }
        return .named(schema)
    }
}
