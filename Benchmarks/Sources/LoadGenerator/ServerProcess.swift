import Glibc

/// What a server's process and its children use.
package struct ProcessUse: Sendable, Codable {
    /// Seconds of CPU, in user and in system.
    package var userSeconds = 0.0
    package var systemSeconds = 0.0
    /// Resident memory, and the part of it that is the process's own, in kB.
    package var residentKilobytes = 0
    package var proportionalKilobytes = 0
}

/// A server's process, with the processes it started: nginx works in children.
struct ServerProcess: Sendable {
    let identifier: Int32

    /// What all of them use now.
    ///
    /// - Parameter withMemory: whether memory is read too, for which the kernel walks all pages.
    /// - Returns: sums; zero for a process that is gone.
    func use(withMemory: Bool) -> ProcessUse {
        var use = ProcessUse()
        for process in [identifier] + children {
            addTime(of: process, to: &use)
            guard withMemory else { continue }
            let rollup = Self.read("/proc/\(process)/smaps_rollup")
            use.residentKilobytes += Self.field("Rss:", of: rollup)
            use.proportionalKilobytes += Self.field("Pss:", of: rollup)
        }
        return use
    }

    private var children: [Int32] {
        Self.read("/proc/\(identifier)/task/\(identifier)/children")
            .split(separator: " ")
            .compactMap { Int32($0) }
    }

    /// Source: proc(5), fields 14 and 15 of `stat`, counted behind the name in brackets.
    private func addTime(of process: Int32, to use: inout ProcessUse) {
        let text = Self.read("/proc/\(process)/stat")
        guard let bracket = text.lastIndex(of: ")") else { return }
        let fields = text[bracket...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13])
        else { return }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        use.userSeconds += user / ticks
        use.systemSeconds += system / ticks
    }

    private static func field(_ name: String, of text: String) -> Int {
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        }
        return 0
    }

    private static func read(_ path: String) -> String {
        let file = unsafe open(path, O_RDONLY)
        guard file >= 0 else { return "" }
        defer { close(file) }
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { bytes, count in
            count = unsafe max(0, Glibc.read(file, bytes.baseAddress, bytes.count))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
