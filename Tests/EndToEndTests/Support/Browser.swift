import Foundation
import Synchronization

/// Headless Chromium with one page open, driven over its debugging pipe.
///
/// The page's scripts say something to the test by `report(text)`.
/// Source: https://chromedevtools.github.io/devtools-protocol/
final class Browser: Sendable {
    private let process: Subprocess
    private let folder: TemporaryFolder
    private let session: String
    private let commands = Mutex(2)

    /// What the browser tells, a JSON object each; the page's reports are among them.
    var reports: Output { process.output }

    /// Opens a server's first page and waits until scripts can run in it.
    ///
    /// - Parameter url: the server's, without a path; the browser can reach no other machine.
    /// - Throws: when it does not come to that.
    init(at url: String) async throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        // The browser reads its commands from descriptor 3 and answers on 4.
        let script = #"""
            for name in chromium chromium-headless-shell; do
                command -v $name >/dev/null && exec $name "$@" 3<&0 4>&1 1>&2
            done
            echo "no chromium: run scripts/setup.sh test" >&2
            exit 1
            """#
        process = try Subprocess(
            ["sh", "-c", script, "sh"] + Self.options + ["--user-data-dir=\(folder.path)"],
            environment: ["HOME": folder.path],
            separator: 0
        )
        process.write(
            #"{"id":1,"method":"Target.createTarget","params":{"url":"about:blank"}}"# + "\0"
        )
        let target = try await Self.value(
            "targetId",
            in: process.output.line(containing: #""id":1"#)
        )
        process.write(
            #"{"id":2,"method":"Target.attachToTarget","params":"#
                + #"{"targetId":"\#(target)","flatten":true}}"# + "\0"
        )
        session = try await Self.value("sessionId", in: process.output.line(containing: #""id":2"#))
        // What is not answered yet may come after the page, and would not tell of it.
        for (method, parameters) in [
            ("Runtime.enable", [:]), ("Runtime.addBinding", ["name": "report"]),
        ] {
            let number = try send(method, parameters)
            try await process.output.line(containing: #"{"id":\#(number),"#)
        }
        try send("Page.navigate", ["url": url + "/"])
        try await process.output.line(wanted: url) { line in
            line.contains("Runtime.executionContextCreated")
                && line.contains(#""origin":"\#(url)""#)
        }
    }

    /// Runs a script in the page; an error in it is seen in the reports.
    ///
    /// - Throws: never, as a text is always JSON.
    func evaluate(_ script: String) throws {
        try send("Runtime.evaluate", ["expression": script])
    }

    @discardableResult
    private func send(_ method: String, _ parameters: [String: String]) throws -> Int {
        // No number may be used twice while its answer is awaited.
        let number = commands.withLock { number in
            number += 1
            return number
        }
        let command: [String: Any] = [
            "id": number, "sessionId": session, "method": method, "params": parameters,
        ]
        let json = try JSONSerialization.data(withJSONObject: command)
        process.write(String(decoding: json, as: UTF8.self) + "\0")
        return number
    }

    private static func value(_ name: String, in line: String) throws -> String {
        let quoted = line.components(separatedBy: #""\#(name)":""#)
        guard quoted.count > 1, let value = quoted[1].split(separator: "\"").first else {
            throw Output.Missing(description: "no \(name) in \(line)")
        }
        return String(value)
    }

    private static let options = [
        "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu",
        "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-extensions", "--no-proxy-server",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
}
