import ChatProtocol
import Foundation
import Glibc
import Spawning
import Testing

@testable import ChatServer

/// What a server takes for its certificate, and when it takes another one.
@Suite(.timeLimit(.minutes(10))) struct CertificateTests {
    private static let day: Int64 = 86_400_000

    /// Gives a folder for the length of a test.
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "burble-tls-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // What is left of it is in nobody's way.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    /// Makes a certificate that is good from now on, and its key.
    private func pair(_ kind: [String], days: Int, in folder: String) async throws -> TLSFiles {
        let files = TLSFiles(certificate: "\(folder)/\(days).pem", key: "\(folder)/\(days).key")
        var openssl = ProgramStart(
            "openssl",
            words: ["openssl", "req", "-x509", "-newkey"] + kind + [
                "-nodes", "-days", "\(days)", "-subj", "/CN=localhost",
                "-keyout", files.key, "-out", files.certificate,
            ]
        )
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            openssl.set(descriptor, to: .file(path: "/dev/null", flags: O_RDWR))
        }
        let process = try openssl.start()
        let status: ChildStatus? = await withCheckedContinuation { ended in
            Thread.detachNewThread {
                // Where it cannot be waited for, it did not leave as it should.
                ended.resume(returning: try? ChildStatus.of(process))
            }
        }
        try #require(status == .code(0))
        return files
    }

    @Test(
        "A pair of every kind that clients take is taken",
        arguments: [
            ["rsa:2048"], ["ed25519"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
            ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
            ["ec", "-pkeyopt", "ec_paramgen_curve:P-521"],
        ]
    )
    func kinds(kind: [String]) async throws {
        try await withFolder { folder in
            let files = try await pair(kind, days: 2, in: folder)
            let lines = KeptLines()
            try Certificate(files).warn(lines.logger)
            #expect(lines.all.isEmpty, "\(lines.all)")
        }
    }

    // Some clients take the second one: a server that was started with it did not start any more.
    @Test(
        "One with which a client cannot shake hands is told of, and takes no good one's place",
        arguments: [
            ["rsa:512"], ["rsa:2048", "-addext", "keyUsage=critical,keyEncipherment"],
            ["rsa:2048", "-addext", "keyUsage=keyEncipherment,dataEncipherment"],
        ]
    )
    func weak(kind: [String]) async throws {
        try await withFolder { folder in
            let good = try await pair(["rsa:2048"], days: 2, in: folder)
            let weak = try await pair(kind, days: 3, in: folder)
            let certificate = try Certificate(good)
            let lines = KeptLines()
            #expect(!certificate.reload(weak, lines.logger))
            #expect(lines.all.count == 1 && lines.all[0].contains(weak.certificate))
            let started = try Certificate(weak)
            let told = KeptLines()
            started.warn(told.logger)
            #expect(told.all.count == 1 && told.all[0].contains("a handshake with it fails"))
            // It is no better than the one before, and no worse.
            #expect(started.reload(weak, told.logger))
            #expect(started.reload(good, told.logger) && !started.reload(weak, told.logger))
        }
    }

    @Test("One out of its dates leaves a good one, and takes the place of one that is no better")
    func dates() async throws {
        try await withFolder { folder in
            let short = try await pair(["rsa:2048"], days: 2, in: folder)
            let long = try await pair(["rsa:2048"], days: 20, in: folder)
            let certificate = try Certificate(long)
            let now = Timestamp.now().milliseconds
            func reload(_ files: TLSFiles, inDays days: Int64) -> (isUsed: Bool, told: [String]) {
                let lines = KeptLines()
                let time = Timestamp(milliseconds: now + days * Self.day)
                return (certificate.reload(files, lines.logger, at: time), lines.all)
            }
            let expired = reload(short, inDays: 10)
            #expect(!expired.isUsed)
            #expect(expired.told.count == 1 && expired.told[0].contains("expired"))
            let good = reload(short, inDays: 1)
            #expect(good.isUsed && good.told.count == 1, "\(good.told)")
            // Neither is good any more.
            let both = reload(short, inDays: 30)
            #expect(both.isUsed && both.told.contains { $0.hasPrefix("clients do not take") })
            let early = reload(long, inDays: -10)
            #expect(early.isUsed && early.told.contains { $0.contains("not good before") })
        }
    }
}
