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

    public static Argument<string> Name { get; } = new("NAME") { Description = "Name of the resource." };

    public static Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "Says what would happen and changes nothing.",
    };
}
