public import HTTPTypes
public import NIOCore

extension StreamingResponse {
    /// Makes a response of pieces that come by and by.
    ///
    /// - Parameters:
    ///   - contentType: the media type of the body.
    ///   - status: of the response.
    ///   - headers: further fields.
    ///   - options: the stream's bounds.
    ///   - pieces: asked for the next one when there is room; an error it throws cuts the body off.
    public init<Pieces: AsyncSequence & Sendable>(
        contentType: String,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        options: StreamOptions = .finite,
        _ pieces: Pieces
    ) where Pieces.Element == ByteBuffer {
        self.init(
            contentType: contentType,
            status: status,
            headers: headers,
            options: options
        ) { out in
            for try await piece in pieces { try await out.write(piece) }
        }
    }

    /// Makes a response of texts that come by and by.
    ///
    /// - Parameters:
    ///   - contentType: the media type of the body.
    ///   - status: of the response.
    ///   - headers: further fields.
    ///   - options: the stream's bounds.
    ///   - texts: asked for the next one when there is room; an error it throws cuts the body off.
    public init<Texts: AsyncSequence & Sendable>(
        contentType: String,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        options: StreamOptions = .finite,
        _ texts: Texts
    ) where Texts.Element == String {
        self.init(
            contentType: contentType,
            status: status,
            headers: headers,
            options: options
        ) { out in
            for try await text in texts { try await out.write(text) }
        }
    }

    /// Makes a response of texts that are made one after the other.
    ///
    /// - Parameters:
    ///   - contentType: the media type of the body.
    ///   - status: of the response.
    ///   - headers: further fields.
    ///   - options: the stream's bounds.
    ///   - texts: asked for the next one when there is room; may be endless, if lazy.
    public init(
        contentType: String,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        options: StreamOptions = .finite,
        _ texts: some Sequence<String> & Sendable
    ) {
        self.init(
            contentType: contentType,
            status: status,
            headers: headers,
            options: options
        ) { out in
            for text in texts { try await out.write(text) }
        }
    }
}

// MARK: - The framings

extension StreamingResponse {
    /// Makes a response of server-sent events.
    ///
    /// - Parameters:
    ///   - status: of the response.
    ///   - headers: further fields.
    ///   - options: the stream's bounds.
    ///   - generate: sends the events. An error becomes `event: error`.
    /// - Returns: the response.
    public static func events(
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        options: StreamOptions = StreamOptions(),
        _ generate: @escaping @Sendable (EventWriter) async throws -> Void
    ) -> StreamingResponse {
        StreamingResponse(.events, status: status, headers: headers, options: options) { out in
            try await generate(EventWriter(out: out))
        }
    }

    /// Makes a response of rows of JSON.
    ///
    /// - Parameters:
    ///   - status: of the response.
    ///   - headers: further fields.
    ///   - options: the stream's bounds.
    ///   - generate: sends the rows. An error becomes a row of type `error`.
    /// - Returns: the response.
    public static func rows(
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        options: StreamOptions = StreamOptions(),
        _ generate: @escaping @Sendable (RowWriter) async throws -> Void
    ) -> StreamingResponse {
        StreamingResponse(.rows, status: status, headers: headers, options: options) { out in
            try await generate(RowWriter(out: out))
        }
    }

    /// Makes a response of a table.
    ///
    /// - Parameters:
    ///   - columns: the first row.
    ///   - lineBreak: what ends a row.
    ///   - status: of the response.
    ///   - headers: further fields.
    ///   - options: the stream's bounds.
    ///   - generate: sends the other rows. An error cuts the body off.
    /// - Returns: the response.
    public static func csv(
        columns: [String],
        lineBreak: CSVWriter.LineBreak = .crlf,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        options: StreamOptions = .finite,
        _ generate: @escaping @Sendable (CSVWriter) async throws -> Void
    ) -> StreamingResponse {
        StreamingResponse(.csv, status: status, headers: headers, options: options) { out in
            let table = CSVWriter(out: out, lineBreak: lineBreak)
            try await table.row(columns)
            try await generate(table)
        }
    }

    /// Makes a response of lines of text.
    ///
    /// - Parameters:
    ///   - status: of the response.
    ///   - headers: further fields.
    ///   - options: the stream's bounds.
    ///   - generate: sends the lines. An error cuts the body off.
    /// - Returns: the response.
    public static func lines(
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        options: StreamOptions = StreamOptions(),
        _ generate: @escaping @Sendable (LineWriter) async throws -> Void
    ) -> StreamingResponse {
        StreamingResponse(.lines, status: status, headers: headers, options: options) { out in
            try await generate(LineWriter(out: out))
        }
    }
}
