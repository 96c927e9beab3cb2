import ArgumentParser
import ChatServer
import Foundation

/// `chat-server doctor`: walks the way to a server, and names what is wrong on it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the way to a server, and name what is wrong on it.",
        discussion: """
            A line for each thing on the way: ok, note or FAULT, with what to do about it. It \
            looks at the name and its addresses, the connection, TLS and the certificate, HTTP \
            and whatever proxy answers, the server's health and version, the clocks, whether \
            streams begin at once and rows come as they are sent, and with --idle whether a \
            silent stream is cut. It only reads, for some seconds. --tls-certificate FILE \
            trusts a server's own certificate.
            Exit codes: 0 nothing is wrong, 1 something is, 64 usage.

            EXAMPLES
              chat-server doctor https://chat.example.org
              chat-server doctor http://127.0.0.1:8080 --idle 70
            """
    )

    @Argument(help: .of("url", "The server: http://HOST:PORT or https://HOST."))
    var address: String

    @Option(help: .of("seconds", "Watch a silent stream for so many seconds, 1 to 3600."))
    var idle: Int?

    /// It reads the options that are not of a subcommand, `--tls-certificate` too.
    @ParentCommand var parent: ChatServerCommand

    mutating func run() async throws {
        await Subcommand.run {
            guard idle.map({ (1...3600).contains($0) }) ?? true else {
                throw CommandFailure(.usage, "--idle is 1 to 3600 seconds")
            }
            let probe = PathProbe(
                address: try ProbeAddress(address),
                roots: try TrustedRoots.certificates(in: parent.options.tlsCertificate),
                idle: idle.map { .seconds($0) }
            )
            let diagnosis = PathDiagnosis(await probe.facts())
            for line in diagnosis.lines { StandardOutput.say(line.description) }
            if !diagnosis.isSound { Foundation.exit(Exit.failure.rawValue) }
        }
    }
}
