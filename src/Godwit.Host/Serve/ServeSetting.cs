using System.CommandLine;

namespace Godwit.Host.Serve;

/// <summary>
/// One setting of <c>serve</c>: an option of the command line and an environment variable of the same meaning.
/// </summary>
internal sealed class ServeSetting
{
    /// <summary>Declares a setting.</summary>
    /// <param name="name">The option, e.g. <c>--listen</c>.</param>
    /// <param name="valueName">What stands for the value in the help.</param>
    /// <param name="description">What it does, with its unit and default.</param>
    public ServeSetting(string name, string valueName, string description)
    {
        Variable = "GODWIT_" + name[2..].Replace('-', '_').ToUpperInvariant();
        Option = new Option<string[]>(name)
        {
            Description = $"{description} [{Variable}]",
            HelpName = valueName,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
    }

    public Option<string[]> Option { get; }

    /// <summary>The environment variable; several values are separated by commas.</summary>
    public string Variable { get; }

    /// <summary>True when the setting may be given more than once.</summary>
    public bool Repeatable { get; init; }

    /// <summary>The first value given; null when there is none.</summary>
    public string? ReadOne(ParseResult parse, Func<string, string?> environment) =>
        Read(parse, environment) is [var first, ..] ? first : null;

    /// <summary>The values given: those of the command line, else those of the environment.</summary>
    public IReadOnlyList<string> Read(ParseResult parse, Func<string, string?> environment)
    {
        if (parse.GetValue(Option) is { Length: > 0 } given)
            return given;
        if (environment(Variable) is not { Length: > 0 } value)
            return [];
        return Repeatable
            ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [value];
    }
}
