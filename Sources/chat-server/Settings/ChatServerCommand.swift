import ArgumentParser

/// The command line of `chat-server`: the options of the program itself, which its subcommands see
/// too.
struct ChatServerCommand: ParsableArguments {
    @OptionGroup var options: ServerOptions
}
