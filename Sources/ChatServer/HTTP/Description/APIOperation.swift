import HTTPTypes

/// One thing that can be asked of the server, as `/openapi.json` describes it.
struct APIOperation: Sendable {
    /// A parameter of the query or a field of the head.
    struct Parameter: Hashable, Sendable {
        let name: String
        let help: String
        /// `string`, `integer` or `boolean`.
        var type = "string"
        /// `query` or `header`.
        var place = "query"
        var isNeeded = false

        /// Makes a parameter of the query.
        ///
        /// - Parameters:
        ///   - name: as it stands in the query.
        ///   - help: what it means.
        ///   - type: `string`, `integer` or `boolean`.
        ///   - isNeeded: whether it may not be left out.
        init(_ name: String, _ help: String, type: String = "string", isNeeded: Bool = false) {
            self.name = name
            self.help = help
            self.type = type
            self.isNeeded = isNeeded
        }

        /// Makes a field of the head.
        ///
        /// - Parameters:
        ///   - name: of the field.
        ///   - help: what it means.
        /// - Returns: the parameter.
        static func field(_ name: String, _ help: String) -> Parameter {
            var field = Parameter(name, help)
            field.place = "header"
            return field
        }
    }

    /// What a request's or an answer's body is: its media types, each with a schema.
    struct Body: Hashable, Sendable {
        let types: [String]
        /// The name of a schema under `components`; `nil` for text or bytes.
        var schema: String?
    }

    /// Who may ask.
    enum Access: Sendable {
        case anyone, member, `operator`
    }

    let method: HTTPRequest.Method
    let path: String
    let summary: String
    var access = Access.anyone
    var parameters: [Parameter] = []
    var takes: Body?
    /// The status of success, and what comes with it.
    var status = 200
    var gives: Body?

    /// Describes what can be asked.
    ///
    /// - Parameters:
    ///   - method: of the request.
    ///   - path: with `{parameters}`.
    ///   - summary: what it does, one sentence without a full stop.
    ///   - access: who may ask.
    ///   - parameters: of the query and the head; those of the path are known by it.
    ///   - takes: the request's body.
    ///   - status: of success.
    ///   - gives: the answer's body.
    init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ summary: String,
        access: Access = .anyone,
        parameters: [Parameter] = [],
        takes: Body? = nil,
        status: Int = 200,
        gives: Body? = nil
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.access = access
        self.parameters = parameters
        self.takes = takes
        self.status = status
        self.gives = gives
    }

    /// The names in braces of the path, in order.
    var placeholders: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
    }
}

extension APIOperation.Body {
    /// A JSON value.
    static func json(_ schema: String) -> Self { Self(types: ["application/json"], schema: schema) }

    /// Rows in the formats of a stream.
    static let rows = Self(
        types: ["text/plain", "application/x-ndjson", "text/event-stream", "text/csv"]
    )

    /// Rows of numbers or of the log, which have no CSV.
    static let notes = Self(types: ["text/plain", "application/x-ndjson", "text/event-stream"])

    /// Text.
    static let text = Self(types: ["text/plain"])

    /// Text, or JSON with a field for it.
    static func textOrJSON(_ schema: String) -> Self {
        Self(types: ["text/plain", "application/json"], schema: schema)
    }

    /// Bytes of any type.
    static let bytes = Self(types: ["application/octet-stream"])
}
