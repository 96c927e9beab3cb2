#!/usr/bin/env python3
"""Makes the operator's papers from the programs' own tables.

    scripts/manual.py SERVER TUI FOLDER    manual pages, completions and server.yaml into FOLDER
    scripts/manual.py --check SERVER PAGE  every setting and subcommand stands in PAGE, and no other

SERVER and TUI are the programs. What they say of themselves (--experimental-dump-help, --man,
--generate-completion-script) is all that goes into the papers, so that none can be out of date.
"""
import json
import os
import re
import subprocess
import sys
import textwrap

SHELLS = {"bash": "%s", "zsh": "_%s", "fish": "%s.fish"}
# Options that are not settings.
NO_SETTING = {"config", "version", "help"}
# What the package's server.yaml sets: the folder that its unit makes.
PACKAGED = {"data": "/var/lib/burble"}
CODES = re.compile(r"^Exit codes: (.*)$", re.S)


def said(program, *options):
    """What a program prints."""
    return subprocess.run([program, *options], check=True, capture_output=True, text=True).stdout


def table(program):
    """What a program says of its commands and options."""
    return json.loads(said(program, "--experimental-dump-help"))["command"]


def commands(root):
    """The subcommands with something to say."""
    return [c for c in root.get("subcommands", []) if c["commandName"] != "help"]


def every_command(title, root):
    """Each subcommand of a program at any depth, with its words as they are typed."""
    for command in commands(root):
        words = "%s %s" % (title, command["commandName"])
        yield words, command
        yield from every_command(words, command)


def page_name(title):
    """What `man` is asked for: a name without blanks."""
    return title.replace(" ", "-")


def options(command):
    return [a for a in command["arguments"] if a["shouldDisplay"] and a["kind"] != "positional"]


def settings(root):
    return [a for a in options(root) if a["preferredName"]["name"] not in NO_SETTING]


# MARK: - Manual pages


def roff(text):
    """A text in which nothing is taken for a command of troff."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("`", r"\(ga").replace("'", r"\(aq")
    text = text.replace("^", r"\(ha").replace("~", r"\(ti")
    return "\n".join(r"\&" + line if line.startswith(".") else line for line in text.split("\n"))


def paragraphs(discussion):
    """Plain paragraphs, blocks that stand as they are, and the examples apart."""
    plain, _, examples = discussion.partition("EXAMPLES\n")
    parts = []
    for line in plain.strip().split("\n"):
        kind = "block" if line.startswith("  ") else "plain"
        if line.startswith("Exit codes:"):
            kind = "codes"
        if parts and parts[-1][0] == kind and line.strip():
            parts[-1][1].append(line)
        elif line.strip():
            parts.append((kind, [line]))
    return parts, examples


def block(lines):
    inner = "\n".join(roff(line) for line in textwrap.dedent("\n".join(lines)).split("\n"))
    return [".PP", ".nf", ".RS 4", inner, ".RE", ".fi"]


def name_of(argument):
    """An option as it is typed, in bold, with its value in italics."""
    if argument["kind"] == "positional":
        return r"\fI%s\fR" % roff(argument["valueName"])
    names = ["\\fB%s\\fR" % roff(("--" if n["kind"] == "long" else "-") + n["name"])
             for n in argument["names"]]
    text = ", ".join(names)
    if argument["kind"] != "option":
        return text
    return text + r" \fI%s\fR" % roff(argument["valueName"])


def synopsis(title, command):
    parts = [r"\fB%s\fR" % roff(title)]
    for argument in command["arguments"]:
        if argument["shouldDisplay"] and argument["kind"] == "positional":
            inner = name_of(argument)
            parts.append("[%s]" % inner if argument["isOptional"] else inner)
    return " ".join(parts + [r"[\fIoptions\fR]"])


def page(title, command, version, others):
    """The manual page of a program or of one of its subcommands."""
    parts, examples = paragraphs(command.get("discussion", ""))
    name = roff(page_name(title))
    out = ['.TH %s 1 "" "Burble %s" "User Commands"' % (name.upper(), version),
           ".SH NAME", r"%s \- %s" % (name, roff(command["abstract"].rstrip("."))),
           ".SH SYNOPSIS", synopsis(title, command)]
    if commands(command):
        out += [".br", r"\fB%s\fR \fIsubcommand\fR [\fIoptions\fR]" % roff(title)]
    out.append(".SH DESCRIPTION")
    for kind, lines in parts:
        if kind == "block":
            out += block(lines)
        elif kind == "plain":
            out += [".PP", roff("\n".join(lines))]
    arguments = [a for a in command["arguments"] if a["shouldDisplay"]]
    out.append(".SH OPTIONS")
    for argument in arguments:
        words = argument.get("abstract", "")
        if argument.get("defaultValue") and "(default" not in words:
            words += " (default: %s)" % argument["defaultValue"]
        out += [".TP", name_of(argument), roff(words)]
    for kind, lines in parts:
        if kind == "codes":
            out += [".SH EXIT STATUS", roff(CODES.match("\n".join(lines)).group(1))]
    if examples:
        out += [".SH EXAMPLES"] + block(examples.rstrip().split("\n"))
    if commands(command):
        out.append(".SH SUBCOMMANDS")
        for sub in commands(command):
            see = roff(page_name("%s %s" % (title, sub["commandName"])))
            out += [".TP", r"\fB%s\fR" % roff(sub["commandName"]),
                    roff(sub["abstract"]) + "\n" + r"See \fB%s\fR(1)." % see]
    if " " not in title:
        out += [".SH FILES", ".TP", r"\fI/etc/burble/server.yaml\fR",
                "The settings of the packaged server, each with its default as a comment."]
    out += [".SH SEE ALSO", ",\n".join(r"\fB%s\fR(1)" % roff(o) for o in others)]
    return "\n".join(out) + "\n"


def write_pages(server, tui, folder):
    version = said(server, "--version").strip().split()[-1]
    root = table(server)
    names = [page_name("chat-server " + c["commandName"]) for c in commands(root)]
    put(folder, "chat-server.1", page("chat-server", root, version, ["chat-tui"] + names))
    for title, command in every_command("chat-server", root):
        above = page_name(title.rpartition(" ")[0])
        others = ["chat-server"] if above == "chat-server" else [above, "chat-server"]
        put(folder, page_name(title) + ".1", page(title, command, version, others))
    put(folder, "chat-tui.1", said(tui, "--man"))


# MARK: - Completions and the settings


def write_completions(program, folder):
    name = os.path.basename(program)
    for shell, form in SHELLS.items():
        script = said(program, "--generate-completion-script", shell)
        # A completion is read by the shell, and is no program.
        put(folder, form % name, re.sub(r"\A#!.*\n", "", script))


def setting_lines(setting):
    """A setting as a comment: what it is, and the default where that is one value."""
    words = setting["abstract"]
    key = setting["preferredName"]["name"]
    lines = textwrap.wrap(words, 96, initial_indent="# ", subsequent_indent="# ")
    found = re.search(r"\(default: ([^\s;,)]+)\)\.?$", words)
    value = found.group(1) if found and found.group(1) not in ("none",) else ""
    if ":" in value or value.startswith(("*", "&", "[")):
        value = '"%s"' % value
    active = PACKAGED.get(key)
    lines.append("%s: %s" % (key, active) if active else ("#%s: %s" % (key, value)).rstrip())
    return lines


def write_settings(server, folder):
    lines = ["# The settings of chat-server: one a line, and # before one that has its default.",
             "# The command line and the environment (CHAT_RATE_LIMIT) win over this file. A mistake",
             "# in it is told with its line, and the server does not start.",
             "# What may be given more than once is a list here: [ONE, ANOTHER].",
             "# `systemctl reload burble-server` takes over what can change while it runs, and the",
             "# log names what waits for a restart; chat-server(1) says more.", ""]
    for setting in settings(table(server)):
        lines += setting_lines(setting) + [""]
    put(folder, "server.yaml", "\n".join(lines))


def put(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def check(server, path):
    """Compares the page's table of settings and its subcommands with the program's."""
    root = table(server)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    limits = text.partition("| setting |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ((?:`[a-z-]+`(?:, )?)+) \|", limits, re.M)
    told = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)}
    known = {s["preferredName"]["name"] for s in settings(root)}
    faults = ["%s: no row for the setting %s" % (path, name) for name in sorted(known - told)]
    faults += ["%s: there is no setting %s" % (path, name) for name in sorted(told - known)]
    names = [c["commandName"] for c in commands(root)]
    faults += ["%s: nothing about chat-server %s" % (path, name)
               for name in names if "`chat-server %s`" % name not in text]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "--check":
        return check(sys.argv[2], sys.argv[3])
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 64
    server, tui, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    write_pages(server, tui, folder)
    for program in (server, tui):
        write_completions(program, folder)
    write_settings(server, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
