import MicroCases

/// Does one case so many times, and nothing else: for a tool that counts from outside.
///
/// `micro-count` lists the names, `micro-count NAME COUNT` does it. `main` is synchronous: an
/// asynchronous one ends the main thread, and valgrind 3.19 dies of that.
@main
enum MicroCount {
    static func main() throws {
        let cases = try MicroCase.all()
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let count = Int(arguments[2]),
            let chosen = cases.first(where: { $0.name == arguments[1] })
        else {
            for micro in cases { print(micro.name) }
            return
        }
        print(try chosen.run(count))
    }
}
