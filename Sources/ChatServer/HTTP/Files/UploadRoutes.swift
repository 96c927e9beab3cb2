import ChatProtocol
import HTTPTypes
import Hummingbird

/// `HEAD`, `PATCH` and `DELETE /uploads/{id}`: uploads that go on after a lost connection.
///
/// Source: draft-ietf-httpbis-resumable-upload, sections 4.3 to 4.5.
struct UploadRoutes {
    let services: Services

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/uploads/{id}", [.head: tell, .patch: append, .delete: cancel])
    }

    /// Tells how far an upload is.
    ///
    /// Ends the request that has it: its client asks because it lost it.
    private func tell(_ request: Request, _ context: ChatContext) async throws -> Response {
        let (upload, _) = try await upload(request, context, [.makes, .evenMuted])
        let active = try await upload.begin(on: context.channel)
        defer { upload.end(active, now: services.gate.now) }
        var headers = UploadAnswer.fields(of: upload, services.limits)
        headers[.uploadOffset] = String(upload.offset)
        headers[.uploadComplete] = upload.posted == nil ? "?0" : "?1"
        headers[.uploadLength] = upload.length.map { String($0) }
        headers[.cacheControl] = "no-store"
        if let posted = upload.posted { headers[.contentLocation] = posted.answer.location }
        return Response(status: .noContent, headers: headers)
    }

    private func append(_ request: Request, _ context: ChatContext) async throws -> Response {
        let (upload, writer) = try await upload(request, context)
        let fields = try UploadFields(request)
        let type = request.headers[.contentType]?.split(separator: ";").first ?? ""
        guard type.lowercased() == "application/partial-upload" else {
            throw Problem.partialUploadNeeded
        }
        guard fields.offset != nil else {
            throw Problem.badParameter("Upload-Offset", "is needed: where the body begins")
        }
        guard let isLast = fields.isLast else {
            throw Problem.badParameter("Upload-Complete", "is needed: ?1 for the last part, or ?0")
        }
        if let length = fields.length, length > Int64(services.limits.fileBytes) {
            throw Problem.fileTooLong(limit: services.limits.fileBytes, value: length)
        }
        try writer.charge()
        let active = try await upload.begin(on: context.channel)
        defer { upload.end(active, now: services.gate.now) }
        return try await UploadAppending(services: services, upload: upload, writer: writer).take(
            request,
            context,
            isLast: isLast,
            length: fields.length,
            isFirst: false
        )
    }

    private func cancel(_ request: Request, _ context: ChatContext) async throws -> Response {
        let (upload, writer) = try await upload(request, context, [.makes, .evenMuted])
        try writer.charge()
        let active = try await upload.begin(on: context.channel)
        defer { upload.end(active, now: services.gate.now) }
        await services.files.cancel(upload.id)
        return Response(status: .noContent)
    }

    /// An upload is its member's alone, and only for as long as the member may write in its room.
    ///
    /// Whoever was put out of the room is told what one is told whose room was taken away. Whoever
    /// is muted there may look at it and give it up: neither says anything.
    private func upload(
        _ request: Request,
        _ context: ChatContext,
        _ terms: WriteTerms = .makes
    ) async throws(Problem) -> (upload: Upload, writer: Writer) {
        let caller = try await services.gate.caller(request, context)
        // Who only looks ends the request that has it, and an id that is none costs as much.
        if request.method.isSafe { try services.gate.chargeAddress(caller.address) }
        let author = try services.gate.author(caller)
        let upload = try services.files.upload(context.parameters.get("id") ?? "", of: author)
        let room = upload.room.shown(to: caller.member)
        try await services.gate.learn(room, caller)
        guard services.gate.rule(upload.room, caller.identity).sight != .hidden else {
            // A token that is good elsewhere leaves it to the others of its member.
            if caller.identity.covers(upload.room) { await services.files.cancel(upload.id) }
            throw .uploadNotFound
        }
        let writer = try services.gate.writerAtOnce(in: room, caller, terms)
        let madeAt = upload.ticket.roomMadeAt
        guard madeAt == nil || madeAt == writer.state?.facts.createdAt else {
            // Another server took its room away, or another room has got the name.
            await services.files.cancel(upload.id)
            throw .uploadNotFound
        }
        return (upload, writer)
    }
}
