import HTTPTypes

/// One thing that can be asked of the server, as `/openapi.json` describes it.
struct APIOperation: Sendable {
    /// A parameter of the path, the query or the head.
    struct Parameter: Hashable, Sendable {
        let name: String
        let help: String
        var schema: APISchema
        /// `query`, `header` or `path`.
        var place = "query"
        var isNeeded = false

        /// Makes a parameter of the query.
        ///
        /// - Parameters:
        ///   - name: as it stands in the query.
        ///   - isNeeded: whether it may not be left out.
        init(_ name: String, _ help: String, _ schema: APISchema, isNeeded: Bool = false) {
            self.name = name
            self.help = help
            self.schema = schema
            self.isNeeded = isNeeded
        }

        /// Makes a field of the head.
        static func field(_ name: String, _ help: String, _ schema: APISchema) -> Parameter {
            var field = Parameter(name, help, schema)
            field.place = "header"
            return field
        }
    }

    /// What a request's or an answer's body is: its media types, each with a schema.
    struct Body: Hashable, Sendable {
        let types: [String]
        /// Of the type that ends in `json`; `nil` for text or bytes.
        var schema: String?
        /// Of the other types.
        var text = APISchema.text()
        /// Whether a request has to have one.
        var isNeeded = true
    }

    /// Who may ask.
    enum Access: Sendable {
        case anyone, member, `operator`
        /// Anyone, until there are accounts; then the operator alone.
        case observer
    }

    /// An answer that is no problem.
    struct Success: Hashable, Sendable {
        let status: Int
        let meaning: String
        var body: Body?
        /// Fields that come with it.
        var fields: [String] = []
    }

    let method: HTTPRequest.Method
    let path: String
    let summary: String
    var access = Access.anyone
    var parameters: [Parameter] = []
    var takes: Body?
    /// Every answer that is no problem.
    var successes: [Success]
    /// The problems of this operation, beside those of every request.
    var refusals: Set<ProblemCode> = []
    /// Whether the answer goes on until somebody ends it.
    var isEndless = false

    /// Describes what can be asked.
    ///
    /// - Parameters:
    ///   - path: with `{parameters}`.
    ///   - summary: what it does, one sentence without a full stop.
    ///   - parameters: of the query and the head; those of the path are known by it.
    ///   - gives: what a success may be.
    ///   - refusals: the problems, by groups of ``APIRefusals``.
    ///   - isEndless: whether the answer goes on until somebody ends it.
    init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ summary: String,
        access: Access = .anyone,
        parameters: [Parameter] = [],
        takes: Body? = nil,
        gives: [Success],
        refusals: [Set<ProblemCode>] = [],
        isEndless: Bool = false
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.access = access
        self.parameters = parameters
        self.takes = takes
        successes = gives
        self.refusals = refusals.reduce(into: []) { $0.formUnion($1) }
        self.isEndless = isEndless
    }

    /// The names in braces of the path, in order.
    var placeholders: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
    }

    /// Whether it is read as JSON, and in no other format.
    var isJSONAlone: Bool {
        method == .get && !parameters.contains { $0.name == "format" }
            && successes.allSatisfy { $0.body?.types == ["application/json"] }
    }

    /// All problems that the operation may answer with, by status.
    var problems: [Int: Set<ProblemCode>] {
        var codes = refusals.union(APIRefusals.always)
        if isJSONAlone { codes.insert(.unknownFormat) }
        if ![.get, .head].contains(method) { codes.insert(.preconditionFailed) }
        for name in placeholders { codes.formUnion(APIRefusals.ofPath[name] ?? []) }
        var problems: [Int: Set<ProblemCode>] =
            Dictionary(grouping: codes, by: \.row.status).mapValues(Set.init)
        // Who gives no credentials is asked for them, where these are all that is needed.
        let isOperators = access == .operator || access == .observer
        if isOperators { problems[401, default: []].insert(.operatorNeeded) }
        return problems
    }
}

extension APIOperation.Body {
    /// A JSON value.
    static func json(_ schema: String, isNeeded: Bool = true) -> Self {
        Self(types: ["application/json"], schema: schema, isNeeded: isNeeded)
    }

    /// Rows in the formats of a stream.
    static let rows = Self(
        types: ["text/plain", "application/x-ndjson", "text/event-stream", "text/csv"]
    )

    /// A page of JSON, or rows.
    static func page(_ schema: String) -> Self {
        Self(types: ["application/json"] + rows.types, schema: schema)
    }

    /// Rows of numbers or of the log, which have no CSV.
    static let rowStream = Self(types: ["text/plain", "application/x-ndjson", "text/event-stream"])

    /// Text.
    static let text = Self(types: ["text/plain"])

    /// Text, or JSON with a field for it.
    static func textOrJSON(_ schema: String) -> Self {
        Self(
            types: ["text/plain", "application/json"],
            schema: schema,
            // At least one letter is to be seen.
            text: .text(pattern: #"[ -~]*[A-Za-z0-9][ -~]*"#, characters: 1...16_384)
        )
    }

    /// Bytes of any type.
    static let bytes = Self(types: ["application/octet-stream"], isNeeded: false)
}

extension APIOperation.Success {
    /// A success with a body.
    ///
    /// - Parameter meaning: when it is given.
    init(_ status: Int, _ meaning: String, _ body: APIOperation.Body?, fields: [String] = []) {
        self.init(status: status, meaning: meaning, body: body, fields: fields)
    }

    /// `200` with a body.
    static func ok(_ body: APIOperation.Body) -> Self { Self(200, "Done", body) }

    /// `204`, with no body.
    static let done = Self(204, "Done", nil)
}
