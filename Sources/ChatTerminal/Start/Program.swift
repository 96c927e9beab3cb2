import ChatClient
import ChatTUI
import Dispatch
import Glibc
import Spawning

/// Chooses what to be: a screen, lines for a person, or one end of a pipe.
@MainActor
package enum Program {
    /// Opens the standard descriptors that whoever started the program had closed.
    ///
    /// To be called before anything else is opened.
    package nonisolated static func fillDescriptors() { StandardDescriptors.fill() }

    /// Has the process tell at its end if something that it printed was not written.
    nonisolated package static func watchOutput() { OutputEnd.watch("chat-tui") }

    /// What the process was told, without its own name.
    nonisolated package static var arguments: [String] { CommandLineArguments.all }

    /// Runs the client until it is over.
    ///
    /// Blocks the main thread, or gives it to the main actor.
    ///
    /// The screen keeps the main thread to itself: the runtime has a main thread that serves the
    /// main actor wait for signals, and those would then be caught and not read.
    package static func run(_ settings: Settings) -> CInt {
        let settings = settings.withTokens
        let script = settings.script
        // Who posts all of it as one message is told that there is nothing in the null device.
        let hasInput =
            !StandardDescriptors.isInputClosed
            && (script.once || !StandardDescriptors.isInputNull)
        let hasKeyboard = isatty(STDIN_FILENO) == 1
        let hasTerminal = hasKeyboard && isatty(STDOUT_FILENO) == 1
        let isScreen = !settings.isPlain && script == ScriptOptions() && hasTerminal
        if !isScreen, let words = refusal(withoutScreen: settings) {
            StandardError.say(words)
            return ExitCodes.usage
        }
        if !isScreen, let words = settings.servers[0].warning { StandardError.say(words) }
        if let path = script.upload {
            runAsync { await SendFile(settings: settings, path: path).run() }
        }
        if let words = script.refusalOfInput, StandardInput.holdsPipedText {
            StandardError.say(words)
            return ExitCodes.usage
        }
        if script.asksToPrint { runAsync { await PrintLines(settings).run() } }
        let isForPerson = settings.isPlain || hasKeyboard && script == ScriptOptions()
        // Pipes give the main thread away, and have the runtime's own pool.
        if isForPerson { OneThread.take() }
        if settings.isPlain, let app = PlainApp(settings) { return app.run() }
        if script.message != nil || !hasKeyboard && hasInput {
            runAsync { await PostLines(settings).run() }
        }
        if !script.once, hasTerminal, let code = runScreen(settings) { return code }
        runAsync { await PrintLines(settings).run() }
    }

    /// Why what was asked for needs the screen; `nil` if it does not.
    private static func refusal(withoutScreen settings: Settings) -> String? {
        if settings.control != nil {
            return "--control: only the screen has a socket; pipes need none"
        }
        return settings.asksForSeveral
            ? "--server: only the screen speaks to several servers at once; give one" : nil
    }

    /// Runs the screen, or lines for a person where none can be drawn; `nil` if neither can be.
    private static func runScreen(_ settings: Settings) -> CInt? {
        let control: ControlSocket?
        do throws(ControlSocket.Failure) {
            control = try settings.control.map { path throws(ControlSocket.Failure) in
                try ControlSocket(at: path)
            }
        } catch {
            StandardError.say(error.words)
            return ExitCodes.exists
        }
        if let app = ChatApp(settings, control: control) {
            let code = app.run()
            // A signal that came with the command ends the client.
            guard code == ExitCodes.done, let arguments = app.successor else { return code }
            return goOn(arguments)
        }
        control?.end()
        let type = settings.environment["TERM", default: ""]
        StandardError.say("no screen can be drawn with TERM=\(type): lines instead")
        return PlainApp(settings)?.run()
    }

    /// Goes on as the same program, told something else; the exit code if it cannot.
    private static func goOn(_ arguments: [String]) -> CInt {
        let code = ProcessImage.begin(as: "chat-tui", arguments)
        StandardError.say("not started again: \(ProgramStart.Failure(code: code).words)")
        return ExitCodes.broken
    }

    /// Signs in or out, or makes an account.
    ///
    /// Gives the main thread to the main actor, and ends the process.
    ///
    /// - Parameters:
    ///   - wish: what is to be done.
    ///   - settings: which server, and whose name.
    package static func run(_ wish: AccountWish, _ settings: Settings) -> Never {
        guard let program = AccountProgram(settings, wish) else {
            StandardError.say("the environment names no folder to keep a token in: set HOME")
            exit(ExitCodes.usage)
        }
        runAsync { await program.run() }
    }

    private static func runAsync(_ body: @escaping @MainActor () async -> CInt) -> Never {
        // The process's entry point: there is no task to be a child of.
        Task { exit(await body()) }
        dispatchMain()
    }
}
