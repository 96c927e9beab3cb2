import ArgumentParser
import ChatServer

/// The options that say who is let in, as they stand on the command line, not yet read.
struct AccessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Who may speak: open, anyone under any name (default on this machine alone), or "
                + "accounts (default elsewhere).",
            valueName: "mode"
        ),
        completion: .cases(of: Admission.Mode.self)
    )
    var auth: String?

    @Option(
        help: ArgumentHelp(
            "Who may make an account: open, invite or closed (default: invite).",
            valueName: "who"
        ),
        completion: .cases(of: Admission.Registration.self)
    )
    var registration: String?

    @Option(
        help: ArgumentHelp(
            "Whether passwords may come from other machines without TLS: true or false "
                + "(default: false).",
            valueName: "flag"
        ),
        completion: .list(["true", "false"])
    )
    var plainPasswords: String?

    @Option(
        help: ArgumentHelp(
            "An address or a range of proxies that are believed when they tell from where a request "
                + "comes; may be given more than once.",
            valueName: "range"
        )
    )
    var trustedProxy: [String] = []

    @Option(
        help: ArgumentHelp(
            "Writes a second of one address, not of this machine; 0 is no limit (default: 50).",
            valueName: "count"
        )
    )
    var addressRate: String?

    @Option(
        help: ArgumentHelp(
            "Writes of one address at once before the rate holds (default: 200).",
            valueName: "count"
        )
    )
    var addressBurst: String?

    @Option(
        help: ArgumentHelp(
            "Rooms that one address may make a day, not this machine; 0 is no limit (default: 500).",
            valueName: "count"
        )
    )
    var roomsPerAddress: String?

    @Option(
        help: ArgumentHelp(
            "Sign-ins by password a minute, of one address and with one name (default: 30).",
            valueName: "count"
        )
    )
    var signInRate: String?

    @Option(help: ArgumentHelp("Accounts in all (default: 100000).", valueName: "count"))
    var accountLimit: String?

    /// The options by the key of their setting.
    var byKey: [String: String?] {
        [
            "auth": auth, "registration": registration, "plain-passwords": plainPasswords,
            "trusted-proxy": trustedProxy.isEmpty ? nil : trustedProxy.joined(separator: ","),
            "address-rate": addressRate, "address-burst": addressBurst,
            "rooms-per-address": roomsPerAddress,
            "sign-in-rate": signInRate, "account-limit": accountLimit,
        ]
    }
}
