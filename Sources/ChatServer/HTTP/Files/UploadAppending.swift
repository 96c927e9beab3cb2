import ChatProtocol
import HTTPTypes
import Hummingbird

/// One request's part of an upload that may come in several.
struct UploadAppending {
    let services: Services
    let upload: Upload
    let writer: Writer

    /// Takes the body in, and posts the file if it is whole then; the request has the upload.
    ///
    /// Suspends until all of it is durable. A body that was cut off stays as far as it came. A
    /// length that the file then does not have is not kept.
    ///
    /// - Parameters:
    ///   - isLast: whether the file is whole with it.
    ///   - length: of the whole file, as this request tells it; kept once the request is found to
    ///     go on where the upload stands.
    ///   - isFirst: whether this request began the upload.
    /// - Throws: a problem for the client.
    func take(
        _ request: Request,
        _ context: ChatContext,
        isLast: Bool,
        length: Int64?,
        isFirst: Bool
    ) async throws(Problem) -> Response {
        guard let parts = upload.parts else { throw .uploadIsWhole }
        let fields = try UploadFields(request)
        let offset = fields.offset ?? 0
        guard offset == parts.file.count else {
            throw .wrongOffset(expected: parts.file.count, provided: offset)
        }
        let told = upload.length
        let end = offset + (fields.bodyLength ?? 0)
        if let told, end > told { throw .wrongLength(told, end) }
        if let length {
            if let told, told != length { throw .wrongLength(told, length) }
            try services.files.ledger.check(
                length - offset,
                for: upload.author,
                at: upload.address ?? ""
            )
        }
        try services.files.checkRoom(for: (length ?? told ?? end) - offset)
        if let length { upload.length = length }
        do {
            return try await append(request, to: parts, isLast: isLast, isFirst: isFirst)
        } catch {
            if error.code == ProblemCode.wrongLength.rawValue { upload.length = told }
            throw error
        }
    }

    /// Takes in a body that belongs where the upload stands.
    private func append(
        _ request: Request,
        to parts: (file: IncomingFile, reservation: FileReservation),
        isLast: Bool,
        isFirst: Bool
    ) async throws(Problem) -> Response {
        BodyInvitation.current?.send()
        try await services.files.take(
            request.body,
            into: parts.file,
            reserving: parts.reservation,
            limit: UploadAnswer.bound(upload.length, services.limits)
        )
        // What came of it was removed with its room, or made way.
        guard !upload.isGone else { throw .uploadNotFound }
        guard isLast else {
            try await services.files.synchronize(parts.file)
            return partial(isFirst)
        }
        if let length = upload.length, length != parts.file.count {
            throw .wrongLength(length, parts.file.count)
        }
        let stored = try await services.files.store(
            parts.file,
            of: upload.author,
            at: upload.address ?? ""
        )
        let posted = try await FilePosting(ticket: upload.ticket, file: stored).post(by: writer)
        upload.became(posted)
        await services.files.drop(upload.id)
        var response = UploadAnswer.response(posted.answer)
        response.headers[.uploadComplete] = "?1"
        return response
    }

    private func partial(_ isFirst: Bool) -> Response {
        var headers = UploadAnswer.fields(of: upload, services.limits)
        headers[.uploadComplete] = "?0"
        headers[.uploadOffset] = String(upload.offset)
        guard isFirst else { return Response(status: .noContent, headers: headers) }
        headers[.contentType] = "application/json"
        return Response(
            status: .created,
            headers: headers,
            body: .json { bytes in
                JSONWriter.append(to: &bytes) { writer in
                    writer.object { fields in
                        fields.field("upload", upload.id)
                        fields.field("offset", upload.offset)
                    }
                }
            }
        )
    }
}
