import ChatProtocol
import HTTPTypes

/// The document of `/openapi.json`.
///
/// Source: the OpenAPI Specification, version 3.1.0.
enum APIDescription {
    /// Writes the document.
    ///
    /// - Parameter operations: everything that can be asked.
    /// - Returns: one JSON value.
    static func document(of operations: [APIOperation]) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.key("openapi")
            json.string("3.1.0")
            json.key("info")
            json.object { json in
                json.field("title", "Burble")
                json.field("version", "1")
                json.field("description", "A chat over streaming HTTP.")
            }
            json.key("servers")
            json.array { json in json.object { $0.field("url", "/") } }
            json.key("paths")
            json.object { write(operations, to: &$0) }
            json.key("components")
            json.object { json in
                json.key("securitySchemes")
                json.object(writeSchemes)
                json.key("schemas")
                json.object { APISchemas.write(to: &$0) }
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
    /// Writes the operation's fields.
    fileprivate func write(to json: inout JSONWriter) {
        json.field("summary", summary)
        json.field("operationId", identity)
        json.key("security")
        json.array(writeSecurity)
        json.key("parameters")
        json.array { json in
            for name in placeholders {
                json.object { Self.write(name, "path", "", "string", true, to: &$0) }
            }
            for one in parameters {
                json.object { json in
                    Self.write(one.name, one.place, one.help, one.type, one.isNeeded, to: &json)
                }
            }
        }
        if let takes {
            json.key("requestBody")
            json.object { takes.writeContent(to: &$0) }
        }
        json.key("responses")
        json.object(writeAnswers)
    }

    /// Such as `getRoomsRoomStream`: unique, as method and path are.
    private var identity: String {
        path.split { !$0.isLetter && !$0.isNumber }.reduce(method.rawValue.lowercased()) {
            $0 + $1.prefix(1).uppercased() + $1.dropFirst()
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
        if access == .anyone { json.object { _ in } }
    }

    private func writeAnswers(to json: inout JSONWriter) {
        json.key(text: "\(status)")
        json.object { json in
            json.field("description", status == 201 ? "Made" : "Done")
            gives?.writeContent(to: &json)
        }
        json.key("default")
        json.object { json in
            json.field("description", "A problem")
            let problem = Body(types: ["application/problem+json"], schema: "Problem")
            problem.writeContent(to: &json)
        }
    }

    private static func write(
        _ name: String,
        _ place: String,
        _ help: String,
        _ type: String,
        _ isNeeded: Bool,
        to json: inout JSONWriter
    ) {
        json.field("name", name)
        json.field("in", place)
        if !help.isEmpty { json.field("description", help) }
        json.key("required")
        json.bool(isNeeded)
        json.key("schema")
        json.object { $0.field("type", type) }
    }
}

extension APIOperation.Body {
    fileprivate func writeContent(to json: inout JSONWriter) {
        json.key("content")
        json.object { json in
            for type in types {
                json.key(text: type)
                json.object { json in
                    json.key("schema")
                    json.object { write(type, to: &$0) }
                }
            }
        }
    }

    private func write(_ type: String, to json: inout JSONWriter) {
        if let schema, type.hasSuffix("json") {
            json.field("$ref", "#/components/schemas/\(schema)")
        } else {
            json.field("type", "string")
        }
    }
}

extension JSONWriter {
    /// Writes a field of text.
    ///
    /// - Parameters:
    ///   - name: of the field.
    ///   - text: its value.
    mutating func field(_ name: StaticString, _ text: String) {
        key(name)
        string(text)
    }
}
