public import HTTPTypes
public import Hummingbird
import NIOCore
import NIOPosix
import Serialization

/// A response whose body is a file, or the part of one that the client asks for.
///
/// It answers `Range` (one range), `If-Range`, `If-Match`, `If-Unmodified-Since`, `If-None-Match`
/// and `If-Modified-Since`, and says `ETag`, `Last-Modified` and `Accept-Ranges`. Of several ranges
/// none is heeded, as a server may.
///
/// ```swift
/// router.get("files/**") { request, context in
///     let path = context.parameters.getCatchAll().joined(separator: "/")
///     return try await StreamingFile.open(path, in: "/srv/files")
/// }
/// ```
///
/// Source: RFC 9110, sections 13 and 14.
public struct StreamingFile: ResponseGenerator, Sendable {
    let file: OpenFile
    private let contentType: String
    private let headers: HTTPFields
    private let options: StreamOptions

    /// Opens a file of a folder.
    ///
    /// Suspends for the disk.
    ///
    /// - Parameters:
    ///   - path: inside the folder, percent-encoded as the router gives it. It cannot leave the
    ///     folder: not by `..`, not by being absolute, encoded or a symbolic link, of which none is
    ///     followed.
    ///   - folder: a path of the server's own.
    ///   - contentType: the media type; `nil` for what the name's ending says, with text as UTF-8.
    ///   - isAttachment: whether a browser is to save it, under its own name, and not to show it.
    ///   - entityTag: names the content, in quotes, and is all that is said of it; `nil` for one of
    ///     its size and time of change, and `Last-Modified`.
    ///   - headers: further fields; they win over the ones that are set here.
    ///   - options: of which ``StreamOptions/deadline`` and ``StreamOptions/bufferBytes`` count.
    /// - Returns: the response.
    /// - Throws: `HTTPError` with 404 if there is no such file, or the path is none; `IOError` if
    ///   one may be there, and cannot be opened.
    public static func open(
        _ path: String,
        in folder: String,
        contentType: String? = nil,
        isAttachment: Bool = false,
        entityTag: String? = nil,
        headers: HTTPFields = [:],
        options: StreamOptions = StreamOptions()
    ) async throws -> StreamingFile {
        guard let path = PercentText.decoded(path).flatMap({ FolderPath($0) }),
            let file = try await NIOThreadPool.singleton.runIfActive({
                try OpenFile(path, in: folder, entityTag: entityTag)
            })
        else { throw HTTPError(.notFound) }
        var fields: HTTPFields = [:]
        if isAttachment {
            fields[.contentDisposition] = ContentDisposition.attachment(path.lastName)
        }
        for field in headers { fields[field.name] = nil }
        fields.append(contentsOf: headers)
        return StreamingFile(
            file: file,
            contentType: contentType ?? mediaType(of: path.lastName),
            headers: fields,
            options: options
        )
    }

    /// What the framework's table leaves out, or has under another name.
    private static let mediaTypes = [
        "avif": "image/avif", "avi": "video/x-msvideo", "flac": "audio/flac", "m4a": "audio/mp4",
        "m4v": "video/mp4", "md": "text/markdown", "mkv": "video/matroska",
        "mov": "video/quicktime", "ogg": "audio/ogg", "opus": "audio/ogg",
        "tsv": "text/tab-separated-values",
    ]

    private static func mediaType(of name: String) -> String {
        let ending = name.split(separator: ".").dropFirst().last.map { $0.lowercased() }
        let known = ending.flatMap {
            mediaTypes[$0]
                ?? MediaType.getMediaType(forExtension: MediaType.FileExtension($0))?.description
        }
        guard let known else { return "application/octet-stream" }
        return known.hasPrefix("text/") ? known + "; charset=utf-8" : known
    }

    /// Makes the framework's response; called by the router.
    ///
    /// - Parameters:
    ///   - request: whose fields say which part is wanted.
    ///   - context: any; with one that keeps the channel the file leaves by `sendfile` where
    ///     nothing stands between it and the socket (``StreamingRequestContext``).
    /// - Returns: 200, 206, 304, 412 or 416.
    public func response(from request: Request, context: some RequestContext) -> Response {
        let fields = request.headers
        let conditions = FileConditions(
            fields: fields,
            entityTag: file.entityTag,
            changed: file.changed
        )
        switch conditions.outcome {
        case .met: break
        case .known:
            var known = validators
            known[.cacheControl] = headers[.cacheControl]
            return Response(status: .notModified, headers: known)
        case .failed:
            return Response(status: .preconditionFailed, headers: validators)
        }
        switch ByteRange(conditions.isOfRange ? fields[.range] : nil, size: file.size) {
        case .whole:
            return response(.ok, 0..<file.size, context)
        case .part(let range):
            var response = response(.partialContent, range, context)
            response.headers[.contentRange] =
                "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"
            return response
        case .unsatisfiable:
            var response = Response(status: .rangeNotSatisfiable, headers: validators)
            response.headers[.contentRange] = "bytes */\(file.size)"
            return response
        }
    }

    private var validators: HTTPFields {
        var fields: HTTPFields = [.eTag: file.entityTag, .acceptRanges: "bytes"]
        fields[.lastModified] = file.lastModified
        return fields
    }

    private func response(
        _ status: HTTPResponse.Status,
        _ range: Range<Int>,
        _ context: some RequestContext
    ) -> Response {
        var fields = validators
        fields[.contentType] = contentType
        fields[.xContentTypeOptions] = "nosniff"
        for field in headers { fields[field.name] = nil }
        fields.append(contentsOf: headers)
        let run = FileRun(
            file: file,
            range: range,
            options: options,
            connection: ResponseConnection(context)
        )
        return Response(
            status: status,
            headers: fields,
            body: ResponseBody(contentLength: range.count) { writer in
                try await run.send(to: &writer)
            }
        )
    }
}
