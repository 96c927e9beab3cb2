import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import StreamingHTTP
import UnixSignals

/// The examples' server; with a certificate it speaks HTTP/2 and HTTP/1.1 over TLS.
@main
struct StreamingExamples {
    /// Serves until it is asked to stop.
    ///
    /// Exits with 64 for arguments that are none, and with 69 if it cannot serve.
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let port = arguments.first.map { Int($0) } ?? 8000
        let folder = arguments.dropFirst().first ?? FileManager.default.currentDirectoryPath
        var isFolder: ObjCBool = false
        // The address lives until the call returns.
        let isThere = unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
        guard let port, (0...65_535).contains(port), isThere, isFolder.boolValue,
            [0, 1, 2, 4].contains(arguments.count)
        else {
            leave(
                64,
                """
                usage: streaming-examples [PORT] [FOLDER] [CERTIFICATE KEY]
                PORT is 8000, or 0 for a free one, which is printed; FOLDER is one that is there.
                """
            )
        }
        do {
            try await serve(port, folder, tls: Array(arguments.dropFirst(2)))
        } catch {
            leave(69, "streaming-examples: cannot serve on 127.0.0.1:\(port): \(error)")
        }
    }

    private static func leave(_ code: Int32, _ words: String) -> Never {
        FileHandle.standardError.write(Data((words + "\n").utf8))
        exit(code)
    }

    private static func serve(_ port: Int, _ folder: String, tls: [String]) async throws {
        let logger = Logger(label: "streaming-examples")
        let tasks = LongTasks()
        let server = Application(
            // A stream begins when its body is asked for, and so not for `HEAD`.
            responder: HeadResponder(try router(files: folder, tasks: tasks).buildResponder()),
            server: try kind(tls),
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                let scheme = tls.isEmpty ? "http" : "https"
                print("listening on \(scheme)://127.0.0.1:\(channel.localAddress?.port ?? port)")
                fflush(nil)
            },
            logger: logger
        )
        var group = ServiceGroupConfiguration(
            services: [tasks, server],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = .seconds(10)
        try await ServiceGroup(configuration: group).run()
    }

    /// Plain HTTP/1.1, or both versions over TLS.
    static func kind(_ files: [String]) throws -> HTTPServerBuilder {
        guard files.count == 2 else { return try .streaming() }
        let chain = try NIOSSLCertificate.fromPEMFile(files[0])
        return try .streaming(
            tls: TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(file: files[1], format: .pem))
            )
        )
    }

    /// The tutorial's routes, its exercises, and what the benchmarks ask for.
    static func router(
        files: String,
        tasks: LongTasks
    ) throws -> Router<BasicStreamingContext> {
        let router = Router(context: BasicStreamingContext.self)
        addStream(to: router)
        addCountdown(to: router)
        addCSV(to: router)
        addDownload(to: router, files: files)
        addEvents(to: router)
        addAsyncStream(to: router)
        addProcessStream(to: router)
        addErrorHandling(to: router)
        addFollow(to: router, files: files)
        addTransform(to: router)
        addChat(to: router)
        addProgress(to: router, tasks: tasks)
        try addQuery(to: router)
        addBenchmarks(to: router)
        refuseOtherMethods(at: router)
        return router
    }
}

/// The router of the examples.
typealias ExampleRouter = Router<BasicStreamingContext>
