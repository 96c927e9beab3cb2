import ChatClient
import ChatProtocol
import Foundation
import NIOCore
import NIOHTTP1

/// Asks a running server about people, and shows what it answers.
struct AccessClient: Sendable {
    /// Bytes of an answer; a server that sends more is none of ours.
    private static let answerLimit = 64 * 1024 * 1024

    let link: ServerLink
    /// The value of the field `Authorization`.
    let authorization: String
    let printsJSON: Bool

    /// Asks once for an answer of JSON.
    ///
    /// Suspends until the answer is there.
    ///
    /// - Parameter path: of the address, part by part, each as it is; they are encoded here.
    /// - Throws: ``CommandFailure``, also for an empty part.
    func ask(
        _ method: HTTPMethod,
        _ path: String...,
        sending body: (any Encodable & Sendable)? = nil
    ) async throws -> Data {
        let json = try body.map { Array(try JSONEncoder().encode($0)) }
        return try await ask(method, path, json, expecting: .json)
    }

    /// Takes something away.
    ///
    /// Suspends until the server says that it is gone.
    ///
    /// - Parameter path: of the address, part by part, each as it is; they are encoded here.
    /// - Throws: ``CommandFailure``, also for an empty part.
    func remove(_ path: String...) async throws {
        // What is expected has no body.
        _ = try await ask(.DELETE, path, nil, expecting: .nothing)
    }

    private func ask(
        _ method: HTTPMethod,
        _ path: [String],
        _ json: [UInt8]?,
        expecting expectation: RawCall.Expectation
    ) async throws -> Data {
        guard path.allSatisfy({ !$0.isEmpty }) else {
            throw CommandFailure(.usage, "a name, a number or a code is empty")
        }
        var answer = Data()
        try await link.ask(
            method,
            path.map { "/" + $0.percentEncoded }.joined(),
            expecting: expectation,
            headers: [("Authorization", authorization), ("Accept", "application/json")],
            json: json
        ) { piece in
            answer += piece.readableBytesView
            guard answer.count <= Self.answerLimit else { throw Self.notUnderstood }
        }
        return answer
    }

    /// Shows an answer: as it came, or in lines.
    ///
    /// - Parameter rows: the lines' cells, of anyone; they stand in columns.
    /// - Throws: ``CommandFailure`` for an answer that is none.
    func show<Value: Decodable>(
        _ answer: Data,
        as type: Value.Type,
        _ rows: (Value) -> [[String]]
    ) throws {
        // It is read in any case: what is none must not be passed on as one.
        guard let value = try? JSONDecoder().decode(type, from: answer) else {
            throw Self.notUnderstood
        }
        if printsJSON {
            return StandardOutput.pass(String(decoding: answer, as: UTF8.self))
        }
        for line in Columns.lines(rows(value)) { StandardOutput.say(line) }
    }

    /// Says that it is done, where no JSON is wanted.
    func say(_ words: String) {
        if !printsJSON { StandardOutput.say(words) }
    }

    private static let notUnderstood = CommandFailure(
        .protocolFault,
        "the server's answer is not understood"
    )
}

/// Cells in columns, for people.
enum Columns {
    /// Lays rows out.
    ///
    /// - Returns: a line each, safe for a terminal, with two blanks between columns and none at
    ///   the end.
    static func lines(_ rows: [[String]]) -> [String] {
        let cells = rows.map { $0.map { SafeText($0).singleLine } }
        var widths: [Int] = []
        for row in cells {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return cells.map { row in
            let padded = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            var line = padded.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
