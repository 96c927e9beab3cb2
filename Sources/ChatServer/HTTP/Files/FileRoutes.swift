import ChatProtocol
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes
import StreamingHTTP

/// `PUT /rooms/{room}/files/{name}` and `GET /files/{sha256}/{name}`.
///
/// Source: docs/API.md, section 7.
struct FileRoutes {
    let services: Services

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/rooms/{room}/files/{file}", [.put: put])
        routes.at("/rooms/{room}/files", [.put: put])
        routes.at("/files/{sha256}/{file}", [.get: get])
    }

    // MARK: - Download

    private func get(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let hash = context.parameters.get("sha256") ?? ""
        let name = try context.fileName()
        guard FileFolder.isHash(hash) else { throw Problem.fileNotFound }
        try await services.gate.admit(caller, toFile: hash)
        let type = FileType(of: name)
        let kind = type.isShown ? "inline" : "attachment"
        let exact = name.description.percentEncoded
        let names = "filename=\"\(name.plain)\"; filename*=UTF-8''\(exact)"
        let headers: HTTPFields = [
            .contentDisposition: "\(kind); \(names)",
            .contentSecurityPolicy: "sandbox; default-src 'none'; media-src 'self'; img-src 'self'",
            .cacheControl: "private, max-age=31536000, immutable",
        ]
        let open = { () async throws -> StreamingFile in
            do {
                return try await StreamingFile.open(
                    FileFolder.place(of: hash),
                    in: services.files.folder.path,
                    contentType: type.name,
                    entityTag: "\"\(hash)\"",
                    headers: headers
                )
            } catch let error as IOError {
                throw services.files.unreadable(hash, error.errnoCode)
            }
        }
        let file: StreamingFile
        do {
            file = try await open()
        } catch let error as HTTPError where error.status == .notFound {
            // Another server may have taken it.
            try await services.files.fetch(hash)
            file = try await open()
        }
        return file.response(from: request, context: context).orProblem
    }

    // MARK: - Upload

    /// What an upload begins with.
    private struct Beginning {
        let ticket: UploadTicket
        let writer: Writer
        let fields: UploadFields
        let id: String
        let file: IncomingFile
        let reservation: FileReservation
    }

    private func put(_ request: Request, _ context: ChatContext) async throws -> Response {
        let (ticket, writer) = try await ticket(request, context)
        _ = try request.bodyType()
        // A file is never changed: each message has its own.
        guard !ChangeConditions(request.headers).changesAlone else { throw Problem.notThereYet }
        let fields = try UploadFields(request)
        let isFramed =
            context.isMultiplexed || fields.bodyLength != nil
            || request.headers[.transferEncoding] != nil
        guard isFramed || fields.isLast == false else { throw Problem.lengthNeeded }
        let files = services.files
        let most = Int64(services.limits.fileBytes)
        if let length = fields.length ?? fields.bodyLength, length > most {
            throw Problem.fileTooLong(limit: services.limits.fileBytes, value: length)
        }
        // The rest of a file, whose beginning is nowhere.
        if let offset = fields.offset, offset != 0 {
            throw Problem.wrongOffset(expected: 0, provided: offset)
        }
        try writer.charge()
        let length = fields.length ?? fields.bodyLength ?? 0
        let address = writer.caller.address
        try files.ledger.check(length, for: ticket.author, at: address)
        try files.checkRoom(for: length)
        let reservation = try FileReservation(0, for: ticket.author, at: address, in: files.ledger)
        let (id, file) = try await files.makeIncoming()
        let beginning = Beginning(
            ticket: ticket,
            writer: writer,
            fields: fields,
            id: id,
            file: file,
            reservation: reservation
        )
        guard let isLast = fields.isLast else { return try await putWhole(request, beginning) }
        return try await begin(request, context, beginning, isLast: isLast)
    }

    /// Takes a file in that comes in this one request, and posts it.
    private func putWhole(_ request: Request, _ beginning: Beginning) async throws -> Response {
        let files = services.files
        let ticket = beginning.ticket
        do {
            BodyInvitation.current?.send()
            try await files.take(
                request.body,
                into: beginning.file,
                reserving: beginning.reservation,
                limit: UploadAnswer.bound(beginning.fields.length, services.limits)
            )
            if let length = beginning.fields.length, length != beginning.file.count {
                throw Problem.wrongLength(length, beginning.file.count)
            }
            let stored = try await files.store(
                beginning.file,
                of: ticket.author,
                at: beginning.writer.caller.address
            )
            let posted = try await FilePosting(ticket: ticket, file: stored)
                .post(by: beginning.writer)
            await files.drop(beginning.id)
            return UploadAnswer.response(posted.answer)
        } catch {
            await files.drop(beginning.id)
            throw error
        }
    }

    /// Begins an upload that may come in several requests, with the body of the first one.
    private func begin(
        _ request: Request,
        _ context: ChatContext,
        _ beginning: Beginning,
        isLast: Bool
    ) async throws -> Response {
        let files = services.files
        let upload = Upload(
            id: beginning.id,
            beginning.ticket,
            file: beginning.file,
            reservation: beginning.reservation,
            length: beginning.fields.length,
            address: beginning.writer.caller.address,
            now: services.gate.now
        )
        // Before it has a place: one that no request has, and that is empty, makes way first.
        let active = try await upload.begin(on: context.channel)
        defer { upload.end(active, now: services.gate.now) }
        var isTold = false
        do {
            try await files.keep(upload)
            isTold = UploadAnswer.announce(upload, to: request, services.limits, context)
            return try await UploadAppending(
                services: services,
                upload: upload,
                writer: beginning.writer
            ).take(request, context, isLast: isLast, length: beginning.fields.length, isFirst: true)
        } catch {
            // Its place is for others where nobody can go on with it.
            if !isTold || !error.canBeResumed { await files.cancel(beginning.id) }
            throw error
        }
    }

    private func ticket(
        _ request: Request,
        _ context: ChatContext
    ) async throws(Problem) -> (ticket: UploadTicket, writer: Writer) {
        let caller = try await services.gate.caller(request, context)
        let writer = try await services.gate.writer(in: context.room(), caller, .makes)
        let posting = try Posting(writer, key: request.headers[.idempotencyKey])
        let name = try context.fileName()
        let ticket = UploadTicket(
            room: writer.room,
            name: name,
            author: writer.author,
            key: posting.key,
            roomMadeAt: writer.state?.facts.createdAt
        )
        return (ticket, writer)
    }
}

extension Response {
    /// The same, or the problem of a range that the file does not have, which says how long it is,
    /// or of a condition that the file does not meet.
    ///
    /// Source: RFC 9110, sections 15.5.13 and 15.5.17.
    fileprivate var orProblem: Response {
        let problems: [HTTPResponse.Status: Problem] = [
            .rangeNotSatisfiable: .wrongRange, .preconditionFailed: .preconditionFailed,
        ]
        guard let problem = problems[status] else { return self }
        var answer = Response(problem)
        for name in [HTTPField.Name.contentRange, .eTag, .acceptRanges] {
            answer.headers[name] = headers[name]
        }
        return answer
    }
}

extension Problem {
    /// Whether a client that was told where its upload is may go on with it after this: the body
    /// was cut off, or the same may work later.
    ///
    /// Source: draft-ietf-httpbis-resumable-upload, section 4.2.1.
    fileprivate var canBeResumed: Bool {
        status >= 500 || retryAfter != nil || code == ProblemCode.badBody.rawValue
    }
}

extension FileName {
    /// The name in what every program that saves files understands.
    ///
    /// Source: RFC 6266, appendix D: no escapes, which some take as they stand.
    fileprivate var plain: String {
        String(description.map { $0.isASCII && !"\"\\%".contains($0) ? $0 : "_" })
    }
}
