import ArgumentParser
import Foundation

/// What the subcommands about people are all told: which server, with whose token, how to answer.
struct AccessPlace: AccessWay {
    @OptionGroup var running: RunningServer
    @OptionGroup var token: OperatorTokenOption

    @Flag(help: "Print what the server answered, as JSON.")
    var json = false

    /// What is said of the name of an account: one may begin with a sign that begins options too.
    static let accountName: ArgumentHelp = "The account's name; behind -- if it begins with -."

    /// The way to the server, as the operator.
    func client(_ options: ServerOptions) throws(CommandFailure) -> AccessClient {
        let sources = SettingsSources(options: options)
        let link = try running.link(sources)
        let authorization = "Bearer \(try token.credential(sources).token(for: link))"
        return AccessClient(link: link, authorization: authorization, printsJSON: json)
    }

    /// What stands at the end of each of these subcommands' help.
    ///
    /// - Returns: the examples, whose token is used, and the exit codes.
    static func discussion(_ examples: String...) -> String {
        """
        Examples:
        \(examples.map { "  chat-server \($0)" }.joined(separator: "\n"))

        It asks a running server (--server) with the operator's token: from --operator-token-file, \
        the variable CHAT_OPERATOR_TOKEN, or operator.token in --data.
        Exit codes: 0 done, 64 usage, 65 refused for good, 66 there is no such thing, 69 no \
        server, 75 repeat it, 76 no Burble server's answer, 77 not allowed.
        """
    }
}
