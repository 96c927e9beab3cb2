import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import StreamingHTTP
import UnixSignals

/// The examples' server: `streaming-examples [PORT] [FOLDER] [CERTIFICATE KEY]`.
///
/// With a certificate it speaks HTTP/2 and HTTP/1.1 over TLS.
@main
struct StreamingExamples {
    /// Serves until it is asked to stop.
    ///
    /// The port 0 takes a free one; the one that was taken is printed.
    static func main() async throws {
        let arguments = CommandLine.arguments
        let port = arguments.count > 1 ? Int(arguments[1]) ?? 8000 : 8000
        let folder = arguments.count > 2 ? arguments[2] : FileManager.default.currentDirectoryPath
        let logger = Logger(label: "streaming-examples")
        let tasks = LongTasks()
        let server = Application(
            // A stream begins when its body is asked for, and so not for `HEAD`.
            responder: HeadResponder(try router(files: folder, tasks: tasks).buildResponder()),
            server: try kind(Array(arguments.dropFirst(3))),
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                print("listening on http://127.0.0.1:\(channel.localAddress?.port ?? port)")
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
