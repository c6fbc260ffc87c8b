using System.CommandLine;
using Godwit.Policy.Configuration;

namespace Godwit.Host.Cli;

/// <summary>Options and arguments of the verbs that are about resources.</summary>
internal static class ResourceOptions
{
    /// <summary><c>-f</c>: files and folders of resources.</summary>
    public static Option<string[]> Files { get; } = new("--file", "-f")
    {
        Description = "YAML or JSON file, or a folder of them. May be given more than once.",
        HelpName = "FILE|DIR",
        Required = true,
    };

    public static Argument<ResourceKind> Kind { get; } = new("KIND")
    {
        Description = $"Kind of the resource: {string.Join(", ", Enum.GetNames<ResourceKind>())}.",
    };

    /// <summary>Reads a kind, in whatever case it was written.</summary>
    public static ResourceKind ParseKind(string text) =>
        Enum.TryParse<ResourceKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            ? kind
            : throw new UsageException(
                $"there is no kind '{text}'; there are {string.Join(", ", Enum.GetNames<ResourceKind>())}");

    public static Argument<string> Name { get; } = new("NAME") { Description = "Name of the resource." };

    public static Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "Says what would happen and changes nothing.",
    };
}
