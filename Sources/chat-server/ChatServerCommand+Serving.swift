import ArgumentParser
import ChatProtocol
import ChatServer
import Foundation
import Logging
import ServiceLifecycle

/// `chat-server`: reads the settings, opens the server, and runs it until it is told to stop.
extension ChatServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat-server",
        abstract: "Serve chat rooms over streaming HTTP.",
        discussion: """
            Every option is also an environment variable (--rate-limit is CHAT_RATE_LIMIT) and a \
            key of the YAML file that --config names (rate-limit: 10). The command line wins over \
            the environment, and the environment over the file.
            """,
        version: "chat-server \(ProgramVersion.text)",
        groupedSubcommands: [
            CommandGroup(
                name: "RUNNING SERVER",
                subcommands: [
                    ImportCommand.self, ExportCommand.self, TopCommand.self, DoctorCommand.self,
                ]
            ),
            CommandGroup(
                name: "DATA FOLDER",
                subcommands: [
                    BackupCommand.self, RestoreCommand.self, CheckCommand.self,
                    CompactCommand.self, MoveCommand.self,
                ]
            ),
            CommandGroup(
                name: "WHO IS LET IN",
                subcommands: [
                    UserCommand.self, TokenCommand.self, InviteCommand.self, BanCommand.self,
                ]
            ),
            CommandGroup(name: "TRYING", subcommands: [SelfTestCommand.self]),
        ]
    )

    mutating func run() async throws {
        let sources = SettingsSources(options: options)
        let settings: ServerSettings
        do {
            settings = try await sources.settings()
        } catch {
            Exit.usage.leave(saying: "\(error)")
        }
        // Whatever the server makes is for its own user.
        umask(0o077)
        Allocator.bound()
        Descriptors.raiseLimit()
        if let lack = ChatServer.lackOfDescriptors(settings) { Exit.failure.leave(saying: lack) }
        EventLoops.prepare(settings.eventLoops)
        StandardError.useQueue()
        let book = LogBook()
        let output = LogOutput(book: book) { StandardError.say($0) }
        LoggingSystem.bootstrap { _ in LogfmtHandler(output: output) }
        output.level = settings.logLevel
        let logger = Logger(label: "burble")
        let signals = await Signals(logger: logger) {
            let settings = try await sources.settings(again: true)
            output.level = settings.logLevel
            return settings
        }
        do {
            try await serve(settings, signals, logger, book)
        } catch {
            Exit.failure.leave(saying: "\(error)")
        }
    }

    private typealias Service = ServiceGroupConfiguration.ServiceConfiguration

    private func serve(
        _ settings: ServerSettings,
        _ signals: Signals,
        _ logger: Logger,
        _ book: LogBook
    ) async throws {
        try await withThrowingDiscardingTaskGroup { tasks in
            tasks.addTask { await signals.run() }
            let export = TraceExport(settings, logger: logger)
            let server = try await ChatServer(
                settings,
                logger: logger,
                logBook: book,
                traces: export?.traces
            )
            // The last to end: it sends what the server does at its end.
            let parts =
                (export.map { [Service(service: $0.exporter, serviceName: "traces")] } ?? [])
                + [Service(service: server, serviceName: "\(ChatServer.self)")]
            let group = ServiceGroup(
                configuration: .init(
                    services: parts,
                    logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() }
                )
            )
            await signals.serve(server, in: group)
            try await group.run()
            tasks.cancelAll()
        }
        logger.info("stopped")
    }
}
