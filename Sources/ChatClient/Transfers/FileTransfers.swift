import AsyncHTTPClient
package import ChatProtocol
import NIOCore
import NIOHTTP1

/// Sends and fetches files, and goes on after a lost connection from where it was.
///
/// Source: draft-ietf-httpbis-resumable-upload for sending; RFC 9110, section 14, for fetching.
package struct FileTransfers: Sendable {
    let transport: Transport
    let speaker: MemberName?
    /// How long nothing may come about before this gives up.
    let patience: Duration

    /// Told how it goes.
    package typealias Report = @Sendable (TransferProgress) async -> Void

    /// Makes the transfers of one member.
    ///
    /// - Parameters:
    ///   - transport: the way to the server.
    ///   - patience: how long no server may answer before a transfer is given up.
    package init(over transport: Transport, as speaker: MemberName?, patience: Duration) {
        self.transport = transport
        self.speaker = speaker
        self.patience = patience
    }

    // MARK: - Sending

    /// Sees whether a file can be sent at all.
    ///
    /// - Parameter path: of a file on this machine.
    /// - Throws: `TransferFailure` with the reason.
    package static func check(_ path: String) throws(TransferFailure) {
        _ = try LocalFile(reading: path)
    }

    /// Sends a file to a room.
    ///
    /// Suspends until the message is durable.
    ///
    /// - Parameters:
    ///   - name: under which the others see it.
    ///   - address: holds the upload's address meanwhile, for ``forget(_:)``.
    /// - Returns: the file's address on the server.
    /// - Throws: a ``TransferFailure``, or a `CancellationError`.
    package func send(
        _ path: String,
        as name: FileName,
        to room: RoomName,
        keeping address: UploadAddress,
        report: @escaping Report
    ) async throws -> String {
        let file = try LocalFile(reading: path)
        let size = file.size
        let target = Request.path(of: room, "/files/" + name.description.percentEncoded)
        var tries = TransferTries(patience: patience)
        while true {
            // Who cut it meanwhile has the server wait for what will not come.
            guard file.size >= size else {
                throw TransferFailure("\(path): it became shorter", isOfFile: true)
            }
            do {
                if address.value == nil { address.value = try await begin(target, size) }
                let upload = address.value ?? ""
                let offset = try await self.offset(of: upload, upTo: size)
                if offset.isWhole { return offset.location ?? "" }
                guard offset.bytes <= size else {
                    throw TransferFailure("the server has more bytes than the file")
                }
                if offset.bytes > tries.reached { tries.moved(to: offset.bytes) }
                return try await append(file, from: offset.bytes, to: size, at: upload, report)
            } catch let failure as CallFailure {
                if case .refused(let problem) = failure, problem.status == 404,
                    address.value != nil
                {
                    address.value = nil
                    try tries.note(failure, sparesMissing: true)
                    continue
                }
                try await pause(&tries, after: failure, report)
            }
        }
    }

    private func begin(_ path: String, _ size: Int64) async throws(CallFailure) -> String {
        var request = Request(
            method: .PUT,
            path: path,
            speaker: speaker,
            headers: [("Upload-Complete", "?0"), ("Upload-Length", String(size))]
        )
        // Its fields show whose answer it is, here and below.
        request.expectation = .anything
        let answer = try await transport.answer(to: request)
        guard let location = answer.headers["Location"].first, location.hasPrefix("/uploads/")
        else {
            throw .unreachable(.badAnswer(transport.server, "it takes no resumable uploads"))
        }
        return location
    }

    private func offset(
        of upload: String,
        upTo size: Int64
    ) async throws(CallFailure) -> (bytes: Int64, isWhole: Bool, location: String?) {
        var request = Request(method: .HEAD, path: upload, speaker: speaker)
        request.expectation = .anything
        let headers = try await transport.answer(to: request).headers
        guard let bytes = headers["Upload-Offset"].first.flatMap({ WireNumber($0) })?.value,
            bytes <= size
        else { throw .unreachable(.badAnswer(transport.server, "it does not tell the offset")) }
        guard headers["Upload-Complete"].first == "?1" else { return (bytes, false, nil) }
        return (bytes, true, try fileAddress(headers["Content-Location"].first))
    }

    private func append(
        _ file: LocalFile,
        from offset: Int64,
        to size: Int64,
        at upload: String,
        _ report: @escaping Report
    ) async throws -> String {
        await report(.moved(offset, of: size))
        let pieces = SentPieces(file: file, start: offset, end: size) { count in
            await report(.moved(count, of: size))
        }
        var request = Request(
            method: .PATCH,
            path: upload,
            speaker: speaker,
            headers: [
                ("Content-Type", "application/partial-upload"), ("Upload-Complete", "?1"),
                ("Upload-Offset", String(offset)),
            ]
        )
        request.expectation = .anything
        let body = HTTPClientRequest.Body.stream(pieces, length: .known(size - offset))
        return try fileAddress(
            try await transport.send(request, body: body).headers["Location"].first
        )
    }

    /// The address that shows that a file was posted.
    private func fileAddress(_ told: String?) throws(CallFailure) -> String {
        guard let told, told.hasPrefix("/files/") else {
            throw .unreachable(.badAnswer(transport.server, "it does not tell the file's address"))
        }
        return told
    }

    /// Has the server forget an upload that was taken back.
    ///
    /// Suspends until it has answered.
    ///
    /// - Parameter address: of the upload, if it had one.
    package func forget(_ address: UploadAddress) async {
        guard let upload = address.value else { return }
        var request = Request(method: .DELETE, path: upload, speaker: speaker)
        request.expectation = .anything
        // Without an answer it is forgotten in time.
        _ = try? await transport.answer(to: request)
    }

    // MARK: - Fetching

    /// Fetches a file.
    ///
    /// What an earlier try fetched of the same file is not fetched again. No file is overwritten,
    /// and none is made that has another hash than the message tells.
    ///
    /// Suspends until it is on the disk.
    ///
    /// - Parameter target: the path that it is to have.
    /// - Returns: the path that it has.
    /// - Throws: a ``TransferFailure``, or a `CancellationError`; what was fetched stays then,
    ///   unless it is not what it should be.
    package func fetch(
        _ file: FileReference,
        to target: String,
        report: @escaping Report
    ) async throws -> String {
        guard let hash = Self.hash(of: file), file.url.hasPrefix("/") else {
            throw TransferFailure("the message tells of no file of this server")
        }
        let slash = target.lastIndex(of: "/").map { target.index(after: $0) }
        let folder = slash.map { String(target[..<$0]) } ?? ""
        let part = try LocalFile(fetchingTo: "\(folder).burble-\(hash.prefix(16)).part")
        var tries = TransferTries(patience: patience)
        var known = FetchedPart(file: part)
        var isOwn = part.size == 0
        while true {
            do {
                try await known.readOn()
                if known.count > tries.reached { tries.moved(to: known.count) }
                try await fetch(file, into: &known, report)
                if known.hash == hash { return try part.place(at: target) }
                let found = known.hash
                try known.empty()
                guard !isOwn else {
                    try part.remove()
                    throw TransferFailure(wrong: found, where: hash)
                }
                // What an earlier try left was of something else: once more, all of it.
                isOwn = true
            } catch let failure as CallFailure {
                try await pause(&tries, after: failure, report)
            }
        }
    }

    private static func hash(of file: FileReference) -> String? {
        let isHash =
            file.sha256.utf8.count == 64
            && file.sha256.utf8.allSatisfy { $0.isASCIIDigit || $0.isASCIILetter }
        return isHash ? file.sha256.lowercased() : nil
    }

    private func fetch(
        _ file: FileReference,
        into part: inout FetchedPart,
        _ report: Report
    ) async throws {
        let have = part.count
        await report(.moved(have, of: file.size))
        if have > 0, have == file.size { return }
        var request = Request(path: file.url, speaker: speaker, accept: "*/*")
        request.expectation = .anything
        if have > 0, have < file.size {
            request.headers = [("Range", "bytes=\(have)-"), ("If-Range", "\"\(file.sha256)\"")]
        }
        let response = try await transport.open(request, over: .files)
        let isNamed = response.headers["ETag"].first == "\"\(file.sha256)\""
        guard isNamed || AnswerExpectation.isMarked(response.headers) else {
            // What an earlier try left is not lost for a page of somebody else.
            let status = Int(response.status.code)
            throw CallFailure.unreachable(.stranger(transport.server, status: status))
        }
        if have == 0 || response.status != .partialContent { try part.empty() }
        do {
            for try await piece in response.body {
                try await part.append(piece)
                guard part.count <= file.size else { break }
                await report(.moved(part.count, of: file.size))
            }
        } catch let failure as TransferFailure {
            throw failure
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw CallFailure.unreachable(TransportFailure(error, server: transport.server))
        }
        let count = part.count
        guard count == file.size else {
            try part.empty()
            throw TransferFailure("the server gave \(count) bytes where \(file.size) were told")
        }
    }

    // MARK: - Trying again

    /// Waits before the next try, or gives up.
    private func pause(
        _ tries: inout TransferTries,
        after failure: CallFailure,
        _ report: Report
    ) async throws {
        try Task.checkCancellation()
        try tries.note(failure)
        await report(.waiting(reason: failure.description))
        var generator = SystemRandomNumberGenerator()
        let wait = tries.backOff.next(using: &generator)
        try await Task.sleep(for: max(wait, failure.retryAfter))
    }
}

extension TransferFailure {
    /// What came has another hash than the message tells.
    fileprivate init(wrong found: String, where expected: String) {
        self.init("what came is not the file: its SHA-256 is \(found), it should be \(expected)")
    }
}
