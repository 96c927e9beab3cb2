/// The version of both programs, which are released together.
package enum ProgramVersion {
    /// What `--version` prints behind the name, and what CHANGELOG.md has a section for.
    package static let text = "0.3.0"
}
