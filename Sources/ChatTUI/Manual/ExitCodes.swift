/// The exit codes of the client, as `sysexits.h` has them.
package enum ExitCodes {
    package static let done: Int32 = 0
    package static let usage: Int32 = 64
    package static let refused: Int32 = 65
    package static let noInput: Int32 = 66
    package static let unavailable: Int32 = 69
    package static let exists: Int32 = 73
    package static let broken: Int32 = 74
    package static let timeout: Int32 = 75
    package static let stranger: Int32 = 76
    package static let notAllowed: Int32 = 77

    /// All codes with their causes: the table that the manual is made from; a signal's code is 128
    /// and its number.
    package static let all: [(code: Int32, cause: String)] = [
        (done, "done: what was to be posted is durable, what was waited for came"),
        (usage, "wrong usage, or a fault in the configuration file"),
        (refused, "a message was refused, or is none"),
        (noInput, "the file that was to be sent cannot be read"),
        (unavailable, "no server answered for a quarter of a minute"),
        (exists, "the configuration file is there already, or it or the socket cannot be made"),
        (broken, "the input or the output broke"),
        (timeout, "what was waited for did not come in time"),
        (stranger, "what answers there is not a Burble server"),
        (notAllowed, "the server does not take the name, or does not let it in"),
    ]
}
