import ChatTUI

/// The program that draws pictures: chafa, which reads every common format and knows the protocols
/// of terminals.
struct PictureViewer {
    private let options: ClientOptions.Pictures
    private let size: Size
    private let environment: [String: String]

    /// Makes a viewer.
    init(_ options: ClientOptions.Pictures, size: Size, environment: [String: String]) {
        self.options = options
        self.size = size
        self.environment = environment
    }

    /// The program and what it is told.
    ///
    /// - Returns: the words of the command.
    func command(for path: String) -> [String] {
        // Two rows are left for what stands below.
        let cells = "\(max(1, size.columns))x\(max(1, size.rows - 2))"
        let isBare = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return ["chafa", "--size=\(cells)", "--animate=off"] + format
            + (isBare ? ["--colors=none"] : []) + ["--", path]
    }

    /// Why there is no picture; `nil` if it is there.
    ///
    /// - Parameter end: how the program ended.
    static func fault(_ end: OtherProgram.End) -> String? {
        switch end {
        case .code(0): nil
        case .notStarted, .code(127): "chafa is not installed: it draws the pictures"
        case .code: "chafa cannot read the picture"
        case .signal(let number): "chafa was ended by signal \(number)"
        }
    }

    private var format: [String] {
        switch options {
        case .off, .auto: []
        case .kitty: ["--format=kitty"]
        case .sixel: ["--format=sixels"]
        case .blocks: ["--format=symbols", "--symbols=vhalf"]
        }
    }
}
