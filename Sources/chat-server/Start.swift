import ArgumentParser

/// Where the process begins.
@main
enum Start {
    /// Does what the command line says.
    ///
    /// Suspends until that is done.
    static func main() async { await ChatServerCommand.main() }
}
