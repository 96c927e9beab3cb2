import ChatClient
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// Where a running server is reached, for the subcommands that ask one.
///
/// Each request has a connection of its own, by the client's transport: a subcommand asks seldom.
struct ServerLink: Sendable {
    private let server: ServerAddress
    private let roots: [NIOSSLCertificate]
    private let silence: Duration?

    /// Reads an address: `http://HOST:PORT`, `https://HOST`, either with a base path, or
    /// `unix:PATH`.
    ///
    /// - Parameters:
    ///   - address: as it stands on the command line.
    ///   - certificate: a PEM file that is trusted beside the system's; `nil` for none.
    ///   - silence: after which an answer that brings nothing counts as broken off; `nil` for
    ///     never.
    /// - Throws: ``CommandFailure`` when it is none, or the file cannot be used.
    init(
        _ address: String,
        trusting certificate: String?,
        silence: Duration? = nil
    ) throws(CommandFailure) {
        do throws(AddressError) {
            server = try ServerAddress(address)
        } catch {
            let forms = "--server is http://HOST:PORT, https://HOST or unix:PATH"
            throw CommandFailure(.usage, "\(forms): \(error)")
        }
        roots = try TrustedRoots.certificates(in: certificate)
        self.silence = silence
    }

    /// Reads an address, and trusts the certificate that the settings of the program name.
    ///
    /// Blocks on the disk where the server is asked over TLS.
    ///
    /// - Parameters:
    ///   - address: as it stands on the command line.
    ///   - silence: after which an answer that brings nothing counts as broken off; `nil` for
    ///     never.
    /// - Throws: ``CommandFailure`` when it is none, or a file cannot be used.
    init(
        _ address: String,
        _ sources: SettingsSources,
        silence: Duration? = nil
    ) throws(CommandFailure) {
        // Without TLS nobody is asked for one.
        let isSecure = address.lowercased().hasPrefix("https:")
        let given = sources.options.tlsCertificate
        try self.init(
            address,
            trusting: isSecure ? sources.value("tls-certificate") : given,
            silence: silence
        )
    }

    /// The address, for people.
    var address: String { server.description }

    /// Where a connection goes.
    var place: ServerAddress.Place { server.place }

    /// Whether nobody on the way can read what is sent: over TLS, or within this machine.
    var isConfidential: Bool { server.isConfidential }

    /// Asks once, over a connection of its own.
    ///
    /// Suspends until the answer has come to its end; the body is sent meanwhile.
    ///
    /// - Parameters:
    ///   - path: from the server's root, with its query.
    ///   - expectation: what a Burble server's answer to this has.
    ///   - headers: beyond those that the body needs.
    ///   - json: the body, a JSON text; `nil` for none.
    ///   - source: the body of a file; `nil` for none.
    ///   - body: the same where it is small; `nil` for none.
    ///   - take: takes each piece of an answer that is as expected.
    /// - Throws: ``CommandFailure``, also for an answer that is not as expected; what `take`
    ///   throws.
    func ask(
        _ method: HTTPMethod,
        _ path: String,
        expecting expectation: RawCall.Expectation,
        headers: [(String, String)],
        json: [UInt8]? = nil,
        sending source: TransferSource? = nil,
        body: ByteBuffer? = nil,
        _ take: (ByteBuffer) async throws -> Void
    ) async throws {
        var call = RawCall(method, path, expecting: expectation, headers: headers)
        call.body = body.map(RawCall.Body.bytes)
        call.silence = silence
        if let json {
            call.headers.append(("Content-Type", "application/json"))
            call.body = .bytes(ByteBuffer(bytes: json))
        }
        let reading = source.map(SourceReading.init)
        if let reading { call.body = .pieces({ try await reading.next() }, size: reading.size) }
        do {
            try await Transport.ask(call, of: server, trusting: roots, take)
        } catch let failure as CallFailure {
            throw reading?.failure ?? CommandFailure(failure, from: address)
        }
    }

    /// Asks once for a trial, which judges all that it reads.
    ///
    /// Suspends until the answer has come to its end.
    ///
    /// - Parameters:
    ///   - path: from the server's root, with its query.
    ///   - headers: beyond those that the body needs.
    ///   - body: what is sent; `nil` for none.
    ///   - take: takes each piece of an answer of 2xx.
    /// - Throws: ``CommandFailure``; what `take` throws.
    func ask(
        _ method: HTTPMethod,
        _ path: String,
        headers: [(String, String)],
        body: ByteBuffer? = nil,
        _ take: (ByteBuffer) async throws -> Void
    ) async throws {
        try await ask(method, path, expecting: .anything, headers: headers, body: body, take)
    }
}

/// A source that is being sent: keeps why it cannot be read, of which the transport tells nothing.
private final class SourceReading: Sendable {
    private let source: TransferSource
    private let failed = Mutex<CommandFailure?>(nil)

    init(_ source: TransferSource) {
        self.source = source
    }

    var size: Int? { source.size }

    var failure: CommandFailure? { failed.withLock { $0 } }

    func next() async throws -> ByteBuffer? {
        do {
            return try await source.next()
        } catch {
            failed.withLock { $0 = error as? CommandFailure }
            throw error
        }
    }
}
