import ArgumentParser
import ChatServer

/// The options that say who is let in, as they stand on the command line, not yet read.
struct AccessOptions: ParsableArguments {
    @Option(
        help: .of(
            "mode",
            "Who may speak: open, anyone under any name (default on this machine alone), or "
                + "accounts (default elsewhere)."
        ),
        completion: .cases(of: Admission.Mode.self)
    )
    var auth: String?

    @Option(
        help: .of("who", "Who may make an account: open, invite or closed (default: invite)."),
        completion: .cases(of: Admission.Registration.self)
    )
    var registration: String?

    @Option(
        help: .of(
            "flag",
            "Whether passwords may come from other machines without TLS: true or false "
                + "(default: false)."
        ),
        completion: .list(["true", "false"])
    )
    var plainPasswords: String?

    @Option(
        help: .of(
            "range",
            "An address or a range of proxies that are believed when they tell from where a request "
                + "comes; may be given more than once."
        )
    )
    var trustedProxy: [String] = []

    @Option(
        help: .of(
            "count",
            "Writes a second of one address, not of this machine; 0 is no limit (default: 50)."
        )
    )
    var addressRate: String?

    @Option(
        help: .of("count", "Writes of one address at once before the rate holds (default: 200).")
    )
    var addressBurst: String?

    @Option(
        help: .of(
            "count",
            "Rooms that one address may make a day, not this machine; 0 is no limit (default: 500)."
        )
    )
    var roomsPerAddress: String?

    @Option(
        help: .of(
            "count",
            "Sign-ins by password a minute, of one address and with one name (default: 30)."
        )
    )
    var signInRate: String?

    @Option(help: .of("count", "Accounts in all (default: 100000)."))
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
