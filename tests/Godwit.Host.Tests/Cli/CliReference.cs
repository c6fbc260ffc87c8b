using System.CommandLine;
using System.CommandLine.Help;
using System.Text;

namespace Godwit.Host.Tests.Cli;

/// <summary>Writes the reference of the command line from the commands themselves.</summary>
internal static class CliReference
{
    public static string Write(RootCommand root)
    {
        var text = new StringBuilder();
        text.Append("# Command line\n\nGenerated from the commands; a test fails when the two differ. ");
        text.Append("Every verb has `--help`. Exit codes: 0 success, 1 failure, 2 wrong usage. ");
        text.Append("A name in brackets is the environment variable of the same meaning; ");
        text.Append("an option of the command line wins.\n");
        foreach (var command in root.Subcommands)
            Write(text, command, "godwit");
        return text.ToString();
    }

    private static void Write(StringBuilder text, Command command, string before)
    {
        var name = $"{before} {command.Name}";
        var arguments = string.Concat(command.Arguments.Select(argument => $" {Usage(argument)}"));
        text.Append($"\n## `{name}{arguments}`\n\n{command.Description}\n");
        var options = command.Options.Where(option => option is not HelpOption && !option.Hidden).ToList();
        if (command.Arguments.Count + options.Count > 0)
            text.Append("\n| | |\n|---|---|\n");
        foreach (var argument in command.Arguments)
            text.Append($"| `{argument.Name}` | {Cell(argument.Description)} |\n");
        foreach (var option in options)
            text.Append($"| `{Names(option)}` | {Cell(option.Description)}{(option.Required ? " Required." : "")} |\n");
        foreach (var verb in command.Subcommands)
            Write(text, verb, name);
    }

    private static string Usage(Argument argument) =>
        argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name;

    private static string Names(Option option)
    {
        var value = option.ValueType == typeof(bool) ? "" : $" {option.HelpName}";
        return string.Join(", ", option.Aliases.Prepend(option.Name)) + Cell(value);
    }

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal);
}
